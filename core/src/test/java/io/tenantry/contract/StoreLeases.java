// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.IdentityId;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.StoreException.Kind;
import io.tenantry.store.StoreSummary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases, and commits that only their holder may make. */
interface StoreLeases extends StoreClauses {
    Duration LONG = Duration.ofMinutes(5);
    Duration SHORT = Duration.ofMillis(50);

    /** One holder has a lease; the others hear whose it is and how long. */
    @Test
    default void leaseHasOneHolder() {
        Lease one = store().acquire("apply o", "one", LONG);
        Lease other = store().acquire("apply o", "two", LONG);

        assertThat(one.fence()).isPresent();
        assertThat(one.left()).isBetween(LONG.minusSeconds(30), LONG);
        assertThat(other.fence()).isEmpty();
        assertThat(other.holder()).isEqualTo("one");
        assertThat(other.left()).isBetween(LONG.minusSeconds(30), LONG);
        assertThat(store().acquire("apply another", "two", LONG).fence()).isPresent();
    }

    /** A holder that asks again, or renews, keeps its fence and gets the whole time. */
    @Test
    default void holderKeepsItsFence() {
        Fence fence = take("one", Duration.ofMinutes(1));

        assertThat(take("one", LONG)).isEqualTo(fence);
        assertThat(store().renew(fence, LONG).orElseThrow()).isBetween(LONG.minusSeconds(30), LONG);
        assertThat(store().acquire("apply o", "two", LONG).left()).isGreaterThan(Duration.ofMinutes(2));
    }

    /** The fence grows with each change of holder and never starts again. */
    @Test
    default void fenceGrowsWithEachChangeOfHolder() {
        Fence first = take("one", LONG);
        store().release(first);
        Fence second = take("two", LONG);
        store().release(second);
        world().reopen();
        Fence third = take("one", LONG);

        assertThat(List.of(first.number(), second.number(), third.number()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** A lease that ran out belongs to nobody: it is not renewed, and another holder gets it. */
    @Test
    default void leaseThatRanOutIsLost() {
        Fence first = take("one", SHORT);
        world().pass(SHORT.multipliedBy(2));

        assertThat(store().renew(first, LONG)).isEmpty();
        StoreClauses.fails(Kind.FENCED, () -> store().commit(first, List.of(StoreClauses.intend(1))));
        Fence second = take("two", LONG);
        assertThat(second.number()).isGreaterThan(first.number());
        store().release(first);
        assertThat(store().acquire("apply o", "three", LONG).holder()).isEqualTo("two");
        assertThat(store().renew(first, LONG)).isEmpty();
    }

    /** The summary names the leases that have not ended, and how long they last, and so does the list of leases. */
    @Test
    default void summaryNamesTheLeasesThatHold() {
        store().release(store().acquire("apply released", "zero", LONG).fence().orElseThrow());
        store().acquire("apply ended", "late", SHORT);
        take("one", LONG);
        world().pass(SHORT.multipliedBy(2));

        for (List<StoreSummary.Taken> leases : List.of(store().summary(1).leases(), store().leases())) {
            assertThat(leases).singleElement().satisfies(l -> {
                assertThat(l.name()).isEqualTo("apply o");
                assertThat(l.holder()).isEqualTo("one");
                assertThat(l.left()).isPositive().isLessThanOrEqualTo(LONG);
            });
        }
    }

    /** A holder that comes back after its time gets another fence. */
    @Test
    default void holderThatComesBackLateGetsAnotherFence() {
        Fence first = take("one", SHORT);
        world().pass(SHORT.multipliedBy(2));

        assertThat(take("one", LONG).number()).isGreaterThan(first.number());
    }

    /** Under a fence only its holder writes; others write nothing, not even a part. */
    @Test
    default void onlyTheHolderWritesUnderAFence() {
        Fence first = take("one", LONG);
        store().commit(first, List.of(StoreClauses.intend(1)));
        store().release(first);

        StoreClauses.fails(
                Kind.FENCED, () -> store().commit(first, List.of(StoreClauses.link("ana"), StoreClauses.intend(2))));
        Fence second = take("two", LONG);
        StoreClauses.fails(Kind.FENCED, () -> store().commit(first, List.of(StoreClauses.intend(2))));
        store().commit(second, List.of(StoreClauses.intend(3)));

        assertThat(store().open()).extracting(c -> c.intent().number()).containsExactly(1, 3);
        assertThat(store().accounts(List.of(new IdentityId("ana")))).isEmpty();
        store().commit(List.of(StoreClauses.conclude(1, Journal.Result.DONE)));
    }

    private Fence take(String holder, Duration time) {
        return store().acquire("apply o", holder, time).fence().orElseThrow();
    }
}
