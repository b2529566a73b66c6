// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the last plan held back, kept until a later plan no longer holds it. */
public interface Holds {
    /** Returns what is held now. */
    List<Held> all();

    /** Replaces what is held by what the newest plan holds. */
    void replace(List<Held> held);

    /**
     * Something held back. Immutable.
     *
     * @param plan the fingerprint of the plan
     * @param code stable, for machines
     * @param tenant whose operations are held; absent if the hold is on the whole organization
     * @param operations how many
     * @param message for people
     * @param since when a plan first held it
     */
    record Held(String plan, String code, Optional<TenantId> tenant, int operations, String message, Instant since) {
        /** Returns the same hold without a message that names a person who was erased. */
        public Held without(Erasure erasure) {
            return new Held(plan, code, tenant, operations, erasure.redacted(message), since);
        }
    }
}
