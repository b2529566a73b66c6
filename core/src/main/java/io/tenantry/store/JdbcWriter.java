// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.DatabaseException;
import io.tenantry.internal.jdbc.DatabaseException.Kind;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.store.AuditTrail.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out the writes of one commit in one transaction. */
final class JdbcWriter implements StoreWrite.Cases {
    private final Transaction transaction;
    private final JdbcTrail trail;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<IdentityId, AccountId> links = new LinkedHashMap<>();
    private @Nullable SQLException failure;

    JdbcWriter(Transaction transaction, JdbcTrail trail) {
        this.transaction = transaction;
        this.trail = trail;
    }

    void write(StoreWrite write) throws SQLException {
        write.match(this);
        check();
    }

    /** Writes what was gathered, links and rows of trails, in few round trips. */
    void end() throws SQLException {
        linkAll();
        check();
        if (!entries.isEmpty()) {
            trail.add(transaction, entries);
        }
    }

    private void check() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    /** A statement; its failure is thrown once the case has returned. */
    @FunctionalInterface
    private interface Statement {
        void run() throws SQLException;
    }

    private void run(Statement statement) {
        try {
            statement.run();
        } catch (SQLException e) {
            failure = e;
        }
    }

    private void update(String sql, @Nullable Object... values) {
        run(() -> transaction.update(sql, values));
    }

    @Override
    public void begin(Journal.Run run) {
        update(
                "insert into tenantry_run (id, seq, plan, policy, approved_by, started) values (?,"
                        + " (select coalesce(max(seq), 0) + 1 from tenantry_run), ?, ?, ?, ?)"
                        + " on conflict (id) do nothing",
                run.id(),
                run.plan(),
                run.policyHash(),
                JdbcReads.texts(run.approvedBy()),
                JdbcReads.micros(run.startedAt()));
    }

    @Override
    public void intend(Journal.Intent intent, List<Removal> removals) {
        run(() -> {
            String what = JdbcReads.texts(intent.what());
            int added = transaction.update(
                    "insert into tenantry_call (run, num, seq, what, entries, intended, settled) values (?, ?,"
                            + " (select coalesce(max(seq), 0) + 1 from tenantry_call), ?, ?, ?, 0)"
                            + " on conflict (run, num) do nothing",
                    intent.run(),
                    intent.number(),
                    what,
                    JdbcReads.entries(intent.entries()),
                    JdbcReads.micros(intent.at()));
            if (added == 0) {
                refuseAnother(intent, what);
            } else {
                count(intent, removals);
            }
        });
    }

    private void refuseAnother(Journal.Intent intent, String what) throws SQLException {
        boolean same = transaction
                .one(
                        "select what from tenantry_call where run = ? and num = ? and intended = ?",
                        row -> row.getString(1).equals(what),
                        intent.run(),
                        intent.number(),
                        JdbcReads.micros(intent.at()))
                .orElse(false);
        if (!same) {
            throw new DatabaseException(
                    Kind.REFUSED, "call " + intent.number() + " of run " + intent.run() + " is another call");
        }
    }

    private void count(Journal.Intent intent, List<Removal> removals) throws SQLException {
        for (Removal removal : removals) {
            transaction.update(
                    "insert into tenantry_removal (run, num, tenant, division, kind, count, at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    intent.run(),
                    intent.number(),
                    removal.tenant().value(),
                    removal.division().map(DivisionId::value).orElse(null),
                    removal.kind().name(),
                    removal.count(),
                    JdbcReads.micros(removal.at()));
        }
    }

    @Override
    public void conclude(Journal.Conclusion conclusion) {
        run(() -> {
            int changed = transaction.update(
                    "update tenantry_call set result = ?, detail = ?, concluded = ? where run = ? and num = ? and"
                            + " (result is null or result = 'UNKNOWN' or result = ?)",
                    conclusion.result().name(),
                    conclusion.detail(),
                    JdbcReads.micros(conclusion.at()),
                    conclusion.run(),
                    conclusion.number(),
                    conclusion.result().name());
            if (changed == 0) {
                throw new DatabaseException(
                        Kind.REFUSED,
                        "call " + conclusion.number() + " of run " + conclusion.run()
                                + " was not recorded before, or has another outcome than " + conclusion.result());
            }
            if (conclusion.result() == Journal.Result.FAILED) {
                transaction.update(
                        "delete from tenantry_removal where run = ? and num = ?",
                        conclusion.run(),
                        conclusion.number());
            }
            if (conclusion.result() == Journal.Result.FAILED || conclusion.result() == Journal.Result.SUPERSEDED) {
                settle(conclusion.run(), List.of(conclusion.number()));
            }
        });
    }

    @Override
    public void audit(List<Entry> more) {
        entries.addAll(more);
    }

    @Override
    public void settle(String run, List<Integer> calls) {
        run(() -> transaction.batch(
                "update tenantry_call set entries = null, settled = 1 where run = ? and num = ?",
                calls.stream().map(n -> new Object[] {run, n}).toList()));
    }

    // Two links in a row that share a side take effect in their order.
    @Override
    public void link(IdentityId identity, AccountId account) {
        if (links.containsKey(identity) || links.containsValue(account)) {
            linkAll();
        }
        links.put(identity, account);
    }

    private void linkAll() {
        if (links.isEmpty()) {
            return;
        }
        List<Object[]> pairs = links.entrySet().stream()
                .map(e -> new Object[] {e.getKey().value(), e.getValue().value()})
                .toList();
        links.clear();
        run(() -> {
            transaction.batch(
                    "delete from tenantry_mark where account in"
                            + " (select account from tenantry_link where identity = ? and account <> ?)",
                    pairs);
            transaction.batch(
                    "delete from tenantry_link where (identity = ? and account <> ?) or (account = ? and identity <> ?)",
                    pairs.stream()
                            .map(p -> new Object[] {p[0], p[1], p[1], p[0]})
                            .toList());
            transaction.batch(
                    "insert into tenantry_link (identity, account) values (?, ?) on conflict do nothing", pairs);
        });
    }

    @Override
    public void unlink(IdentityId identity) {
        linkAll();
        update(
                "delete from tenantry_mark where account in (select account from tenantry_link where identity = ?)",
                identity.value());
        update("delete from tenantry_link where identity = ?", identity.value());
    }

    @Override
    public void mark(AccountId account, Mark mark) {
        linkAll();
        update(
                "insert into tenantry_mark (account, external_id) values (?, ?)"
                        + " on conflict (account) do update set external_id = excluded.external_id",
                account.value(),
                mark.externalId().orElse(null));
    }

    @Override
    public void keep(Note note) {
        update(
                "insert into tenantry_note (kind, name, value) values (?, ?, ?)"
                        + " on conflict (kind, name) do update set value = excluded.value",
                note.kind(),
                note.name(),
                note.text());
    }

    @Override
    public void drop(String kind, String name) {
        update("delete from tenantry_note where kind = ? and name = ?", kind, name);
    }
}
