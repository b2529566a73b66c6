// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.AuditChain;
import io.tenantry.store.Baseline;
import io.tenantry.store.Held;
import io.tenantry.store.Journal;
import io.tenantry.store.Mark;
import io.tenantry.store.StoreException.Kind;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A commit writes everything or nothing, in order, durably; links and marks. */
interface StoreCommits extends StoreClauses {
    /** Nothing of a commit is stored if one of its writes is refused, wherever that stands. */
    @Test
    default void refusedWriteLeavesNothingOfItsCommit() {
        StoreWrite refused = StoreClauses.conclude(99, Journal.Result.DONE);
        List<StoreWrite> good = List.of(
                new StoreWrite.Begin(new Journal.Run("run", "plan", "policy", List.of("cto"), NOON)),
                StoreClauses.intend(1, List.of(StoreClauses.removal(A, NOON))),
                StoreClauses.link("ana"),
                new StoreWrite.Marked(new AccountId("x"), new Mark(Optional.of("ana"))),
                new StoreWrite.Keep(new Baseline.SourceSize("hr", 7)),
                new StoreWrite.Audit(List.of(StoreClauses.entry(A, "ana", NOON))));
        for (int at = 0; at <= good.size(); at++) {
            List<StoreWrite> writes = new ArrayList<>(good);
            writes.add(at, refused);

            StoreClauses.fails(Kind.REFUSED, () -> store().commit(writes));
        }
        world().reopen();
        assertThat(store().runs(9)).isEmpty();
        assertThat(store().open()).isEmpty();
        assertThat(store().removals(NOON)).isEmpty();
        assertThat(store().accounts(List.of(new IdentityId("ana")))).isEmpty();
        assertThat(store().marks(List.of(new AccountId("x")))).isEmpty();
        assertThat(store().notes().all()).isEmpty();
        assertThat(rows(A)).isEmpty();
    }

    /** The writes of one commit take effect in their order. */
    @Test
    default void writesTakeEffectInTheirOrder() {
        commit(StoreClauses.link("ana"), new StoreWrite.Unlink(new IdentityId("ana")), StoreClauses.link("bob"));

        assertThat(links()).containsOnlyKeys(new IdentityId("bob"));
    }

    /** Links, marks and what the journal holds are there after the store was opened again. */
    @Test
    default void everythingIsThereAfterReopening() {
        commit(
                StoreClauses.link("ana"),
                new StoreWrite.Marked(new AccountId("account of ana"), new Mark(Optional.empty())),
                StoreClauses.intend(1, List.of(StoreClauses.removal(A, NOON))),
                new StoreWrite.Keep(new Baseline.SourceSize("hr", 7)),
                new StoreWrite.Audit(List.of(StoreClauses.entry(A, "ana", NOON))));

        world().reopen();

        assertThat(links()).isEqualTo(Map.of(new IdentityId("ana"), new AccountId("account of ana")));
        assertThat(store().marks(List.of(new AccountId("account of ana"))))
                .isEqualTo(Map.of(new AccountId("account of ana"), new Mark(Optional.empty())));
        assertThat(store().open()).containsExactly(new Journal.Call(StoreClauses.intent(1), Optional.empty()));
        assertThat(store().removals(NOON)).containsExactly(StoreClauses.removal(A, NOON));
        assertThat(store().notes().sourceSize("hr")).isEqualTo(7);
        assertThat(rows(A)).hasSize(1);
    }

    /** A link replaces the links that either side had before. */
    @Test
    default void linkReplacesTheLinksOfBoth() {
        IdentityId ana = new IdentityId("ana");
        IdentityId bob = new IdentityId("bob");
        commit(StoreClauses.link("ana"), StoreClauses.link("bob"));

        commit(new StoreWrite.Link(ana, new AccountId("account of bob")));

        assertThat(links()).isEqualTo(Map.of(ana, new AccountId("account of bob")));
        assertThat(store().accounts(List.of(ana, bob))).isEqualTo(links());
        assertThat(store().identities(List.of(new AccountId("account of bob"), new AccountId("account of ana"))))
                .isEqualTo(Map.of(new AccountId("account of bob"), ana));
    }

    /** A person who is unlinked takes the mark of the account along; one who is linked again keeps it. */
    @Test
    default void markEndsWithItsLink() {
        AccountId account = new AccountId("account of ana");
        commit(StoreClauses.link("ana"), new StoreWrite.Marked(account, Mark.of(new IdentityId("ana"))));
        commit(StoreClauses.link("ana"));
        assertThat(store().marks(List.of(account))).hasSize(1);

        commit(new StoreWrite.Unlink(new IdentityId("ana")), new StoreWrite.Unlink(new IdentityId("nobody")));

        assertThat(store().marks(List.of(account))).isEmpty();
    }

    /** Ids are compared letter by letter: neither case, nor white space, nor the form of an accent makes two one. */
    @Test
    default void idsAreComparedLetterByLetter() {
        List<String> names =
                List.of("a", "A", "a ", " a", "\u00e9", "e\u0301", "ss", "\u00df", "'; drop table x --", "\\");
        names.forEach(n -> commit(StoreClauses.link(n)));

        world().reopen();

        assertThat(links()).hasSize(names.size());
        names.forEach(n -> assertThat(store().accounts(List.of(new IdentityId(n))))
                .isEqualTo(Map.of(new IdentityId(n), new AccountId("account of " + n))));
    }

    /** Many ids can be asked for at once, none too. */
    @Test
    default void manyIdsAreAskedForAtOnce() {
        List<IdentityId> people = new ArrayList<>();
        List<StoreWrite> writes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            people.add(new IdentityId("p" + i));
            writes.add(StoreClauses.link("p" + i));
        }
        store().commit(writes);

        assertThat(store().accounts(people)).hasSize(3_000);
        assertThat(store().identities(store().accounts(people).values())).hasSize(3_000);
        assertThat(store().accounts(List.of())).isEmpty();
        assertThat(store().identities(List.of())).isEmpty();
        assertThat(store().marks(List.of())).isEmpty();
    }

    /** A thread that is interrupted can use the store, and stays interrupted. */
    @Test
    default void interruptedThreadWritesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            commit(StoreClauses.link("ana"));
            assertThat(links()).hasSize(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        commit(StoreClauses.link("bob"));
        assertThat(links()).hasSize(2);
    }

    /** Several threads write at once: no row is lost and no chain forks. */
    @Test
    default void threadsShareOneChain() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String person = "p" + i;
                done.add(pool.submit(() -> {
                    start.await();
                    for (int k = 0; k < 10; k++) {
                        commit(
                                StoreClauses.link(person + "-" + k),
                                new StoreWrite.Audit(List.of(
                                        StoreClauses.entry(A, person, NOON), StoreClauses.entry(B, person, NOON))));
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(links()).hasSize(threads * 10);
        assertThat(rows(A)).hasSize(threads * 10);
        assertThat(AuditChain.check(rows(A), AuditChain.START, AuditChain.head(rows(A), ""))
                        .findings())
                .isEmpty();
        assertThat(rows(B)).hasSize(threads * 10);
    }

    /** A key that some database would change or refuse is refused by every store, before anything is written. */
    @Test
    default void keyThatADatabaseWouldChangeIsRefused() {
        for (String bad : List.of("a\0", "a\ud800", "\udc00a", "a\nb", "x".repeat(513), "\u00e9".repeat(257))) {
            for (StoreWrite write : List.<StoreWrite>of(
                    new StoreWrite.Begin(new Journal.Run(bad, "plan", "policy", List.of(), NOON)),
                    new StoreWrite.Begin(new Journal.Run("run", bad, "policy", List.of(), NOON)),
                    new StoreWrite.Begin(new Journal.Run("run", "plan", bad, List.of(), NOON)),
                    new StoreWrite.Intend(new Journal.Intent(bad, 1, List.of(), List.of(), NOON), List.of()),
                    new StoreWrite.Settle(bad, List.of(1)),
                    new StoreWrite.Marked(new AccountId("x"), new Mark(Optional.of(bad))),
                    new StoreWrite.Keep(new Baseline.SourceSize(bad.repeat(3), 7)),
                    new StoreWrite.Drop("source-size", bad.repeat(3)))) {
                StoreClauses.fails(Kind.REFUSED, () -> store().commit(List.of(StoreClauses.link("ana"), write)));
            }
            StoreClauses.fails(Kind.REFUSED, () -> store().acquire("lease " + bad, "node", Duration.ofMinutes(1)));
            StoreClauses.fails(Kind.REFUSED, () -> store().acquire("lease", bad, Duration.ofMinutes(1)));
        }
        assertThat(links()).isEmpty();
        assertThat(store().notes().all()).isEmpty();
    }

    /** A text that is no key comes back with all its characters, the detail of an outcome with the harmless ones. */
    @Test
    default void anyTextThatIsNoKeyComesBack() {
        String odd = "a\0\ud800 \udc00\ud83d\ude00\u00e9\n\\u0000" + "x".repeat(6_000);
        Held.All held = new Held.All(List.of(new Held("p", "limit", Optional.of(A), 3, odd, NOON)));
        Journal.Intent intent =
                new Journal.Intent("run", 1, List.of(odd), List.of(StoreClauses.entry(A, "ana", odd, NOON)), NOON);
        Journal.Conclusion outcome = new Journal.Conclusion("run", 1, Journal.Result.UNKNOWN, odd, NOON);
        commit(
                new StoreWrite.Begin(new Journal.Run("run", "plan", "policy", List.of(odd), NOON)),
                new StoreWrite.Intend(intent, List.of()),
                new StoreWrite.Conclude(outcome),
                new StoreWrite.Audit(intent.entries()),
                new StoreWrite.Keep(held));

        world().reopen();

        assertThat(store().runs(1).get(0).approvedBy()).containsExactly(odd);
        assertThat(store().open()).containsExactly(new Journal.Call(intent, Optional.of(outcome)));
        assertThat(store().notes().all()).containsExactly(held);
        assertThat(rows(A))
                .extracting(r -> r.why().orElseThrow().detail(), r -> r.fact().about())
                .containsExactly(tuple(odd, odd));
        assertThat(AuditChain.check(rows(A), AuditChain.START, AuditChain.head(rows(A), ""))
                        .findings())
                .isEmpty();
    }

    private Map<IdentityId, AccountId> links() {
        Map<IdentityId, AccountId> links = new HashMap<>();
        store().links(links::put);
        return links;
    }
}
