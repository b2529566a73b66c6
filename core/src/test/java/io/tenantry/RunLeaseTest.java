// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.Settling;
import io.tenantry.directory.Directory;
import io.tenantry.plan.Plan;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Only the run that has the lease on the organization writes there. */
@NullUnmarked
class RunLeaseTest {
    private final World world = new World();

    @Test
    void refusedRunSaysWhoWorksSinceWhenAndUntilWhen() {
        Plan plan = joiner();
        world.store.acquire("apply org-1", "r1", Duration.ofMinutes(2));
        world.store.commit(List.of(new StoreWrite.Begin(
                new Journal.Run("r1", "plan", "policy", List.of("cto", "ciso"), World.NOW.minusSeconds(60)))));

        assertThatThrownBy(() -> world.provisioner().apply(plan, Approval.of(plan, "test")))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessage("run r1, approved by cto and ciso, is applying a plan to this organization since "
                        + World.NOW.minusSeconds(60) + ". Its lease ends at " + World.NOW.plusSeconds(120)
                        + " unless it extends it: wait until it has ended, then plan again; org-1");
    }

    @Test
    void runThatLosesItsLeaseMakesNoFurtherCall() {
        world.person("ana", "Account-a").person("bob", "Account-b");
        MovingClock clock = new MovingClock();
        world.clock = clock;
        MemoryStore store = new MemoryStore(clock);
        World.Planned planned = world.planned(store);
        world.directory.after = write -> {
            if (world.directory.writes.size() == 3) {
                clock.pass(Duration.ofMinutes(3));
                store.acquire("apply org-1", "another node", Duration.ofMinutes(2));
            }
        };

        ApplyReport report = planned.apply();

        assertThat(world.directory.writes).hasSize(3);
        assertThat(report.stopped()).isTrue();
        assertThat(report.troubles().get(0).detail()).contains("lease");
        Lease still = store.acquire("apply org-1", "third", Duration.ofMinutes(1));
        assertThat(still.fence())
                .as("the other node's lease is not given back by the loser")
                .isEmpty();
    }

    /** The service may ask for a wait that is longer than the lease. */
    @Test
    void runWhoseLeaseRanOutAndThatNobodyTookGoesOn() {
        world.person("ana", "Account-a").person("bob", "Account-b");
        MovingClock clock = new MovingClock();
        world.clock = clock;
        world.directory.after = write -> clock.pass(Duration.ofMinutes(3));
        World.Planned planned = world.planned(new MemoryStore(clock));

        assertThat(planned.apply().isClean()).isTrue();
        assertThat(world.reach("bob@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void runWhoseLeaseAnotherHadMeanwhileDoesNotTakeItBack() {
        world.person("ana", "Account-a").person("bob", "Account-b");
        MovingClock clock = new MovingClock();
        world.clock = clock;
        MemoryStore store = new MemoryStore(clock);
        World.Planned planned = world.planned(store);
        world.directory.after = write -> {
            if (world.directory.writes.size() == 3) {
                clock.pass(Duration.ofMinutes(3));
                store.release(store.acquire("apply org-1", "another node", Duration.ofMinutes(2))
                        .fence()
                        .orElseThrow());
            }
        };

        ApplyReport report = planned.apply();

        assertThat(world.directory.writes).hasSize(3);
        assertThat(report.stopped()).isTrue();
        assertThat(store.acquire("apply org-1", "third", Duration.ofMinutes(1)).fence())
                .as("given back at once")
                .isPresent();
    }

    @Test
    void callIsToldThatTheLeaseIsLostBeforeItsNextRequest() {
        world.person("ana", "Account-a");
        MovingClock clock = new MovingClock();
        world.clock = clock;
        MemoryStore store = new MemoryStore(clock);
        List<Optional<String>> refusals = new ArrayList<>();
        Directory longCalls = new ForwardingDirectory(world.directory) {
            @Override
            public void fenced(Supplier<Optional<String>> refusal, Runnable call) {
                call.run();
                refusals.add(refusal.get());
                clock.pass(Duration.ofMinutes(3));
                store.acquire("apply org-1", "another node", Duration.ofMinutes(2));
                refusals.add(refusal.get());
            }
        };
        Provisioner provisioner = world.provisioner(longCalls, store);
        Plan plan = provisioner.plan();

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(refusals)
                .containsExactly(
                        Optional.empty(), Optional.of("the lease on the organization was lost to another run"));
        assertThat(report.stopped()).isTrue();
        assertThat(world.directory.writes).hasSize(1);
    }

    @Test
    void longConfirmationKeepsTheLease() {
        world.person("ana", "Account-a").run();
        world.person("ana", "Account-b");
        MovingClock clock = new MovingClock();
        world.clock = clock;
        world.directory.lag = 4;
        MemoryStore store = new MemoryStore(clock);
        world.settling(new Settling(6, Duration.ofSeconds(10)), clock::pass);
        World.Planned planned = world.planned(store);

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
    }

    private Plan joiner() {
        return world.person("ana", "Account-a").plan();
    }
}
