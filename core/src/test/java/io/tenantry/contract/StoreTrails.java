// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.identity.IdentityId;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Baseline;
import io.tenantry.store.Erasure;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Audit trails and the erasure of people. */
interface StoreTrails extends StoreClauses {
    /** Each tenant has a chain of its own, which goes on after the store was opened again. */
    @Test
    default void everyTenantHasAChainOfItsOwn() {
        commit(new StoreWrite.Audit(List.of(
                StoreClauses.entry(A, "ana", NOON),
                StoreClauses.entry(B, "bob", NOON),
                StoreClauses.entry(A, "eva", NOON))));
        world().reopen();
        commit(new StoreWrite.Audit(List.of(StoreClauses.entry(A, "ida", NOON.plusSeconds(1)))));

        List<Row> a = rows(A);
        assertThat(a).extracting(Row::number).containsExactly(1L, 2L, 3L);
        assertThat(a).extracting(r -> r.who().orElseThrow().identity()).containsExactly("ana", "eva", "ida");
        assertThat(AuditChain.check(a, AuditChain.START, AuditChain.head(a, "")).findings())
                .isEmpty();
        assertThat(AuditChain.check(rows(B), AuditChain.START, rows(B).get(0).hash())
                        .findings())
                .isEmpty();
        assertThat(a.get(0).fact()).isEqualTo(StoreClauses.entry(A, "ana", NOON).fact());
        assertThat(a.get(0).why()).contains(StoreClauses.entry(A, "ana", NOON).why());
        assertThat(a.get(0).approvedBy()).containsExactly("cto");
    }

    /** A trail can be read from any row on. */
    @Test
    default void trailIsReadFromAnyRowOn() {
        for (int i = 0; i < 5; i++) {
            commit(new StoreWrite.Audit(List.of(StoreClauses.entry(A, "p" + i, NOON))));
        }
        List<Row> later = new ArrayList<>();

        store().audit(A, 3, later::add);

        assertThat(later).isEqualTo(rows(A).subList(3, 5));
    }

    /** A reader that throws ends the reading, and the store goes on. */
    @Test
    default void readerThatThrowsDoesNoHarm() {
        commit(StoreClauses.link("ana"), new StoreWrite.Audit(List.of(StoreClauses.entry(A, "ana", NOON))));

        assertThatThrownBy(() -> store().audit(A, 0, r -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThatThrownBy(() -> store().links((i, a) -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        commit(new StoreWrite.Audit(List.of(StoreClauses.entry(A, "bob", NOON))));
        assertThat(rows(A)).hasSize(2);
    }

    /** An erased person is nowhere, the chain holds, and earlier ends of it still count. */
    @Test
    default void erasedPersonIsNowhereAndTheChainHolds() {
        commit(
                StoreClauses.link("ana-1"),
                StoreClauses.link("bob-1"),
                StoreClauses.intend(1),
                new StoreWrite.Audit(
                        List.of(StoreClauses.entry(A, "ana-1", NOON), StoreClauses.entry(A, "bob-1", NOON))));
        Baseline.TrailEnd before = Baseline.TrailEnd.of(A, rows(A));

        int erased = store().erase(new Erasure(new IdentityId("ana-1"), "asked", "dpo", NOON.plusSeconds(1)));
        world().reopen();

        assertThat(erased).isPositive();
        assertThat(rows(A).toString() + store().open() + store().notes()).doesNotContain("ana-1");
        assertThat(rows(A)).hasSize(3);
        assertThat(rows(A).get(1).who().orElseThrow().identity()).isEqualTo("bob-1");
        assertThat(AuditChain.check(rows(A), AuditChain.START, rows(A).get(2).hash())
                        .findings())
                .isEmpty();
        assertThat(before.alteration(rows(A))).isEmpty();
        assertThat(store().accounts(List.of(new IdentityId("ana-1"), new IdentityId("bob-1"))))
                .containsOnlyKeys(new IdentityId("bob-1"));
        assertThat(store().erase(new Erasure(new IdentityId("ana-1"), "asked", "dpo", NOON.plusSeconds(2))))
                .isZero();
        assertThat(rows(A)).hasSize(3);
    }
}
