// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class LeaseTableTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static void end(Tables tables, String name) {
        tables.write(
                transaction -> transaction.update("update demo_lease set expires = {now} - 1 where name = ?", name));
    }

    private static int guarded(Tables tables, LeaseTable leases, Lease lease) {
        return tables.write(transaction -> {
            int rows = transaction.update("update demo_item set n = n + 1");
            leases.check(transaction, lease);
            return rows;
        });
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void oneHolderHasItUntilItEndsAndTheNextHasAHigherFence(Place place) {
        try (place) {
            Tables tables = place.ready();
            LeaseTable leases = new LeaseTable(tables);

            Lease a = leases.acquire("org", "a", LONG);
            Lease again = leases.acquire("org", "a", LONG);
            Lease refused = leases.acquire("org", "b", LONG);
            end(tables, "org");
            Lease b = leases.acquire("org", "b", LONG);
            Lease late = leases.acquire("org", "a", LONG);

            assertThat(List.of(a.fence(), again.fence(), refused.fence(), b.fence(), late.fence()))
                    .containsExactly(1L, 1L, 1L, 2L, 2L);
            assertThat(refused.isOf("a")).isTrue();
            assertThat(b.isOf("b")).isTrue();
            assertThat(late.isOf("b")).isTrue();
            assertThat(List.of(a, again, refused, b, late))
                    .allSatisfy(lease -> assertThat(lease.left()).isBetween(Duration.ofSeconds(50), LONG));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void theSameHolderBeginsAfreshOnceItsLeaseHasEnded(Place place) {
        try (place) {
            Tables tables = place.ready();
            LeaseTable leases = new LeaseTable(tables);
            Lease first = leases.acquire("org", "a", LONG);
            end(tables, "org");

            assertThat(leases.renew(first, LONG)).isEmpty();
            Lease second = leases.acquire("org", "a", LONG);

            assertThat(second.fence()).isEqualTo(2);
            assertThat(leases.renew(first, LONG)).isEmpty();
            assertThat(leases.renew(second, Duration.ofSeconds(90)))
                    .hasValueSatisfying(left -> assertThat(left).isGreaterThan(LONG));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aReleasedLeaseIsFreeAndItsFenceGoesOn(Place place) {
        try (place) {
            Tables tables = place.ready();
            LeaseTable leases = new LeaseTable(tables);
            Lease a = leases.acquire("org", "a", LONG);

            leases.release(a);
            Lease b = leases.acquire("org", "b", LONG);
            leases.release(a);

            assertThat(b).returns("b", Lease::holder).returns(2L, Lease::fence);
            assertThat(leases.acquire("org", "c", LONG).holder()).isEqualTo("b");
            assertThat(leases.acquire("other org", "c", LONG).fence()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aWriteUnderALostLeaseIsTakenBack(Place place) {
        try (place) {
            Tables tables = place.ready();
            LeaseTable leases = new LeaseTable(tables);
            Lease ended = leases.acquire("org", "a", LONG);
            int first = guarded(tables, leases, ended);
            end(tables, "org");

            for (String holder : List.of("nobody", "b")) {
                if (holder.equals("b")) {
                    leases.acquire("org", "b", LONG);
                }
                assertThatThrownBy(() -> guarded(tables, leases, ended))
                        .hasMessageContaining("a no longer holds the lease org (fence 1). Nothing was written")
                        .asInstanceOf(type(DatabaseException.class))
                        .returns(Kind.FENCED, DatabaseException::kind);
            }

            List<Long> counts = tables.read(t -> t.list("select n from demo_item", row -> row.getLong(1)));
            assertThat(first).isEqualTo(1);
            assertThat(counts).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void endsAllLeasesForAProcessThatIsAlone(Place place) {
        try (place) {
            Tables tables = place.ready();
            LeaseTable leases = new LeaseTable(tables);
            leases.acquire("org", "dead", LONG);

            leases.releaseAll();

            assertThat(leases.acquire("org", "a", LONG))
                    .returns("a", Lease::holder)
                    .returns(2L, Lease::fence);
            assertThat(tables.database().isAlone()).isEqualTo(!place.isPostgres());
        }
    }

    @Test
    void aLeaseLastsALittleAtLeast() {
        try (Place place = Place.sqlite()) {
            LeaseTable leases = new LeaseTable(place.ready());

            for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(9), Duration.ofDays(400))) {
                assertThatThrownBy(() -> leases.acquire("org", "a", time)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Every row was written under a lease; no fence has rows of two holders, and no row is older than the one before. */
    @Test
    void twoHoldersThatHammerALeaseNeverShareAFence() throws Exception {
        try (Place place = Place.postgres();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(Postgres.source());
            pool.setMaximumPoolSize(2);
            Tables tables = place.ready(pool);
            tables.write(transaction ->
                    transaction.update("create table demo_row (id bigserial primary key, fence bigint, holder text)"));
            Map<String, CountDownLatch> enough = Map.of("a", new CountDownLatch(15), "b", new CountDownLatch(15));
            List<Thread> holders = new ArrayList<>();
            for (String name : enough.keySet()) {
                LeaseTable leases = new LeaseTable(tables);
                holders.add(new Thread(() -> {
                    while (enough.values().stream().anyMatch(latch -> latch.getCount() > 0)) {
                        Lease lease = leases.acquire("org", name, Duration.ofMillis(20));
                        while (lease.isOf(name) && row(tables, leases, lease)) {
                            enough.get(name).countDown();
                        }
                    }
                }));
            }

            holders.forEach(Thread::start);
            for (Thread holder : holders) {
                holder.join();
            }

            List<Lease> rows = tables.read(transaction -> transaction.list(
                    "select fence, holder from demo_row order by id",
                    row -> new Lease("org", row.getString(2), row.getLong(1), LONG)));
            assertThat(rows).extracting(Lease::fence).isSorted();
            assertThat(rows.stream()
                            .collect(Collectors.groupingBy(
                                    Lease::fence, Collectors.mapping(Lease::holder, Collectors.toSet()))))
                    .allSatisfy((fence, names) -> assertThat(names).hasSize(1));
            assertThat(rows).hasSizeGreaterThanOrEqualTo(30);
        }
    }

    private static boolean row(Tables tables, LeaseTable leases, Lease lease) {
        try {
            tables.write(transaction -> {
                transaction.update("insert into demo_row (fence, holder) values (?, ?)", lease.fence(), lease.holder());
                leases.check(transaction, lease);
                return true;
            });
            return true;
        } catch (DatabaseException e) {
            assertThat(e.kind()).isEqualTo(Kind.FENCED);
            return false;
        }
    }

    /** A node that is stopped between its check and its commit keeps the row locked, until the server ends it. */
    @Test
    void aHolderThatIsStoppedInsideItsTransactionIsTakenOverAndCommitsNothing() throws Exception {
        try (Place place = Place.postgres()) {
            Tables stopped = place.ready();
            LeaseTable leases = new LeaseTable(stopped);
            Lease a = leases.acquire("org", "a", Duration.ofMillis(300));
            CountDownLatch checked = new CountDownLatch(1);
            CountDownLatch wakes = new CountDownLatch(1);
            List<Kind> ended = new ArrayList<>();
            Thread node = new Thread(() -> {
                try {
                    stopped.write(transaction -> {
                        transaction.update("update demo_item set n = n + 1");
                        leases.check(transaction, a);
                        checked.countDown();
                        await(wakes);
                        return true;
                    });
                } catch (DatabaseException e) {
                    ended.add(e.kind());
                }
            });

            node.start();
            checked.await();
            LeaseTable others = new LeaseTable(place.open(place.source()));
            Lease b = others.acquire("org", "b", LONG);
            wakes.countDown();
            node.join();

            assertThat(b).returns("b", Lease::holder).returns(2L, Lease::fence);
            assertThat(ended).containsExactly(Kind.FENCED);
            List<Long> counts = stopped.read(t -> t.list("select n from demo_item", row -> row.getLong(1)));
            assertThat(counts).containsExactly(0L);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRowThatStaysLockedIsReportedAndNotWaitedForWithoutEnd() throws Exception {
        try (Place place = Place.postgres()) {
            LeaseTable leases = new LeaseTable(place.ready());
            leases.acquire("org", "a", Duration.ofMillis(1));
            try (Connection admin = place.source().getConnection()) {
                admin.setAutoCommit(false);
                try (var statement = admin.createStatement()) {
                    statement.execute("lock table " + place.schema() + ".demo_lease");
                }

                assertThatThrownBy(() -> leases.acquire("org", "b", LONG))
                        .hasMessageContaining("another transaction keeps the rows locked")
                        .asInstanceOf(type(DatabaseException.class))
                        .returns(Kind.UNAVAILABLE, DatabaseException::kind);
            }
        }
    }
}
