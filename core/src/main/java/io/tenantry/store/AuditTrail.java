// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Instant;
import java.util.List;

/** One entry for each operation that was applied, held or failed: what, for whom, why, in which run, and who approved. */
public interface AuditTrail {
    /** Adds entries in this order. */
    void append(List<Entry> entries);

    /** Returns the entries that concern a tenant, oldest first. */
    List<Entry> of(String tenant);

    /** Returns all entries, oldest first. */
    List<Entry> all();

    /**
     * What became of one operation. Immutable.
     *
     * @param identity the identity's id, or empty
     * @param account the account's id, or empty
     * @param change what was to change, with ids and no personal data
     * @param rule which rule of the policy caused it
     * @param fact which fact of the source or of the organization caused it
     * @param outcome what became of it
     */
    record Entry(
            String run,
            int operation,
            String tenant,
            String identity,
            String account,
            String change,
            String rule,
            String fact,
            String approvedBy,
            String outcome,
            Instant at) {}
}
