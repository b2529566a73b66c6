// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which run gave or took what, as the trail of a tenant says: rows in, answers out. */
class FormerTrailsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final TenantId A = new TenantId("a");
    private static final AccountId ANA = new AccountId("ana");
    private static final Entitlement OLD = lives("d1");
    private static final Entitlement NEW = lives("d2");
    private final MemoryStore store = new MemoryStore(Clock.systemUTC());
    private final FormerTrails trails = new FormerTrails(store);

    @Test
    void namesTheRunThatGaveWhatAnAccountHolds() {
        told(Kind.GIVE, OLD, Result.APPLIED);

        assertThat(giver(OLD)).contains("run-1");
    }

    @Test
    void runGaveNoOtherDivisionOfTheTenantThanItsTrailNames() {
        told(Kind.GIVE, OLD, Result.APPLIED);

        assertThat(giver(NEW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "SKIPPED", "HELD", "FAILED", "UNKNOWN"})
    void runGaveOnlyWhatIsKnownToHaveHappened(Result result) {
        told(Kind.GIVE, OLD, result);

        assertThat(giver(OLD)).isEmpty();
    }

    @Test
    void noRunGaveWhatAReadAloneFound() {
        told("", Kind.FOUND, OLD, Result.SEEN);

        assertThat(giver(OLD)).isEmpty();
    }

    @Test
    void runThatTookItAwaySinceIsNotTheGiver() {
        told(Kind.GIVE, OLD, Result.APPLIED);
        told(Kind.TAKE, OLD, Result.APPLIED);

        assertThat(giver(OLD)).isEmpty();
        assertThat(isTakenLately(OLD)).isTrue();
    }

    @Test
    void whatWasGivenAgainSinceIsNotTaken() {
        told(Kind.TAKE, OLD, Result.APPLIED);
        told(Kind.GIVE, OLD, Result.APPLIED);

        assertThat(isTakenLately(OLD)).isFalse();
    }

    @Test
    void runTookNoOtherDivisionOfTheTenantThanItsTrailNames() {
        told(Kind.TAKE, OLD, Result.APPLIED);

        assertThat(isTakenLately(NEW)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "UNKNOWN"})
    void removalThatWasSentMayHaveTakenIt(Result result) {
        told(Kind.TAKE, OLD, result);

        assertThat(isTakenLately(OLD)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIPPED", "HELD", "FAILED"})
    void removalThatWasNotSentTookNothing(Result result) {
        told(Kind.TAKE, OLD, result);

        assertThat(isTakenLately(OLD)).isFalse();
    }

    @Test
    void noRunTookWhatAReadAloneMissed() {
        told("", Kind.MISSING, OLD, Result.SEEN);

        assertThat(isTakenLately(OLD)).isFalse();
    }

    @Test
    void rowsThatWereAddedCountOnceTheTrailsAreReadAgain() {
        assertThat(giver(OLD)).isEmpty();
        told(Kind.GIVE, OLD, Result.APPLIED);

        trails.forget();

        assertThat(giver(OLD)).contains("run-1");
    }

    private Optional<String> giver(Entitlement held) {
        return trails.giver(A, ANA, held);
    }

    private boolean isTakenLately(Entitlement held) {
        return trails.tookLately(A, ANA.value(), held, NOW);
    }

    private static Entitlement lives(String division) {
        return new Entitlement.Residence(new Division(new DivisionId(division), division, false));
    }

    private void told(Kind kind, Entitlement entitlement, Result result) {
        told("run-1", kind, entitlement, result);
    }

    private void told(String run, Kind kind, Entitlement entitlement, Result result) {
        Fact fact = new Fact(NOW, run, "policy", 1, A, kind, Optional.of(entitlement), "", List.of(), result);
        Entry entry = new Entry(fact, Optional.of(new Who("ana", ANA.value())), new Why("", "", ""), List.of());
        store.commit(List.of(new StoreWrite.Audit(List.of(entry))));
    }
}
