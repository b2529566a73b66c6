// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.internal.jdbc.Work;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a store reads from its tables. */
final class JdbcReads {
    private static final int IDS_AT_ONCE = 200;

    private JdbcReads() {}

    static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static String texts(List<String> texts) {
        return new Json().putAll("all", texts.stream()).toString();
    }

    private static List<String> texts(String text) {
        return Json.of(text).texts("all", t -> t);
    }

    static String entries(List<Entry> entries) {
        return new Json()
                .putEach("all", entries.stream().map(AuditText::entry).toList())
                .toString();
    }

    private static List<Entry> entries(Optional<String> text) {
        return text.map(t -> Json.of(t).objects("all", AuditText::entry)).orElse(List.of());
    }

    static Work<Boolean> links(BiConsumer<IdentityId, AccountId> each) {
        return transaction -> {
            transaction.each(
                    "select identity, account from tenantry_link",
                    row -> each.accept(new IdentityId(row.getString(1)), new AccountId(row.getString(2))));
            return true;
        };
    }

    static Work<Map<IdentityId, AccountId>> accounts(Collection<IdentityId> of) {
        return transaction -> {
            Map<IdentityId, AccountId> found = new HashMap<>();
            among(
                    transaction,
                    "select identity, account from tenantry_link where identity",
                    of,
                    IdentityId::value,
                    row -> found.put(new IdentityId(row.getString(1)), new AccountId(row.getString(2))));
            return found;
        };
    }

    static Work<Map<AccountId, IdentityId>> identities(Collection<AccountId> of) {
        return transaction -> {
            Map<AccountId, IdentityId> found = new HashMap<>();
            among(
                    transaction,
                    "select account, identity from tenantry_link where account",
                    of,
                    AccountId::value,
                    row -> found.put(new AccountId(row.getString(1)), new IdentityId(row.getString(2))));
            return found;
        };
    }

    static Work<Map<AccountId, Mark>> marks(Collection<AccountId> of) {
        return transaction -> {
            Map<AccountId, Mark> found = new HashMap<>();
            among(
                    transaction,
                    "select account, external_id from tenantry_mark where account",
                    of,
                    AccountId::value,
                    row -> found.put(new AccountId(row.getString(1)), new Mark(Optional.ofNullable(row.getString(2)))));
            return found;
        };
    }

    // Two texts of statements serve any number of ids: the last id fills the list up.
    private static <T> void among(
            Transaction transaction,
            String select,
            Collection<T> ids,
            Function<T, String> value,
            Transaction.EachRow each)
            throws SQLException {
        List<String> all = ids.stream().map(value).distinct().toList();
        for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE));
            int room = some.size() == 1 ? 1 : IDS_AT_ONCE;
            List<String> filled = new ArrayList<>(some);
            filled.addAll(Collections.nCopies(room - some.size(), some.get(some.size() - 1)));
            String marks = String.join(",", Collections.nCopies(room, "?"));
            transaction.each(select + " in (" + marks + ")", each, filled.toArray());
        }
    }

    static Work<List<Journal.Call>> open() {
        return transaction -> transaction.list(
                "select run, num, what, entries, intended, result, detail, concluded from tenantry_call"
                        + " where result is null or result = 'UNKNOWN' or settled = 0 order by seq, run, num",
                JdbcReads::call);
    }

    private static Journal.Call call(ResultSet row) throws SQLException {
        Journal.Intent intent = new Journal.Intent(
                row.getString(1),
                row.getInt(2),
                texts(row.getString(3)),
                entries(Optional.ofNullable(row.getString(4))),
                instant(row.getLong(5)));
        String result = row.getString(6);
        return new Journal.Call(
                intent,
                result == null
                        ? Optional.empty()
                        : Optional.of(new Journal.Conclusion(
                                intent.run(),
                                intent.number(),
                                Journal.Result.valueOf(result),
                                row.getString(7),
                                instant(row.getLong(8)))));
    }

    /** Returns all recorded calls, as they were intended. */
    static Work<List<Journal.Intent>> intents() {
        return transaction -> transaction.list(
                "select run, num, what, entries, intended, result, detail, concluded from tenantry_call",
                row -> call(row).intent());
    }

    static Work<List<Journal.Run>> runs(int newest) {
        return transaction -> {
            List<Journal.Run> runs = new ArrayList<>(transaction.list(
                    "select id, plan, policy, approved_by, started from tenantry_run order by seq desc, id limit ?",
                    row -> new Journal.Run(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            texts(row.getString(4)),
                            instant(row.getLong(5))),
                    newest));
            Collections.reverse(runs);
            return runs;
        };
    }

    static Work<StoreSummary> summary(int newest, List<StoreSummary.Taken> leases) {
        return transaction -> {
            List<StoreSummary.Ran> ran = new ArrayList<>();
            for (Journal.Run run : runs(newest).in(transaction)) {
                ran.add(ran(transaction, run));
            }
            return new StoreSummary(
                    (int) number(transaction, "select version from tenantry_schema"),
                    number(transaction, "select {size}"),
                    number(transaction, "select count(*) from tenantry_link"),
                    ran,
                    leases);
        };
    }

    private static long number(Transaction transaction, String query) throws SQLException {
        return transaction.one(query, row -> row.getLong(1)).orElse(0L);
    }

    private static StoreSummary.Ran ran(Transaction transaction, Journal.Run run) throws SQLException {
        Map<Journal.Result, Long> calls = new EnumMap<>(Journal.Result.class);
        List<Long> open = new ArrayList<>();
        List<Instant> ended = new ArrayList<>();
        transaction.each(
                "select result, count(*), max(concluded) from tenantry_call where run = ? group by result",
                row -> {
                    String result = row.getString(1);
                    if (result == null) {
                        open.add(row.getLong(2));
                    } else {
                        calls.put(Journal.Result.valueOf(result), row.getLong(2));
                        ended.add(instant(row.getLong(3)));
                    }
                },
                run.id());
        return new StoreSummary.Ran(
                run,
                calls,
                open.stream().mapToLong(o -> o).sum(),
                ended.stream().max(Comparator.naturalOrder()));
    }

    static Work<Boolean> isApplied(String plan) {
        return transaction -> transaction
                .one("select 1 from tenantry_run where plan = ? limit 1", row -> true, plan)
                .isPresent();
    }

    static Work<List<Removal>> removals(Instant since) {
        return transaction -> transaction.list(
                "select run, tenant, division, kind, count, at from tenantry_removal where at >= ?",
                row -> new Removal(
                        row.getString(1),
                        new TenantId(row.getString(2)),
                        Optional.ofNullable(row.getString(3)).map(DivisionId::new),
                        LimitKind.valueOf(row.getString(4)),
                        row.getInt(5),
                        instant(row.getLong(6))),
                micros(since));
    }

    static Work<Boolean> audit(TenantId tenant, long after, Consumer<Row> each) {
        return transaction -> {
            Gathered gathered = new Gathered(each);
            transaction.each(
                    "select a.line, a.hash, o.seal, o.salt, o.body from tenantry_audit a left join tenantry_opening o"
                            + " on o.tenant = a.tenant and o.num = a.num where a.tenant = ? and a.num > ?"
                            + " order by a.num, o.seal",
                    gathered,
                    tenant.value(),
                    after);
            gathered.end();
            return true;
        };
    }

    /** Puts the clear texts of a row together, which come one by one. */
    private static final class Gathered implements Transaction.EachRow {
        private final Consumer<Row> each;
        private final Map<Integer, Opening> openings = new HashMap<>();
        private String line = "";
        private String hash = "";

        Gathered(Consumer<Row> each) {
            this.each = each;
        }

        @Override
        public void take(ResultSet row) throws SQLException {
            if (!row.getString(2).equals(hash)) {
                end();
                line = row.getString(1);
                hash = row.getString(2);
            }
            String salt = row.getString(4);
            if (salt != null) {
                openings.put(row.getInt(3), AuditText.opening(salt, row.getString(5)));
            }
        }

        void end() {
            if (!hash.isEmpty()) {
                each.accept(AuditText.row(line, hash, openings));
                openings.clear();
            }
        }
    }
}
