// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operations that the last plan held back. A hold stays until a later plan no longer has it. */
public interface Holds {
    /** Returns the present holds. */
    List<Held> all();

    /** Replaces all holds with those of the newest plan. */
    void replace(List<Held> held);

    /**
     * A hold of the last plan. Immutable.
     *
     * @param plan the fingerprint of the plan
     * @param code the stable code of the hold, for machines
     * @param tenant the tenant whose operations are held; absent if the hold is on the whole organization
     * @param operations how many operations are held
     * @param message the text for people
     * @param since when a plan first held it
     */
    record Held(String plan, String code, Optional<TenantId> tenant, int operations, String message, Instant since) {
        /** Returns this hold without its message if that names an erased person. */
        public Held without(Erasure erasure) {
            return new Held(plan, code, tenant, operations, erasure.redacted(message), since);
        }
    }
}
