// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store fails at every point of every flow, before or after it did what it was asked for. */
class StoreFaultTest {
    enum Fault {
        BEFORE_ONCE,
        AFTER_ONCE,
        BEFORE_FOR_EVER,
        AFTER_FOR_EVER
    }

    @ParameterizedTest
    @EnumSource
    void runEndsWithAReportAndTheNextOneFinishes(Fault fault) {
        int points = points();
        assertThat(points).isGreaterThan(20);
        for (int at = 1; at <= points; at++) {
            fail(fault, at);
        }
    }

    private static int points() {
        World world = ApplyTest.flows();
        Plan plan = world.plan();
        Failing store = new Failing(world.store, Fault.BEFORE_ONCE, Integer.MAX_VALUE);
        world.provisioner(store).apply(plan, Approval.of(plan, "test"));
        return store.calls;
    }

    private static void fail(Fault fault, int at) {
        String where = fault + " at " + at;
        World world = ApplyTest.flows();
        Plan plan = world.plan();
        Failing store = new Failing(world.store, fault, at);
        world.directory.before = write -> assertThat(intended(world))
                .as("%s: %s was intended", where, write)
                .isTrue();
        world.directory.after = write -> world.isolated(where + ", " + write);

        Optional<ApplyReport> report = apply(world, plan, store);

        report.ifPresent(r -> assertThat(r.outcomes().stream().filter(o -> o.status() == Status.APPLIED))
                .as(where)
                .hasSizeLessThanOrEqualTo((int) plan.operations().count()));
        if (report.isEmpty()) {
            assertThat(world.directory.writes)
                    .as("%s: nothing was sent without a report", where)
                    .isEmpty();
        }
        world.directory.before = write -> {};
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
        world.leasesBy(world.clock);
        ApplyReport next = world.run();
        assertThat(next.isClean()).as("%s: %s", where, next.troubles()).isTrue();
        assertThat(world.plan().isEmpty())
                .as("%s: %s", where, PlanText.of(world.plan()))
                .isTrue();
        assertThat(world.store.open()).as(where).isEmpty();
        world.doubled(where);
    }

    // The first call of a run that is not known to have ended is the one that is being made.
    private static boolean intended(World world) {
        return world.store.open().stream().anyMatch(c -> c.outcome().isEmpty());
    }

    private static Optional<ApplyReport> apply(World world, Plan plan, ProvisioningStore store) {
        try {
            return Optional.of(world.provisioner(store).apply(plan, Approval.of(plan, "test")));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    /** A store that fails at one call, or from it on. */
    private static final class Failing extends ForwardingStore {
        private final Fault fault;
        private final int at;
        private int calls;

        Failing(ProvisioningStore store, Fault fault, int at) {
            super(store);
            this.fault = fault;
            this.at = at;
        }

        private <T> T call(Supplier<T> use) {
            calls++;
            boolean once = fault == Fault.BEFORE_ONCE || fault == Fault.AFTER_ONCE;
            boolean fails = once ? calls == at : calls >= at;
            if (fails && (fault == Fault.BEFORE_ONCE || fault == Fault.BEFORE_FOR_EVER)) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "no connection");
            }
            T result = use.get();
            if (fails) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "no answer");
            }
            return result;
        }

        private void call(Runnable use) {
            call(() -> {
                use.run();
                return true;
            });
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            call(() -> super.commit(writes));
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            call(() -> super.commit(under, writes));
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            return call(() -> super.acquire(name, holder, time));
        }

        @Override
        public Optional<Duration> renew(Fence fence, Duration time) {
            return call(() -> super.renew(fence, time));
        }

        @Override
        public void release(Fence fence) {
            call(() -> super.release(fence));
        }

        @Override
        public Notes notes() {
            return call(super::notes);
        }

        @Override
        public List<Journal.Call> open() {
            return call(super::open);
        }

        @Override
        public boolean isApplied(String plan, Instant after) {
            return call(() -> super.isApplied(plan, after));
        }
    }
}
