// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Plan;
import io.tenantry.store.Fence;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many commits a plan and a run make; each of them waits for a disk. */
@NullUnmarked
class CommitCountTest {
    /** What a call brought travels with the next intention, and never waits for the end of its phase. */
    @ParameterizedTest
    @EnumSource(Flow.class)
    void runCommitsOnceForEachCallAndEachPhaseAndOnceInTheEnd(Flow flow) {
        World world = new World();
        flow.before(world);
        Plan plan = flow.plan(world.provisioner());
        Counted store = new Counted(world.store);
        int before = world.directory.writes.size();

        world.provisioner(store).apply(plan, Approval.of(plan, "test"));

        int calls = world.directory.writes.size() - before;
        long phases = plan.batches().stream().map(Batch::phase).distinct().count();
        assertThat(store.commits).isGreaterThan(calls).isLessThanOrEqualTo((int) (calls + phases + 1));
    }

    @Test
    void eachFurtherCallIsOneFurtherCommit() {
        Spent few = joiners(3);
        Spent many = joiners(23);

        assertThat(many.calls - few.calls).isEqualTo(20);
        assertThat(many.commits - few.commits).isEqualTo(20);
    }

    @Test
    void planThatChangesNothingMakesNoCommit() {
        World world = Flow.PEOPLE_AND_STRUCTURE.world();
        world.run();
        world.plan();
        Counted store = new Counted(world.store);

        Plan plan = world.provisioner(store).plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(store.commits).isZero();
    }

    private static Spent joiners(int count) {
        World world = new World();
        world.person("first", "Account-a").run();
        for (int i = 0; i < count; i++) {
            world.person("joiner" + i, "Account-a");
        }
        Plan plan = world.plan();
        Counted store = new Counted(world.store);
        int before = world.directory.writes.size();
        world.provisioner(store).apply(plan, Approval.of(plan, "test"));
        return new Spent(world.directory.writes.size() - before, store.commits);
    }

    private record Spent(int calls, int commits) {}

    /** Counts the commits that reach a store. */
    private static final class Counted extends ForwardingStore {
        private int commits;

        Counted(ProvisioningStore to) {
            super(to);
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            commits++;
            super.commit(writes);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            commits++;
            super.commit(under, writes);
        }
    }
}
