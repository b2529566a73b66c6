// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Fence;
import io.tenantry.store.Lease;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one organization, one step at a time in seeded orders, on virtual time: a node may be stopped at any
 * moment for longer than its lease. Their clocks are ten minutes apart. One alone: {@code -Dtenantry.nodes.seed=17}.
 */
@NullUnmarked
class TwoNodesTest {
    private static final Duration LEASE = Duration.ofMinutes(2);

    @Test
    void stoppedNodeSendsAtMostItsCallOnTheWayAndEverythingConverges() {
        int takenOver = 0;
        int late = 0;
        int only = Integer.getInteger("tenantry.nodes.seed", -1);
        int seeds = Integer.getInteger("tenantry.nodes.seeds", 1_000);
        for (int seed = Math.max(0, only); seed < (only < 0 ? seeds : only + 1); seed++) {
            Nodes nodes = new Nodes(seed);
            try {
                nodes.go();
            } catch (RuntimeException | AssertionError | InternalError e) {
                throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.nodes.seed=" + seed + "): " + e, e);
            }
            takenOver += nodes.takenOver;
            late += nodes.late;
        }
        System.out.printf(
                "%d orders: %d leases lost to a stop, %d calls on the way when that happened%n",
                seeds, takenOver, late);
        assertThat(only >= 0 || takenOver > seeds / 10).isTrue();
    }

    /** Both nodes, what they share, and the order in which they go on. */
    private static final class Nodes {
        private final World world = new World();
        private final Random random;
        private final List<Node> nodes = new ArrayList<>();
        private final Semaphore back = new Semaphore(0);
        private Instant now = World.NOW;
        private int takenOver;
        private int late;
        private volatile Throwable failure;

        Nodes(int seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            world.leasesBy(new Offset(Duration.ZERO));
            for (int i = 0; i < 4; i++) {
                world.person("p" + i, i % 2 == 0 ? "Account-a" : "Account-b");
            }
            world.run();
            world.directory.writes.clear();
            world.directory.before = write -> Node.current().sends(write);
            world.directory.after = write -> {
                if (late == 0) {
                    world.isolated(write);
                }
                Node.current().step();
            };
            world.directory.beforeRead = () -> Node.current().step();
            nodes.add(new Node(this, Duration.ofMinutes(-5)));
            nodes.add(new Node(this, Duration.ofMinutes(5)));
        }

        void go() {
            nodes.forEach(Node::start);
            while (nodes.stream().anyMatch(n -> !n.done)) {
                List<Node> alive = nodes.stream().filter(n -> !n.done).toList();
                Node next = alive.get(random.nextInt(alive.size()));
                // Most steps follow each other at once; now and then a node stands still for longer than its lease.
                int steps = random.nextInt(5) == 0 ? 20 : 1;
                for (int i = 0; i < steps && !next.done; i++) {
                    next.turn.release();
                    back.acquireUninterruptibly();
                }
                now = now.plus(random.nextInt(40) == 0 ? LEASE.plusSeconds(1) : Duration.ofMillis(200));
                if (random.nextInt(12) == 0) {
                    swap();
                }
            }
            if (failure != null) {
                throw new AssertionError(failure);
            }
            converge();
        }

        /** Two people change places, so that each node moves people in both directions. */
        private void swap() {
            int i = random.nextInt(2);
            boolean turned = random.nextBoolean();
            world.person("p" + i, turned ? "Account-a" : "Account-b");
            world.person("p" + (i + 2), turned ? "Account-b" : "Account-a");
        }

        private void converge() {
            world.directory.before = write -> {};
            world.directory.after = write -> {};
            world.directory.beforeRead = () -> {};
            now = now.plus(LEASE).plus(LEASE);
            world.clock = new Offset(Duration.ofMinutes(10));
            ApplyReport report = world.run();
            assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
            Plan left = world.plan();
            assertThat(left.isEmpty()).as(PlanText.of(left)).isTrue();
            world.isolated("in the end");
            world.doubled("in the end");
            assertThat(world.store.open()).isEmpty();
            CrashTest.told(world);
        }

        /** A node's clock. */
        private final class Offset extends Clock {
            private final Duration by;

            Offset(Duration by) {
                this.by = by;
            }

            @Override
            public Instant instant() {
                return now.plus(by);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        }
    }

    /** A node that plans and applies three times; it goes on when it is its turn. */
    private static final class Node extends ForwardingStore implements Runnable {
        private static final ThreadLocal<Node> CURRENT = new ThreadLocal<>();

        private final Nodes among;
        private final Clock clock;
        private final Semaphore turn = new Semaphore(0);
        private Fence held;
        private Instant ends = Instant.MIN;
        private int sentLate;
        private volatile boolean done;

        Node(Nodes among, Duration offset) {
            super(among.world.store);
            this.among = among;
            this.clock = among.new Offset(offset);
        }

        static Node current() {
            return CURRENT.get();
        }

        void start() {
            new Thread(this, "node").start();
        }

        @Override
        public void run() {
            CURRENT.set(this);
            turn.acquireUninterruptibly();
            try {
                for (int i = 0; i < 3; i++) {
                    provision();
                }
            } catch (Throwable e) {
                among.failure = e;
            } finally {
                done = true;
                among.back.release();
            }
        }

        private void provision() {
            Provisioner provisioner = among.world
                    .builder(among.world.directory, this)
                    .clock(clock)
                    .build();
            try {
                Plan plan = provisioner.plan();
                provisioner.apply(plan, Approval.of(plan, "test"));
            } catch (PlanRefusedException e) {
                // The other one is at work, or has done it.
            }
        }

        /** Waits for the next turn. */
        void step() {
            among.back.release();
            turn.acquireUninterruptibly();
        }

        void sends(String write) {
            step();
            boolean holds = renewable();
            if (!holds) {
                sentLate++;
                among.late++;
            }
            assertThat(sentLate)
                    .as("calls sent after the lease was lost, the last one %s", write)
                    .isLessThan(2);
        }

        // Asks the store under this node's fence without extending anything.
        private boolean renewable() {
            try {
                super.commit(held, List.of());
                return true;
            } catch (StoreException e) {
                return false;
            }
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            step();
            Lease lease = super.acquire(name, holder, time);
            lease.fence().ifPresent(fence -> {
                assertThat(among.nodes)
                        .as("leases that have not ended")
                        .noneMatch(n -> n != this && n.ends.isAfter(among.now));
                held = fence;
                ends = among.now.plus(time);
                sentLate = 0;
            });
            return lease;
        }

        @Override
        public Optional<Duration> renew(Fence fence, Duration time) {
            step();
            Optional<Duration> left = super.renew(fence, time);
            left.ifPresentOrElse(l -> ends = among.now.plus(l), () -> among.takenOver++);
            return left;
        }

        @Override
        public void release(Fence fence) {
            step();
            super.release(fence);
            ends = Instant.MIN;
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            step();
            try {
                super.commit(under, writes);
            } catch (StoreException e) {
                among.takenOver++;
                throw e;
            }
            step();
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            step();
            super.commit(writes);
        }
    }
}
