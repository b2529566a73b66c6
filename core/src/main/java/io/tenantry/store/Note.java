// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.store.StoreException.Kind;
import java.util.Optional;

/**
 * A small fact that a run keeps for later runs. A store keeps its kind, its name and its text, and need not know what the
 * text says. Immutable.
 */
public sealed interface Note permits Baseline, Feed, Journal.Gain, Held.All, JointLine, Pin, Quarantine {
    /** Returns the name of its kind; it is stored and never changes. */
    String kind();

    /** Returns the name under which a store keeps it; a later note of the same kind and name replaces it. */
    String name();

    /** Returns its text, as JSON; equal notes have equal texts. */
    String text();

    /** Returns it without what identifies an erased person; empty if nothing is left of it. */
    default Optional<Note> without(Erasure erasure) {
        return Optional.of(this);
    }

    /**
     * Returns the note that a store has kept.
     *
     * @throws StoreException of kind {@link Kind#DAMAGED} if there is no such kind, or if the text is not one of this
     *     kind
     */
    static Note of(String kind, String name, String text) {
        return NoteReader.read(kind, name, text);
    }
}
