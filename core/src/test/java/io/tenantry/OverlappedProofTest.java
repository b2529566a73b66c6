// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.isolation.HeldEntitlement;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Fence;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import io.tenantry.store.Trails;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proof says and records while runs of other nodes write, whose clocks may be wrong, and after one was killed. */
@NullUnmarked
class OverlappedProofTest {
    private final World world = new World();
    private final MemoryDirectory org = world.directory;
    private int reads;

    OverlappedProofTest() {
        world.person("ana", "Account-a").person("bob", "Account-b");
        world.run();
    }

    @ParameterizedTest
    @ValueSource(longs = {-600, 0, 600})
    void proofReadsAgainAfterARunOfAnotherNodeWroteBetweenItsReads(long offset) {
        int before = rows().size();
        for (int at = 1; at <= 12; at++) {
            String other = at % 2 == 1 ? "Account-b" : "Account-a";
            once(at, () -> move("ana", other, offset));

            IsolationProof proof = world.provisioner().proveIsolation();

            assertThat(proof.verdict()).as("a run before read " + at).isEqualTo(Verdict.PROVEN);
        }
        assertThat(rows().stream().skip(before)).noneMatch(r -> r.fact().run().startsWith("sweep"));
    }

    @Test
    void proofIsInDoubtIfRunsWroteDuringBothReads() {
        int before = rows().size();
        boolean[] toB = {false};
        org.beforeRead = () -> {
            if (++reads % 7 == 0) {
                Runnable hook = org.beforeRead;
                org.beforeRead = () -> {};
                toB[0] = !toB[0];
                move("ana", toB[0] ? "Account-b" : "Account-a", 0);
                org.beforeRead = hook;
            }
        };

        IsolationProof proof = world.provisioner().proveIsolation();

        org.beforeRead = () -> {};
        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts()).singleElement().asString().contains("prove again");
        assertThat(rows().stream().skip(before)).noneMatch(r -> r.fact().run().startsWith("sweep"));
    }

    @Test
    void violationThatBothReadsShowIsAViolationAlthoughARunIsUnderWay() {
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        world.store.acquire(Fence.ofOrganization("org-1"), "run of another node", Duration.ofMinutes(2));

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(proof.doubts()).hasSize(1);
        assertThat(what("a")).doesNotContain("holds role \"Agent\" in division \"Tenant_A\"");
    }

    @Test
    void violationThatOnlyTheSecondReadShowsIsADoubtWhileARunIsUnderWay() {
        world.store.acquire(Fence.ofOrganization("org-1"), "run of another node", Duration.ofMinutes(2));
        org.reading = () -> {
            if (++reads == 2) {
                world.grant(
                        "bob@acme.example", "Agent", world.division("Tenant_A").id());
            }
        };

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.violations()).isEmpty();
        assertThat(proof.doubts())
                .singleElement()
                .asString()
                .endsWith("Left out: 1 violation that may be a mixture of before and after");
    }

    @Test
    void zeroAccessIsInDoubtWhileARunIsUnderWay() {
        world.remove("bob");
        Provisioner provisioner = world.provisioner();
        Plan off = provisioner.planOffboarding(new TenantId("b"));
        provisioner.apply(off, Approval.of(off, "test"));
        Fence other = world.store
                .acquire(Fence.ofOrganization("org-1"), "run of another node", Duration.ofMinutes(2))
                .fence()
                .orElseThrow();

        ZeroAccess during = world.provisioner().zeroAccess(new TenantId("b"));
        world.store.release(other);
        ZeroAccess after = world.provisioner().zeroAccess(new TenantId("b"));

        assertThat(during.isZero()).isFalse();
        assertThat(during.doubts()).singleElement().asString().contains("prove again");
        assertThat(after.isZero()).isTrue();
    }

    @Test
    void whatAHandGaveIsRecordedByAClockThatStandsStill() {
        world.member("ana@acme.example", "Tenant_A_Supervisors");

        world.provisioner().proveIsolation();

        assertThat(what("a")).contains("member of group \"Tenant_A_Supervisors\"");
    }

    @Test
    void proofThatAnotherOneOvertookRecordsNothing() {
        world.member("ana@acme.example", "Tenant_A_Supervisors");
        int before = rows().size();
        once(8, () -> {
            org.members.get(org.named("Tenant_A_Supervisors").id()).clear();
            world.clock = Clock.offset(world.clock, Duration.ofMinutes(-5));
            world.provisioner().proveIsolation();
        });

        world.provisioner().proveIsolation();

        assertThat(rows()).hasSize(before);
    }

    @Test
    void proofAfterAKilledRunKeepsWhoApprovedWhatItGave() {
        world.person("cid", "Account-a");
        killedAfter("add ");

        world.clock = Clock.fixed(World.NOW.plusSeconds(300), ZoneOffset.UTC);
        world.leasesBy(world.clock);
        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(world.store.open()).isEmpty();
        HeldEntitlement joined = held("cid", "member of group \"Tenant_A_Agents\"");
        assertThat(joined.since().approvedBy()).containsExactly("boss");
        assertThat(joined.since().why().orElseThrow().rule()).contains("tenant a");
        assertThat(joined.since().why().orElseThrow().detail()).contains("tried by run");
        assertThat(world.run().outcomes()).isEmpty();
    }

    @Test
    void proofAfterAKilledRunKeepsWhoApprovedWhatItTook() {
        world.disable("ana");
        killedAfter("remove ");

        world.clock = Clock.fixed(World.NOW.plusSeconds(300), ZoneOffset.UTC);
        world.leasesBy(world.clock);
        world.provisioner().proveIsolation();

        assertThat(rows().stream()
                        .filter(r -> r.fact().kind() == AuditTrail.Kind.MISSING)
                        .toList())
                .singleElement()
                .satisfies(r -> assertThat(r.approvedBy()).containsExactly("boss"));
    }

    private void killedAfter(String write) {
        boolean[] dead = {false};
        ProvisioningStore store = new ForwardingStore(world.store) {
            @Override
            public void commit(Fence under, List<StoreWrite> writes) {
                alive();
                super.commit(under, writes);
            }

            @Override
            public void commit(List<StoreWrite> writes) {
                alive();
                super.commit(writes);
            }

            @Override
            public void release(Fence fence) {
                alive();
                super.release(fence);
            }

            private void alive() {
                if (dead[0]) {
                    throw new StoreException(StoreException.Kind.UNAVAILABLE, "the process is dead");
                }
            }
        };
        Provisioner provisioner = world.provisioner(store);
        Plan plan = provisioner.plan();
        org.after = name -> dead[0] |= name.startsWith(write);
        provisioner.apply(plan, Approval.of(plan, "boss"));
        org.after = name -> {};
        assertThat(dead[0]).isTrue();
        assertThat(world.store.open()).isNotEmpty();
    }

    private void move(String person, String group, long offset) {
        Clock right = world.clock;
        world.clock = Clock.offset(right, Duration.ofSeconds(offset));
        world.person(person, group);
        assertThat(world.run().stopped()).isFalse();
        world.clock = right;
    }

    private void once(int at, Runnable meanwhile) {
        reads = 0;
        org.beforeRead = () -> {
            if (++reads == at) {
                org.beforeRead = () -> {};
                meanwhile.run();
            }
        };
    }

    private List<Row> rows() {
        return Trails.all(world.store);
    }

    private List<String> what(String tenant) {
        return HeldEntitlement.after(AuditTrail.of(world.store, new TenantId(tenant))).stream()
                .map(HeldEntitlement::what)
                .toList();
    }

    private HeldEntitlement held(String person, String what) {
        return world
                .provisioner()
                .evidence(new TenantId("a"), Instant.EPOCH, World.NOW.plus(Duration.ofDays(1)))
                .holdings()
                .stream()
                .filter(h -> h.what().equals(what))
                .filter(h -> h.since().who().orElseThrow().identity().equals(person))
                .findFirst()
                .orElseThrow();
    }
}
