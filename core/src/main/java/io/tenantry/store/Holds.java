// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Instant;
import java.util.List;

/** What the last plan held back, kept until a later plan no longer holds it. */
public interface Holds {
    /** Returns what is held now. */
    List<Held> all();

    /** Replaces what is held by what the newest plan holds. */
    void replace(List<Held> held);

    /**
     * Something held back. Immutable.
     *
     * @param since when a plan first held it
     */
    record Held(String plan, String code, String scope, int operations, String message, Instant since) {}
}
