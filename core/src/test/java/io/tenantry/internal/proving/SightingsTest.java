// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.World;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.isolation.HeldEntitlement;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Fence;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import io.tenantry.store.Trails;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no run gave or took away gets into a tenant's evidence by a complete sweep. */
@NullUnmarked
class SightingsTest {
    private static final TenantId A = new TenantId("a");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");

    private final World world = new World();

    @BeforeEach
    void anaJoinsOnMonday() {
        at(MONDAY).person("ana", "Account-a").run();
    }

    @Test
    void sweepThatFindsWhatTheRunsGaveRecordsNothing() {
        List<AuditTrail.Row> before = Trails.all(world.store);

        at(TUESDAY).provisioner().proveIsolation();

        assertThat(Trails.all(world.store)).isEqualTo(before);
    }

    @Test
    void whoWasThereBeforeTheFirstRunHoldsSinceTheSweepThatSawIt() {
        world.directory.account("brown-1", "bea@acme.example", world.division("Tenant_A"));
        world.member("bea@acme.example", "Tenant_A_Agents");
        assertThat(who()).doesNotContain("brown-1");

        IsolationProof proof = at(TUESDAY).provisioner().proveIsolation();

        assertThat(evidence().holdings())
                .filteredOn(h -> h.who().equals("brown-1"))
                .extracting(HeldEntitlement::what)
                .containsExactly("lives in division \"Tenant_A\"", "member of group \"Tenant_A_Agents\"");
        assertThat(evidence().holdings())
                .filteredOn(h -> h.who().equals("brown-1"))
                .allSatisfy(h -> {
                    assertThat(h.since().fact().at()).isEqualTo(TUESDAY);
                    assertThat(h.since().fact().run()).isEqualTo("sweep " + TUESDAY);
                    assertThat(h.since().why().orElseThrow().fact())
                            .isEqualTo("isolation proof " + proof.fingerprint());
                    assertThat(h.since().fact().policy()).isEqualTo(proof.policyHash());
                });
        assertThat(evidence().alteration()).isEmpty();
    }

    @Test
    void sweepIsNamedByItsTimeToTheSecond() {
        world.directory.account("brown-1", "bea@acme.example", world.division("Tenant_A"));

        at(TUESDAY.plusNanos(123_456_000)).provisioner().proveIsolation();

        assertThat(Trails.all(world.store)).last().satisfies(row -> {
            assertThat(row.fact().run()).isEqualTo("sweep " + TUESDAY);
            assertThat(row.fact().at()).isEqualTo(TUESDAY.plusNanos(123_456_000));
        });
    }

    @Test
    void whatWasTakenByHandIsHeldNoMore() {
        world.directory
                .members
                .get(world.directory.named("Tenant_A_Agents").id())
                .clear();
        assertThat(what("acc-1")).contains("member of group \"Tenant_A_Agents\"");

        at(TUESDAY).provisioner().proveIsolation();

        assertThat(what("acc-1")).containsExactly("lives in division \"Tenant_A\"");
        assertThat(evidence().changes())
                .last()
                .extracting(r -> r.fact().what())
                .isEqualTo("no longer there: member of group \"Tenant_A_Agents\"");
    }

    @Test
    void roleGivenByHandIsHeldUntilARunTakesIt() {
        world.grant("ana@acme.example", "Agent", world.division("Tenant_A").id());

        at(TUESDAY).provisioner().proveIsolation();
        assertThat(what("acc-1")).contains("holds role \"Agent\" in division \"Tenant_A\"");

        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited())
                .run();
        assertThat(what("acc-1")).doesNotContain("holds role \"Agent\" in division \"Tenant_A\"");
    }

    @Test
    void acceptedAccessThatWasFoundBeforeIsHeldUntilItIsGone() {
        GroupId side = new GroupId("grp-side");
        world.directory.groups.put(side, new Group(side, "Side"));
        world.directory.members.put(side, new LinkedHashSet<>());
        world.member("ana@acme.example", "Side");
        world.grant(SubjectId.of(side), "Agent", world.division("Tenant_A").id());
        world.grant("ana@acme.example", "Agent", world.division("Tenant_A").id());
        at(TUESDAY).provisioner().proveIsolation();
        List<AuditTrail.Row> before = Trails.all(world.store);
        assertThat(what("acc-1")).contains("holds role \"Agent\" in division \"Tenant_A\"", "member of group \"Side\"");
        assertThat(what("")).contains("group \"Side\" holds role \"Agent\" in division \"Tenant_A\"");

        world.accepted = List.of(
                accepted(Kind.GROUP, "Side", Optional.empty()),
                accepted(Kind.ACCOUNT, "ana@acme.example", Optional.empty()));
        at(WEDNESDAY).provisioner().proveIsolation();

        assertThat(Trails.all(world.store)).isEqualTo(before);

        world.directory.members.get(side).clear();
        world.directory.grants.removeIf(g -> g.subject().value().equals("acc-1"));
        at(WEDNESDAY).provisioner().proveIsolation();

        assertThat(Trails.all(world.store).stream().skip(before.size()))
                .extracting(r -> r.fact().what())
                .containsExactlyInAnyOrder(
                        "no longer there: holds role \"Agent\" in division \"Tenant_A\"",
                        "no longer there: member of group \"Side\"");
    }

    @Test
    void acceptedAccessCountsAgainFromTheFirstSightOnceTheLineIsOver() {
        world.grant("ana@acme.example", "Agent", world.division("Tenant_A").id());
        at(TUESDAY).provisioner().proveIsolation();
        world.accepted = List.of(accepted(Kind.ACCOUNT, "ana@acme.example", Optional.of(LocalDate.of(2026, 11, 25))));
        at(WEDNESDAY).provisioner().proveIsolation();
        List<AuditTrail.Row> before = Trails.all(world.store);

        at(WEDNESDAY.plus(Duration.ofDays(1))).provisioner().proveIsolation();

        assertThat(Trails.all(world.store)).isEqualTo(before);
        assertThat(evidence().holdings())
                .filteredOn(h -> h.what().startsWith("holds role"))
                .singleElement()
                .satisfies(h -> assertThat(h.since().fact().at()).isEqualTo(TUESDAY));
    }

    private static AcceptedAccess accepted(Kind kind, String name, Optional<LocalDate> until) {
        return new AcceptedAccess(
                new AcceptedAccess.Holder(kind, name, Optional.empty()),
                Set.of("Agent"),
                AcceptedAccess.Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "reason",
                "ciso",
                until);
    }

    @Test
    void divisionOfAnotherNameIsTheSameResidence() {
        Division before = world.division("Tenant_A");
        world.directory.divisions.put(before.id(), new Division(before.id(), "Retail", false));

        at(TUESDAY).provisioner().proveIsolation();

        assertThat(what("acc-1"))
                .containsExactly("lives in division \"Retail\"", "member of group \"Tenant_A_Agents\"");
    }

    @Test
    void linksOfAllPeopleOfATenantAreAskedForAtOnce() {
        for (int i = 0; i < 30; i++) {
            world.person("new" + i, "Account-a");
        }
        world.run();
        world.directory
                .members
                .get(world.directory.named("Tenant_A_Agents").id())
                .clear();
        List<Integer> asked = new ArrayList<>();
        ProvisioningStore store = new ForwardingStore(world.store) {
            @Override
            public Map<AccountId, IdentityId> identities(Collection<AccountId> of) {
                asked.add(of.size());
                return super.identities(of);
            }
        };

        at(TUESDAY).provisioner(store).proveIsolation();

        assertThat(asked).containsExactly(31);
    }

    @Test
    void proofBesideARunLeavesTheTrailToTheRun() {
        world.directory.account("brown-1", "bea@acme.example", world.division("Tenant_A"));
        List<AuditTrail.Row> before = Trails.all(world.store);
        Fence run = world.store
                .acquire("apply org-1", "a run", Duration.ofMinutes(2))
                .fence()
                .orElseThrow();

        at(TUESDAY).provisioner().proveIsolation();
        assertThat(Trails.all(world.store)).isEqualTo(before);

        world.store.release(run);
        at(TUESDAY).provisioner().proveIsolation();
        assertThat(who()).contains("brown-1");
        assertThat(world.store
                        .acquire("apply org-1", "the next run", Duration.ofMinutes(2))
                        .fence())
                .isPresent();
    }

    @Test
    void proofThatARunOvertakesIsStillAProof() {
        world.directory.account("brown-1", "bea@acme.example", world.division("Tenant_A"));
        List<AuditTrail.Row> before = Trails.all(world.store);
        ProvisioningStore overtaken = new ForwardingStore(world.store) {
            @Override
            public void commit(Fence under, List<StoreWrite> writes) {
                throw new StoreException(StoreException.Kind.FENCED, "a run has the lease");
            }
        };

        IsolationProof proof = at(TUESDAY).provisioner(overtaken).proveIsolation();

        assertThat(proof.doubts()).isEmpty();
        assertThat(Trails.all(world.store)).isEqualTo(before);
        at(TUESDAY).provisioner().proveIsolation();
        assertThat(who()).contains("brown-1");
    }

    @Test
    void incompleteSweepRecordsNothing() {
        world.directory.account("brown-1", "bea@acme.example", world.division("Tenant_A"));
        world.directory.accountsProof = p -> p.doubting("a page came short");
        List<AuditTrail.Row> before = Trails.all(world.store);

        IsolationProof proof = at(TUESDAY).provisioner().proveIsolation();

        assertThat(Trails.all(world.store)).isEqualTo(before);
        assertThatThrownBy(() -> Sightings.of(
                        proof, t -> List.of(), t -> before, t -> List.of(), world.store::identities, TUESDAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a page came short");
    }

    private List<String> who() {
        return evidence().holdings().stream()
                .map(HeldEntitlement::who)
                .distinct()
                .toList();
    }

    private List<String> what(String who) {
        return evidence().holdings().stream()
                .filter(h -> h.who().equals(who))
                .map(HeldEntitlement::what)
                .toList();
    }

    private TenantEvidence evidence() {
        return world.provisioner().evidence(A, MONDAY, WEDNESDAY);
    }

    private World at(Instant now) {
        world.clock = Clock.fixed(now, ZoneOffset.UTC);
        return world;
    }
}
