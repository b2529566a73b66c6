// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.store.StoreException.Kind;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the texts of notes, each kind in its own way. */
final class NoteReader {
    private static final Map<String, BiFunction<String, Json, Note>> KINDS = Map.ofEntries(
            of(Baseline.SourceSize.KIND, Baseline.SourceSize::read),
            of(Baseline.Counts.KIND, Baseline.Counts::read),
            of(Baseline.HomeDivision.KIND, Baseline.HomeDivision::read),
            of(Baseline.Access.KIND, Baseline.Access::read),
            of(Baseline.Given.KIND, Baseline.Given::read),
            of(JointLine.KIND, JointLine::read),
            of(Baseline.AcceptedMembers.KIND, Baseline.AcceptedMembers::read),
            of(Baseline.AcceptedHolder.KIND, Baseline.AcceptedHolder::read),
            of(Baseline.RolePrint.KIND, Baseline.RolePrint::read),
            of(Baseline.Unfound.KIND, Baseline.Unfound::read),
            of(Baseline.WithoutRule.KIND, Baseline.WithoutRule::read),
            of(Baseline.CompleteSweep.KIND, Baseline.CompleteSweep::read),
            of(Baseline.TrailEnd.KIND, Baseline.TrailEnd::read),
            of(Feed.Position.KIND, Feed.Position::read),
            of(Feed.Due.KIND, Feed.Due::read),
            of(Held.All.KIND, Held.All::read),
            of(Pin.What.DIVISION.kind(), json -> Pin.read(Pin.What.DIVISION, json)),
            of(Pin.What.GROUP.kind(), json -> Pin.read(Pin.What.GROUP, json)),
            of(Pin.What.ROLE.kind(), json -> Pin.read(Pin.What.ROLE, json)),
            of(Pin.What.PLACE.kind(), json -> Pin.read(Pin.What.PLACE, json)),
            Map.entry(Quarantine.KIND, Quarantine::read),
            of(Journal.Gain.KIND, Journal.Gain::read));

    private NoteReader() {}

    static Note read(String kind, String name, String text) {
        BiFunction<String, Json, Note> reader = KINDS.get(kind);
        if (reader == null) {
            throw new StoreException(
                    Kind.DAMAGED, "the store has a note of a kind that this version does not know: " + kind);
        }
        try {
            return reader.apply(name, Json.of(text));
        } catch (IllegalArgumentException e) {
            throw new StoreException(Kind.DAMAGED, "a note in the store cannot be read: " + kind + " " + name, e);
        }
    }

    private static Map.Entry<String, BiFunction<String, Json, Note>> of(String kind, Function<Json, Note> reader) {
        return Map.entry(kind, (name, json) -> reader.apply(json));
    }
}
