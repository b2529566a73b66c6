// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row for each operation that was applied, held or failed: what, for whom, why, in which run, and who approved. The rows of
 * one tenant are a chain, each bound to all before it when it is written, so that whoever alters one later cannot hide it.
 */
public interface AuditTrail {
    /**
     * Adds rows in this order; all of them or none.
     *
     * @throws IllegalStateException if a row does not follow the last one of its tenant, because somebody else wrote meanwhile
     */
    void append(List<Row> rows);

    /** Returns the last row of a tenant, if it has one. */
    Optional<Row> last(String tenant);

    /** Returns the rows of a tenant, oldest first. */
    List<Row> of(String tenant);

    /** Returns all rows in the order in which they were added. */
    List<Row> all();

    /** Binds entries to what the trail has of their tenants, and adds them in this order. */
    default void record(List<Entry> entries) {
        Map<String, Optional<Row>> last = new HashMap<>();
        List<Row> rows = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Row row = AuditChain.follow(last.computeIfAbsent(entry.tenant(), this::last), entry);
            last.put(entry.tenant(), Optional.of(row));
            rows.add(row);
        }
        append(rows);
    }

    /**
     * What became of one operation. Immutable.
     *
     * @param policy the hash of the policy that the run followed
     * @param identity the identity's id, or empty
     * @param account the account's id, or empty
     * @param change what was to change, with ids and no personal data
     * @param rule which rule of the policy caused it
     * @param fact which fact of the source or of the organization caused it
     * @param outcome what became of it
     */
    record Entry(
            String run,
            String policy,
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

    /**
     * One entry in its place. Immutable.
     *
     * @param number 1 for the first of its tenant
     * @param previous the hash of the row before it, or {@link AuditChain#START}
     */
    record Row(long number, Entry entry, String previous, String hash) {}
}
