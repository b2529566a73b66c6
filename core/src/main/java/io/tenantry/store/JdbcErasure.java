// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forgets a person in one transaction. */
final class JdbcErasure {
    private final Transaction transaction;
    private final AuditChain chain;

    JdbcErasure(Transaction transaction, AuditChain chain) {
        this.transaction = transaction;
        this.chain = chain;
    }

    int erase(Erasure erasure) throws SQLException {
        Erasure whole = erasure.widened(List.<Row>of().stream(), linked(erasure.identity()));
        for (TenantId tenant : tenants()) {
            List<Row> named = new ArrayList<>();
            JdbcReads.audit(
                            tenant,
                            0,
                            row -> row.who()
                                    .filter(w -> w.identity()
                                            .equals(erasure.identity().value()))
                                    .ifPresent(w -> named.add(row)))
                    .in(transaction);
            whole = whole.widened(named.stream(), Optional.empty());
        }
        forgetLinks(whole.identity());
        redact(whole);
        int erased = 0;
        for (TenantId tenant : tenants()) {
            erased += erase(tenant, whole);
        }
        return erased;
    }

    private Optional<AccountId> linked(IdentityId identity) throws SQLException {
        return Optional.ofNullable(
                JdbcReads.accounts(List.of(identity)).in(transaction).get(identity));
    }

    private List<TenantId> tenants() throws SQLException {
        return transaction.list(
                "select tenant from tenantry_head order by tenant", row -> new TenantId(row.getString(1)));
    }

    private void forgetLinks(IdentityId identity) throws SQLException {
        transaction.update(
                "delete from tenantry_mark where external_id = ? or account in"
                        + " (select account from tenantry_link where identity = ?)",
                identity.value(),
                identity.value());
        transaction.update("delete from tenantry_link where identity = ?", identity.value());
    }

    // Only calls whose rows are not written yet keep entries; the lines of all calls hold ids.
    private void redact(Erasure whole) throws SQLException {
        for (Note note : new ParsedNotes().in(transaction)) {
            Optional<Note> left = note.without(whole);
            if (left.isEmpty()) {
                transaction.update("delete from tenantry_note where kind = ? and name = ?", note.kind(), note.name());
            } else if (!left.get().equals(note)) {
                transaction.update(
                        "update tenantry_note set value = ? where kind = ? and name = ?",
                        left.get().text(),
                        note.kind(),
                        note.name());
            }
        }
        for (Journal.Run run : JdbcReads.runs(Integer.MAX_VALUE).in(transaction)) {
            Journal.Run left = run.without(whole);
            if (!left.equals(run)) {
                transaction.update(
                        "update tenantry_run set approved_by = ? where id = ?",
                        JdbcReads.texts(left.approvedBy()),
                        run.id());
            }
        }
        for (Journal.Intent intent : JdbcReads.intents().in(transaction)) {
            Journal.Intent left = intent.without(whole);
            if (!left.equals(intent)) {
                transaction.update(
                        "update tenantry_call set what = ?, entries = ? where run = ? and num = ?",
                        JdbcReads.texts(left.what()),
                        JdbcReads.entries(left.entries()),
                        intent.run(),
                        intent.number());
            }
        }
    }

    private int erase(TenantId tenant, Erasure whole) throws SQLException {
        List<Place> places = new ArrayList<>();
        List<Row> last = new ArrayList<>(1);
        JdbcReads.audit(tenant, 0, row -> {
                    places.addAll(whole.places(List.of(row)));
                    last.clear();
                    last.add(row);
                })
                .in(transaction);
        if (places.isEmpty()) {
            return 0;
        }
        transaction.batch(
                "delete from tenantry_opening where tenant = ? and num = ? and seal = ?",
                places.stream()
                        .map(p -> new Object[] {tenant.value(), p.row(), p.seal()})
                        .toList());
        Entry announcement = whole.announcement(last.get(0), places);
        new JdbcTrail(chain).add(transaction, List.of(announcement));
        return places.size();
    }
}
