// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.store.Journal;
import io.tenantry.store.StoreException.Kind;
import io.tenantry.store.StoreSummary;
import io.tenantry.store.StoreWrite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs, calls and what they remove. */
interface StoreJournal extends StoreClauses {
    /** Runs come in their order, the newest of them if there are more, and a run is one however often it begins. */
    @Test
    default void runsComeInTheirOrder() {
        for (int i = 1; i <= 3; i++) {
            Journal.Run run =
                    new Journal.Run("r" + i, "plan " + i, "policy", List.of("cto", "ciso"), NOON.plusSeconds(9 - i));
            commit(new StoreWrite.Begin(run));
            commit(new StoreWrite.Begin(run));
        }

        assertThat(store().runs(9)).extracting(Journal.Run::id).containsExactly("r1", "r2", "r3");
        assertThat(store().runs(2)).extracting(Journal.Run::id).containsExactly("r2", "r3");
        assertThat(store().runs(1).get(0).approvedBy()).containsExactly("cto", "ciso");
    }

    /** The summary counts links, and for each of the newest runs what its calls brought. */
    @Test
    default void summaryCountsTheCallsOfEachRun() {
        commit(
                new StoreWrite.Begin(new Journal.Run("old", "plan", "policy", List.of(), NOON)),
                new StoreWrite.Begin(new Journal.Run("run", "plan", "policy", List.of("cto"), NOON)),
                new StoreWrite.Begin(new Journal.Run("idle", "plan", "policy", List.of(), NOON)),
                StoreClauses.link("ana"));
        for (int i = 1; i <= 5; i++) {
            commit(StoreClauses.intend(i));
        }
        commit(
                StoreClauses.conclude(1, Journal.Result.DONE),
                StoreClauses.conclude(2, Journal.Result.DONE),
                StoreClauses.conclude(3, Journal.Result.FAILED));

        StoreSummary summary = store().summary(2);

        assertThat(summary.links()).isEqualTo(1);
        assertThat(summary.leases()).isEmpty();
        assertThat(summary.runs()).extracting(r -> r.run().id()).containsExactly("run", "idle");
        assertThat(summary.runs().get(0).calls()).isEqualTo(Map.of(Journal.Result.DONE, 2L, Journal.Result.FAILED, 1L));
        assertThat(summary.runs()).extracting(StoreSummary.Ran::open).containsExactly(2L, 0L);
        assertThat(summary.runs().get(1).ended()).isEmpty();
        assertThat(summary.runs().get(0).ended()).isPresent();
    }

    /** A plan was applied if a run of it began, also by a clock that is wrong. */
    @Test
    default void planIsAppliedOnceARunOfItHasBegun() {
        commit(new StoreWrite.Begin(new Journal.Run("r", "plan", "policy", List.of(), NOON)));
        commit(new StoreWrite.Begin(new Journal.Run("s", "next", "policy", List.of(), NOON.minusSeconds(600))));

        assertThat(store().isApplied("plan")).isTrue();
        assertThat(store().isApplied("next")).isTrue();
        assertThat(store().isApplied("another")).isFalse();
    }

    /** A call is open until its outcome is known and told; the calls come in their order. */
    @Test
    default void callIsOpenUntilItsOutcomeIsTold() {
        commit(StoreClauses.intend(1), StoreClauses.intend(2));
        commit(StoreClauses.intend(3), StoreClauses.intend(4), StoreClauses.intend(5));
        commit(
                StoreClauses.conclude(1, Journal.Result.FAILED),
                StoreClauses.conclude(2, Journal.Result.UNKNOWN),
                StoreClauses.conclude(3, Journal.Result.DONE),
                StoreClauses.conclude(4, Journal.Result.DONE));
        commit(new StoreWrite.Settle("run", List.of(3, 77)));

        assertThat(store().open())
                .extracting(c -> c.intent().number() + " "
                        + c.outcome().map(o -> o.result().name()).orElse("-"))
                .containsExactly("2 UNKNOWN", "4 DONE", "5 -");
        assertThat(store().open().get(1).intent()).isEqualTo(StoreClauses.intent(4));
    }

    /** A call keeps its entries until rows tell what it brought. */
    @Test
    default void entriesAreKeptUntilTheyAreTold() {
        commit(StoreClauses.intend(1));
        commit(StoreClauses.conclude(1, Journal.Result.UNKNOWN));
        assertThat(store().open().get(0).intent().entries())
                .isEqualTo(StoreClauses.intent(1).entries());

        commit(new StoreWrite.Settle("run", List.of(1)));

        assertThat(store().open().get(0).intent().entries()).isEmpty();
    }

    /** The same call a second time has no effect; another call under its number is refused. */
    @Test
    default void numberBelongsToOneCall() {
        commit(StoreClauses.intend(1, List.of(StoreClauses.removal(A, NOON))));
        commit(StoreClauses.intend(1, List.of(StoreClauses.removal(A, NOON))));
        assertThat(store().open()).hasSize(1);
        assertThat(store().removals(NOON)).hasSize(1);

        Journal.Intent other = new Journal.Intent("run", 1, List.of("another"), List.of(), NOON);
        StoreClauses.fails(Kind.REFUSED, () -> commit(new StoreWrite.Intend(other, List.of())));
        StoreClauses.fails(
                Kind.REFUSED,
                () -> commit(
                        StoreClauses.intend(2),
                        new StoreWrite.Intend(
                                new Journal.Intent("run", 2, List.of("another"), List.of(), NOON), List.of())));
    }

    /** An outcome needs a call, and a known outcome is final. */
    @Test
    default void knownOutcomeIsFinal() {
        StoreClauses.fails(Kind.REFUSED, () -> commit(StoreClauses.conclude(1, Journal.Result.DONE)));
        commit(StoreClauses.intend(1));
        commit(StoreClauses.conclude(1, Journal.Result.UNKNOWN));
        commit(StoreClauses.conclude(1, Journal.Result.DONE));

        commit(StoreClauses.conclude(1, Journal.Result.DONE));
        StoreClauses.fails(Kind.REFUSED, () -> commit(StoreClauses.conclude(1, Journal.Result.FAILED)));
        StoreClauses.fails(Kind.REFUSED, () -> commit(StoreClauses.conclude(1, Journal.Result.UNKNOWN)));
    }

    /** Removals count from the intention on, unless the call failed. */
    @Test
    default void removalsCountUnlessTheCallFailed() {
        for (int i = 1; i <= 4; i++) {
            commit(StoreClauses.intend(i, List.of(StoreClauses.removal(A, NOON.plusSeconds(i)))));
        }
        commit(
                StoreClauses.conclude(1, Journal.Result.FAILED),
                StoreClauses.conclude(2, Journal.Result.UNKNOWN),
                StoreClauses.conclude(3, Journal.Result.DONE));
        world().reopen();

        assertThat(store().removals(NOON))
                .containsExactlyInAnyOrder(
                        StoreClauses.removal(A, NOON.plusSeconds(2)),
                        StoreClauses.removal(A, NOON.plusSeconds(3)),
                        StoreClauses.removal(A, NOON.plusSeconds(4)));
        assertThat(store().removals(NOON.plusSeconds(3))).hasSize(2);
        assertThat(store().removals(NOON.plusSeconds(3).plusNanos(1_000))).hasSize(1);
    }

    /** Old runs, calls and removals are forgotten; what is open, with its run, and what is linked, noted or told is not. */
    @Test
    default void onlyWhatIsConcludedIsForgotten() {
        commit(
                new StoreWrite.Begin(new Journal.Run("over", "other plan", "policy", List.of(), NOON)),
                new StoreWrite.Begin(new Journal.Run("run", "plan", "policy", List.of(), NOON)),
                StoreClauses.link("ana"),
                new StoreWrite.Audit(List.of(StoreClauses.entry(A, "ana", NOON))));
        for (int i = 1; i <= 5; i++) {
            commit(StoreClauses.intend(i, List.of(StoreClauses.removal(A, NOON.plusSeconds(i)))));
        }
        commit(
                StoreClauses.conclude(1, Journal.Result.DONE),
                StoreClauses.conclude(2, Journal.Result.DONE),
                StoreClauses.conclude(3, Journal.Result.UNKNOWN),
                StoreClauses.conclude(4, Journal.Result.FAILED),
                new StoreWrite.Settle("run", List.of(1)));

        store().forget(NOON.plusSeconds(60));

        assertThat(store().runs(9)).extracting(Journal.Run::id).containsExactly("run");
        assertThat(store().open()).extracting(c -> c.intent().number()).containsExactly(2, 3, 5);
        assertThat(store().removals(NOON)).hasSize(3);
        assertThat(rows(A)).hasSize(1);

        commit(
                StoreClauses.conclude(3, Journal.Result.FAILED),
                StoreClauses.conclude(5, Journal.Result.FAILED),
                new StoreWrite.Settle("run", List.of(2, 3, 5)));
        store().forget(NOON.plusSeconds(60));

        assertThat(store().runs(9)).isEmpty();
    }
}
