// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds the rows of one commit to the trails of their tenants, however often the commit is tried. */
final class JdbcTrail {
    private final AuditChain chain;
    /** The first row that the last try added, if it added any. */
    private Optional<Row> first = Optional.empty();

    JdbcTrail(AuditChain chain) {
        this.chain = chain;
    }

    /** Returns whether an earlier try of this commit was kept: its row stands where it was put, with its random salts. */
    boolean isKept(Transaction transaction) throws SQLException {
        return first.isPresent()
                && transaction
                        .one(
                                "select hash from tenantry_audit where tenant = ? and num = ?",
                                row -> row.getString(1),
                                first.get().fact().tenant().value(),
                                first.get().number())
                        .filter(first.get().hash()::equals)
                        .isPresent();
    }

    /**
     * Adds rows, in this order for each tenant. Tenants are locked in the order of their ids, so that two commits never
     * wait for each other.
     */
    void add(Transaction transaction, List<Entry> entries) throws SQLException {
        SortedMap<TenantId, List<Entry>> byTenant = new TreeMap<>();
        entries.forEach(e -> byTenant.computeIfAbsent(e.fact().tenant(), t -> new ArrayList<>())
                .add(e));
        first = Optional.empty();
        for (Map.Entry<TenantId, List<Entry>> tenant : byTenant.entrySet()) {
            add(transaction, tenant.getKey(), tenant.getValue());
        }
    }

    private void add(Transaction transaction, TenantId tenant, List<Entry> entries) throws SQLException {
        Optional<Row> last = head(transaction, tenant);
        List<Row> added = new ArrayList<>();
        for (Entry entry : entries) {
            last = Optional.of(chain.follow(last, entry));
            last.ifPresent(added::add);
        }
        first = first.or(() -> added.stream().findFirst());
        transaction.batch(
                "insert into tenantry_audit (tenant, num, line, hash) values (?, ?, ?, ?)",
                added.stream()
                        .map(r -> new Object[] {tenant.value(), r.number(), r.line(), r.hash()})
                        .toList());
        transaction.batch(
                "insert into tenantry_opening (tenant, num, seal, salt, body) values (?, ?, ?, ?, ?)",
                added.stream().flatMap(r -> openings(r).stream()).toList());
        Row end = added.get(added.size() - 1);
        transaction.update(
                "update tenantry_head set num = ?, hash = ? where tenant = ?",
                end.number(),
                end.hash(),
                tenant.value());
    }

    private static List<Object[]> openings(Row row) {
        List<Object[]> openings = new ArrayList<>();
        for (int i = 0; i < row.seals().size(); i++) {
            Opening opening = row.seals().get(i).opening().orElseThrow();
            openings.add(new Object[] {
                row.fact().tenant().value(), row.number(), i, opening.salt(), AuditText.opening(opening)
            });
        }
        return openings;
    }

    /** Locks the end of a trail and returns its last row; of that row only number, hash and time are used. */
    private static Optional<Row> head(Transaction transaction, TenantId tenant) throws SQLException {
        transaction.update(
                "insert into tenantry_head as h (tenant, num, hash) values (?, 0, ?)"
                        + " on conflict (tenant) do update set num = h.num",
                tenant.value(),
                AuditChain.START);
        return transaction.one(
                "select a.line, a.hash from tenantry_head h join tenantry_audit a on a.tenant = h.tenant and"
                        + " a.num = h.num where h.tenant = ?",
                row -> AuditText.row(row.getString(1), row.getString(2), Map.of()),
                tenant.value());
    }
}
