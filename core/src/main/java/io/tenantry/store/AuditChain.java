// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * Audit entries, each bound to all before it: a row's hash is the SHA-256 of the hash before it and of its own entry. An entry
 * that was altered, removed, added or moved breaks the chain at that place. Whoever keeps the last hash of an earlier chain can
 * tell that a later one grew out of it.
 */
public final class AuditChain {
    /** The hash that the first row of a tenant follows. */
    public static final String START = "0".repeat(64);

    private AuditChain() {}

    /** Returns an entry in its place behind the last row of its tenant, if there is one. */
    static AuditTrail.Row follow(Optional<AuditTrail.Row> last, AuditTrail.Entry entry) {
        String previous = last.map(AuditTrail.Row::hash).orElse(START);
        long number = last.map(AuditTrail.Row::number).orElse(0L) + 1;
        return new AuditTrail.Row(number, entry, previous, hash(previous, entry));
    }

    /**
     * Returns the first thing that is wrong with a chain, in words; empty if nothing is.
     *
     * @param start the hash that the first row has to follow
     * @param end the hash of the last row, so that rows cut off at the end show
     */
    public static Optional<String> verify(List<AuditTrail.Row> rows, String start, String end) {
        String before = start;
        long number = rows.isEmpty() ? 0 : rows.get(0).number() - 1;
        for (AuditTrail.Row row : rows) {
            number++;
            if (row.number() != number) {
                return Optional.of("row " + number + " is missing or was moved: row " + row.number() + " stands there");
            }
            if (!row.previous().equals(before)) {
                return Optional.of("row " + number + " does not follow the row before it");
            }
            if (!row.hash().equals(hash(before, row.entry()))) {
                return Optional.of("row " + number + " was altered");
            }
            before = row.hash();
        }
        return before.equals(end) ? Optional.empty() : Optional.of("rows at the end are missing");
    }

    /** Returns the hash of the last row, or what a first row would follow. */
    public static String head(List<AuditTrail.Row> rows, String start) {
        return rows.isEmpty() ? start : rows.get(rows.size() - 1).hash();
    }

    // Lengths stand before the fields, so that no two different entries have one text.
    private static String hash(String previous, AuditTrail.Entry e) {
        StringBuilder text = new StringBuilder(previous);
        for (String field : fields(e)) {
            text.append(field.length()).append(':').append(field);
        }
        return Sha256.hex(text.toString());
    }

    /** Returns the fields of an entry in the order in which its hash binds them. */
    public static List<String> fields(AuditTrail.Entry e) {
        return List.of(
                e.at().toString(),
                e.run(),
                e.policy(),
                Integer.toString(e.operation()),
                e.tenant(),
                e.identity(),
                e.account(),
                e.change(),
                e.rule(),
                e.fact(),
                e.approvedBy(),
                e.outcome());
    }
}
