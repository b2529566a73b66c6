// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.store.StoreException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the texts of notes, each kind in its own way. */
final class NoteReader {
    private static final Map<String, BiFunction<String, Json, Note>> KINDS = new HashMap<>();

    static {
        put(Baseline.SourceSize.KIND, Baseline.SourceSize::read);
        put(Baseline.Counts.KIND, Baseline.Counts::read);
        put(Baseline.HomeDivision.KIND, Baseline.HomeDivision::read);
        put(Baseline.Access.KIND, Baseline.Access::read);
        put(JointLine.KIND, JointLine::read);
        put(Baseline.AcceptedHolder.KIND, Baseline.AcceptedHolder::read);
        put(Baseline.RolePrint.KIND, Baseline.RolePrint::read);
        put(Baseline.CompleteSweep.KIND, Baseline.CompleteSweep::read);
        put(Baseline.TrailEnd.KIND, Baseline.TrailEnd::read);
        put(Baseline.Generation.KIND, Baseline.Generation::read);
        put(Feed.Position.KIND, Feed.Position::read);
        put(Feed.Due.KIND, Feed.Due::read);
        put(Held.All.KIND, Held.All::read);
        put(Journal.Gain.KIND, Journal.Gain::read);
        for (Pin.What what : Pin.What.values()) {
            put(what.kind(), json -> Pin.read(what, json));
        }
        for (Baseline.Seen.What what : Baseline.Seen.What.values()) {
            KINDS.put(what.kind, (of, json) -> new Baseline.Seen(what, of, Set.copyOf(json.texts("ids", id -> id))));
        }
        KINDS.put(Quarantine.KIND, Quarantine::read);
    }

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

    private static void put(String kind, Function<Json, Note> reader) {
        KINDS.put(kind, (name, json) -> reader.apply(json));
    }
}
