// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.World;
import io.tenantry.directory.Group;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Erasure;
import io.tenantry.store.Held;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class TenantEvidenceTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");

    private final World world = new World();

    @Test
    void tellsWhoHoldsWhatSinceWhichRunAndRule() {
        at(MONDAY).person("ana", "Account-a", "Supervisors-a").run();
        String run = world.store.runs(1000).get(0).id();

        TenantEvidence evidence = evidence(A, MONDAY, WEDNESDAY);

        assertThat(evidence.holdings())
                .extracting(h -> h.who() + ": " + h.what())
                .containsExactly(
                        ": group \"Tenant_A_Agents\" holds role \"Agent\" in division \"Tenant_A\"",
                        ": group \"Tenant_A_Supervisors\" holds role \"Supervisor\" in division \"Tenant_A\"",
                        "acc-1: lives in division \"Tenant_A\"",
                        "acc-1: member of group \"Tenant_A_Agents\"",
                        "acc-1: member of group \"Tenant_A_Supervisors\"");
        assertThat(evidence.holdings()).allSatisfy(h -> {
            assertThat(h.since().fact().run()).isEqualTo(run);
            assertThat(h.since().approvedBy()).containsExactly("test");
            assertThat(h.since().why().orElseThrow().rule()).isNotEmpty();
        });
    }

    @Test
    void moverIsEvidencedInTheNewTenantAndNoMoreInTheOld() {
        at(MONDAY).person("ana", "Account-a").run();
        at(TUESDAY).person("ana", "Account-b").run();

        assertThat(evidence(A, TUESDAY, WEDNESDAY).holdings())
                .extracting(HeldEntitlement::who)
                .containsOnly("");
        assertThat(evidence(B, TUESDAY, WEDNESDAY).holdings())
                .extracting(h -> h.who() + " since " + h.since().fact().at())
                .contains("acc-1 since " + TUESDAY);
        assertThat(evidence(A, TUESDAY, WEDNESDAY).changes())
                .extracting(l -> l.fact().what())
                .containsExactly(
                        "take away: member of group \"Tenant_A_Agents\"", "take away: lives in division \"Tenant_A\"");
        assertThat(evidence(A, MONDAY, TUESDAY).holdings())
                .extracting(HeldEntitlement::who)
                .contains("acc-1");
    }

    @Test
    void evidenceForgetsWhoLeftAGroupThatWasRenamed() {
        at(MONDAY).person("ana", "Account-a", "Supervisors-a").run();
        Group group = world.directory.named("Tenant_A_Supervisors");
        world.directory.groups.put(group.id(), new Group(group.id(), "Team leads"));
        world.tenants =
                world.tenants.stream().map(TenantEvidenceTest::following).toList();

        at(TUESDAY).person("ana", "Account-a").run();

        assertThat(world.directory.members.get(group.id())).isEmpty();
        assertThat(evidence(A, MONDAY, WEDNESDAY).holdings())
                .extracting(h -> h.who() + ": " + h.what())
                .filteredOn(h -> h.startsWith("acc-1"))
                .containsExactly("acc-1: lives in division \"Tenant_A\"", "acc-1: member of group \"Tenant_A_Agents\"");
    }

    @Test
    void evidenceOfOnePeriodBeginsWhereThatBeforeItEnded() {
        at(MONDAY).person("ana", "Account-a").run();
        at(TUESDAY).person("bob", "Account-a").run();

        TenantEvidence first = evidence(A, MONDAY, TUESDAY);
        TenantEvidence second = evidence(A, TUESDAY, WEDNESDAY);

        assertThat(first.start()).isEqualTo(AuditChain.START);
        assertThat(second.start()).isEqualTo(first.head()).isNotEqualTo(AuditChain.START);
        assertThat(second.check().findings()).isEmpty();
        List<AuditTrail.Row> both = new ArrayList<>(first.changes());
        both.addAll(second.changes());
        assertThat(AuditChain.check(both, first.start(), second.head()).findings())
                .isEmpty();
    }

    @Test
    void everyAlteredRemovedOrMovedRowShows() {
        at(MONDAY).person("ana", "Account-a").person("bob", "Account-a").run();
        TenantEvidence e = evidence(A, MONDAY, WEDNESDAY);
        List<AuditTrail.Row> rows = e.changes();

        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            assertThat(broken(e, l -> altered(l, row))).as("altered %d", i).isTrue();
            assertThat(broken(e, l -> removed(l, row))).as("removed %d", i).isTrue();
            assertThat(broken(e, l -> moved(l, row))).as("moved %d", i).isTrue();
        }
        assertThat(rows).hasSizeGreaterThan(5);
        assertThat(broken(e, l -> l)).isFalse();
    }

    @Test
    void trailThatWasAlteredInTheStoreShowsFromThenOn() {
        at(MONDAY).person("ana", "Account-a").run();
        assertThat(evidence(A, MONDAY, WEDNESDAY).alteration()).isEmpty();
        at(TUESDAY).person("bob", "Account-a").run();
        assertThat(evidence(A, MONDAY, WEDNESDAY).alteration()).isEmpty();

        List<AuditTrail.Row> trail = new ArrayList<>(AuditTrail.of(world.store, A));
        Optional<Baseline.TrailEnd> anchor = world.store.notes().trailEnd(A);
        assertThat(anchor).isPresent();
        assertThat(of(removed(trail, 0), anchor).alteration()).isPresent();
        assertThat(of(AuditTrail.of(world.store, A), anchor).alteration()).isEmpty();
    }

    @Test
    void rowThatWasAlteredInTheStoreShowsThoughNobodyGatheredEvidenceBefore() {
        at(MONDAY).person("ana", "Account-a").person("bob", "Account-b").run();
        List<AuditTrail.Row> trail = AuditTrail.of(world.store, A);

        for (int i = 0; i < trail.size(); i++) {
            assertThat(of(altered(trail, i), Optional.empty()).alteration())
                    .as("altered %d", i)
                    .isPresent();
        }
        assertThat(of(trail, Optional.empty()).alteration()).isEmpty();
    }

    @Test
    void namesHoldsExceptionsAndTheLastCompleteSweep() {
        at(MONDAY).person("ana", "Account-a").run();
        world.jointAgents =
                List.of(new JointAgent("bob", List.of(A, B), A, "queue", "cto", LocalDate.parse("2027-01-31")));
        world.store.commit(List.of(new StoreWrite.Keep(new Held.All(List.of(
                new Held("p", "limit-memberships", Optional.of(A), 12, "too many", MONDAY),
                new Held("p", "limit-memberships", Optional.of(B), 12, "too many", MONDAY),
                new Held("p", "source-shrunken", Optional.empty(), 12, "too few", MONDAY))))));
        IsolationProof proof = world.provisioner().proveIsolation();
        world.directory.accountsProof = p -> p.doubting("a page came short");
        world.provisioner().proveIsolation();

        TenantEvidence evidence = evidence(A, MONDAY, WEDNESDAY);

        assertThat(evidence.holds()).extracting(Held::tenant).containsExactly(Optional.of(A), Optional.empty());
        assertThat(evidence.exceptions()).hasSize(1);
        assertThat(evidence.lastSweep())
                .contains(new Baseline.CompleteSweep(MONDAY, 0, "policy-hash", proof.fingerprint()));
        assertThat(EvidenceText.of(evidence))
                .contains("Evidence of tenant a (Tenant a)", "limit-memberships", "bob, tenants a, b, until 2027-01-31")
                .contains("last complete proof: " + MONDAY + ", PROVEN");
    }

    @Test
    void evidenceOfATenantThatIsNotInThePolicySaysSo() {
        at(MONDAY).person("ana", "Account-a").run();
        world.tenants = List.of(world.tenant("b", "Tenant_B"));

        assertThat(EvidenceText.of(evidence(A, MONDAY, WEDNESDAY)))
                .startsWith("Evidence of tenant a (not in the policy) in ");
    }

    @Test
    void clockThatRanAheadTakesNoRowOutOfTheEvidence() {
        Instant ahead = MONDAY.plusSeconds(3 * 3600);
        at(ahead).person("ana", "Account-a").run();
        at(MONDAY.plusSeconds(600)).person("bob", "Account-a").run();
        int all = AuditTrail.of(world.store, A).size();

        TenantEvidence soon = evidence(A, MONDAY, MONDAY.plusSeconds(1200));
        at(TUESDAY);
        TenantEvidence later = evidence(A, MONDAY, MONDAY.plusSeconds(1200));
        TenantEvidence rest = evidence(A, MONDAY.plusSeconds(1200), WEDNESDAY);

        assertThat(soon.changes()).hasSize(all);
        assertThat(soon.holdings()).extracting(HeldEntitlement::who).contains("acc-1", "acc-2");
        assertThat(soon.doubts()).contains("row 1 has a time after this evidence was made");
        assertThat(later.changes()).hasSize(all);
        assertThat(later.doubts()).containsExactly("row 7 has an earlier time than the row before it");
        assertThat(EvidenceText.of(later)).contains("clocks: row 7 has an earlier time than the row before it");
        assertThat(rest.holdings()).isEqualTo(later.holdings());
        for (TenantEvidence evidence : List.of(soon, later, rest)) {
            EvidenceVerifier.Report report = EvidenceVerifier.verify(EvidenceJson.of(evidence));
            assertThat(report.findings()).isEmpty();
            assertThat(report.doubts()).isEqualTo(evidence.doubts());
        }
        assertThat(EvidenceVerifier.compare(EvidenceJson.of(later), EvidenceJson.of(rest)))
                .isEmpty();
    }

    @Test
    void runRightAfterTheClockWasWrongIsInTheEvidence() {
        at(WEDNESDAY).person("ana", "Account-a").run();
        at(MONDAY.plusSeconds(600));

        TenantEvidence evidence = evidence(A, MONDAY, MONDAY.plusSeconds(600));

        assertThat(evidence.changes()).hasSameSizeAs(AuditTrail.of(world.store, A));
        assertThat(evidence.holdings()).extracting(HeldEntitlement::who).contains("acc-1");
    }

    @Test
    void erasureWithAMistypedDateHidesNoLaterRow() {
        for (String typed : List.of("2062-01-01T00:00:00Z", "2016-01-01T00:00:00Z")) {
            World other = new World();
            other.clock = Clock.fixed(MONDAY, ZoneOffset.UTC);
            other.person("ana", "Account-a").person("bob", "Account-a").run();
            other.store.erase(new Erasure(new IdentityId("bob"), "request", "dpo", Instant.parse(typed)));
            other.clock = Clock.fixed(TUESDAY, ZoneOffset.UTC);
            other.person("ana", "Account-b").run();
            other.clock = Clock.fixed(WEDNESDAY, ZoneOffset.UTC);

            TenantEvidence monday = other.provisioner().evidence(A, MONDAY, TUESDAY);
            TenantEvidence tuesday = other.provisioner().evidence(A, TUESDAY, WEDNESDAY);

            assertThat(monday.holdings()).extracting(HeldEntitlement::who).contains("acc-1");
            assertThat(tuesday.holdings()).extracting(HeldEntitlement::who).containsOnly("");
            assertThat(EvidenceVerifier.verify(EvidenceJson.of(monday)).findings())
                    .isEmpty();
            assertThat(EvidenceVerifier.verify(EvidenceJson.of(tuesday)).findings())
                    .isEmpty();
            assertThat(EvidenceVerifier.compare(EvidenceJson.of(monday), EvidenceJson.of(tuesday)))
                    .isEmpty();
        }
    }

    @Test
    void csvHasTheChainAndTheHoldings() {
        at(MONDAY).person("ana", "Account-a").run();
        TenantEvidence evidence = evidence(A, MONDAY, WEDNESDAY);

        assertThat(EvidenceCsv.changes(evidence).lines())
                .hasSize(evidence.changes().size() + 1)
                .last()
                .asString()
                .endsWith(evidence.head());
        assertThat(EvidenceCsv.holdings(evidence)).contains("acc-1,\"member of group \"\"Tenant_A_Agents\"\"\"");
    }

    /** The policy follows a group that was renamed in Genesys. */
    private static TenantPolicy following(TenantPolicy t) {
        List<AccessProfile> profiles = t.profiles().stream()
                .map(p -> p.genesysGroup().equals("Tenant_A_Supervisors")
                        ? new AccessProfile(p.id(), p.when(), "Team leads", p.roles())
                        : p)
                .toList();
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, t.governance());
    }

    private World at(Instant now) {
        world.clock = Clock.fixed(now, ZoneOffset.UTC);
        return world;
    }

    private TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        return world.provisioner().evidence(tenant, from, to);
    }

    private TenantEvidence of(List<AuditTrail.Row> trail, Optional<Baseline.TrailEnd> anchor) {
        return TenantEvidence.of(
                world.policy(),
                List.of(),
                A,
                MONDAY,
                WEDNESDAY,
                WEDNESDAY,
                1,
                trail,
                List.of(),
                Optional.empty(),
                anchor);
    }

    private static boolean broken(TenantEvidence e, UnaryOperator<List<AuditTrail.Row>> tampering) {
        return !AuditChain.check(tampering.apply(e.changes()), e.start(), e.head())
                .findings()
                .isEmpty();
    }

    private static List<AuditTrail.Row> altered(List<AuditTrail.Row> links, int row) {
        List<AuditTrail.Row> all = new ArrayList<>(links);
        AuditTrail.Row l = all.get(row);
        AuditTrail.Fact f = l.fact();
        AuditTrail.Fact other = new AuditTrail.Fact(
                f.at(),
                f.run(),
                f.policy(),
                f.operation() + 1,
                f.tenant(),
                f.kind(),
                f.entitlement(),
                f.about(),
                f.erased(),
                f.result());
        all.set(row, new AuditTrail.Row(l.number(), other, l.seals(), l.previous(), l.hash()));
        return all;
    }

    private static List<AuditTrail.Row> removed(List<AuditTrail.Row> links, int row) {
        List<AuditTrail.Row> all = new ArrayList<>(links);
        all.remove(row);
        return all;
    }

    private static List<AuditTrail.Row> moved(List<AuditTrail.Row> links, int row) {
        List<AuditTrail.Row> all = new ArrayList<>(links);
        AuditTrail.Row l = all.remove(row);
        all.add((row + 1) % links.size(), l);
        return all;
    }
}
