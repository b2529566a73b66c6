// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.ApprovalGate.Decision;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreSummary;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person is provisioned alone from reads that lie before the lease. What came between them and the lease, another
 * run or a hand, is seen before anything is given.
 */
@NullUnmarked
class StoodBetweenTest {
    private static final String ANA = "ana@acme.example";
    private final MovingClock clock = new MovingClock();
    private final World world = new World();

    @BeforeEach
    void anaHasOnlyToJoinHerGroup() {
        world.clock = clock;
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory
                .members
                .get(world.directory.named("Tenant_A_Agents").id())
                .remove(world.directory.byName(ANA).id());
        watch();
    }

    private void watch() {
        world.directory.after = write -> assertThat(world.reach(ANA)).as(write).hasSizeLessThan(2);
    }

    /** Another node moves Ana to tenant b. */
    private void movedByAnotherRun() {
        world.person("ana", "Account-b");
        ApplyReport other = world.provisioner().provision("ana", "other").report();
        assertThat(other.isClean()).as("%s", other.outcomes()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    private void openedByHand() {
        world.member(ANA, "Tenant_B_Agents");
        // She still lives in Tenant_A, so a hand has given her two. A gain in Tenant_A would give her more of it.
        world.directory.after = write -> {};
    }

    private ApplyReport provision(ProvisioningStore store) {
        return world.provisioner(store).provision("ana", "test").report();
    }

    private static void gainedNothing(ApplyReport report) {
        assertThat(report.outcomes()).extracting(Outcome::status).containsExactly(Status.SKIPPED);
        assertThat(report.writes()).isZero();
    }

    @Test
    void personWhomAnotherRunMovedBeforeTheLeaseGainsNothing() {
        gainedNothing(provision(beforeTheLease(this::movedByAnotherRun)));

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @Test
    void personWhomAHandGaveAnotherTenantWhileTheNodeStoodStillGainsNothing() {
        ApplyReport report = provision(beforeTheLease(() -> {
            clock.pass(Duration.ofMinutes(1));
            openedByHand();
        }));

        gainedNothing(report);
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void personWhomSomebodyChangedDuringTheApprovalGainsNothing(boolean run) {
        world.gate = (plan, approval) -> {
            world.gate = ApprovalGate.OPEN;
            clock.pass(Duration.ofMinutes(10));
            if (run) {
                movedByAnotherRun();
            } else {
                openedByHand();
            }
            return new Decision.Granted("boss");
        };

        gainedNothing(provision(world.store));
    }

    @Test
    void personWhomARunUnderWayMovesAfterTheReadsGainsNothing() {
        Lease other = world.store.acquire(Fence.ofOrganization("org-1"), "run of another node", Duration.ofMinutes(2));

        ApplyReport report = provision(beforeTheLease(() -> {
            world.store.release(other.fence().orElseThrow());
            openedByHand();
        }));

        gainedNothing(report);
    }

    /** Wherever another node comes in between, a person has one tenant after each write. */
    @Test
    void personHasOneTenantWhereverAnotherRunComesIn() {
        for (int at = 1; at < 40; at++) {
            StoodBetweenTest each = new StoodBetweenTest();
            each.anaHasOnlyToJoinHerGroup();
            Meanwhile store = new Meanwhile(each.world.store, at, each::movedIfFree);
            each.provision(store);
            if (store.left > 0) {
                return;
            }
        }
    }

    private void movedIfFree() {
        world.person("ana", "Account-b");
        try {
            world.provisioner().provision("ana", "other");
        } catch (PlanRefusedException e) {
            assertThat(e.reason()).isEqualTo(PlanRefusedException.Cause.BUSY);
        }
    }

    @Test
    void personGainsAllTheSameIfTheRunBetweenWasAboutSomebodyElse() {
        ApplyReport report = provision(beforeTheLease(() -> {
            world.person("bob", "Account-a");
            world.provisioner().provision("bob", "other");
        }));

        assertThat(report.isClean()).as("%s", report.outcomes()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_A_Agents");
    }

    @Test
    void approvalThatComesAtOnceCostsNoRead() {
        int open = provision(world.store).reads();
        anaHasOnlyToJoinHerGroup();
        world.gate = (plan, approval) -> new Decision.Granted("robot");

        assertThat(provision(world.store).reads()).isEqualTo(open);
    }

    private ProvisioningStore beforeTheLease(Runnable meanwhile) {
        return new ForwardingStore(world.store) {
            private boolean done;

            @Override
            public Lease acquire(String name, String holder, Duration time) {
                if (!done) {
                    done = true;
                    meanwhile.run();
                }
                return super.acquire(name, holder, time);
            }
        };
    }

    /** A store at one of whose calls another node gets ahead. */
    private static final class Meanwhile extends ForwardingStore {
        private final Runnable meanwhile;
        private int left;

        Meanwhile(ProvisioningStore store, int at, Runnable meanwhile) {
            super(store);
            this.left = at;
            this.meanwhile = meanwhile;
        }

        private void step() {
            if (--left == 0) {
                meanwhile.run();
            }
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            step();
            super.commit(writes);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            step();
            super.commit(under, writes);
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            step();
            return super.acquire(name, holder, time);
        }

        @Override
        public Notes notes() {
            step();
            return super.notes();
        }

        @Override
        public List<Journal.Call> open() {
            step();
            return super.open();
        }

        @Override
        public List<Journal.Run> runs(int newest) {
            step();
            return super.runs(newest);
        }

        @Override
        public StoreSummary summary(int newest) {
            step();
            return super.summary(newest);
        }

        @Override
        public List<StoreSummary.Taken> leases() {
            step();
            return super.leases();
        }
    }
}
