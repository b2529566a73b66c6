// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Fence;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Two nodes plan for everybody, for changed people and for one person, and apply what they planned now or later or never,
 * one step at a time in seeded orders, while the source changes; a process may die at each step. In the end one plan for changed people leaves what a
 * plan for everybody would, and nobody has two accounts. One alone: {@code -Dtenantry.following.seed=17}.
 */
@NullUnmarked
class FollowingNodesTest {
    private static final int PEOPLE = 6;

    @Test
    void lastPlanForChangedPeopleLeavesWhatAPlanForEverybodyWould() {
        int only = Integer.getInteger("tenantry.following.seed", -1);
        int seeds = Integer.getInteger("tenantry.following.seeds", 1_000);
        int first = Integer.getInteger("tenantry.following.first", 0);
        int followed = 0;
        for (int seed = only < 0 ? first : only; seed < (only < 0 ? first + seeds : only + 1); seed++) {
            try {
                followed += new Nodes(seed).go() ? 1 : 0;
            } catch (RuntimeException | AssertionError | InternalError e) {
                throw new AssertionError(
                        "seed " + seed + " (repeat with -Dtenantry.following.seed=" + seed + "): " + e, e);
            }
        }
        assertThat(only >= 0 || followed > seeds * 3 / 4)
                .as("%s of %s ended with people alone", followed, seeds)
                .isTrue();
    }

    /** Both nodes, what they share, and the order in which they go on. */
    private static final class Nodes {
        private final World world = new World();
        private final MemorySource source = MemorySource.named("test");
        private final Random random;
        private final List<Node> nodes = new ArrayList<>();
        private final Semaphore back = new Semaphore(0);
        private Instant now = World.NOW;
        private int names;
        private volatile Throwable failure;

        Nodes(int seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            tick(Duration.ZERO);
            for (String group : List.of("Account-a", "Account-b")) {
                put("keeper of " + group, "keeper." + group, true, group);
            }
            for (int i = 0; i < PEOPLE; i++) {
                change("p" + i);
            }
            for (int i = 0; i < 2; i++) {
                Plan plan = builder().build().plan();
                builder().build().apply(plan, Approval.of(plan, "test"));
            }
            world.directory.before = write -> Node.step();
            world.directory.beforeRead = Node::step;
            nodes.add(new Node(this, random.nextLong()));
            nodes.add(new Node(this, random.nextLong()));
        }

        private void tick(Duration by) {
            now = now.plus(by);
            world.clock = Clock.fixed(now, ZoneOffset.UTC);
            world.leasesBy(world.clock);
        }

        private Provisioner.Builder builder() {
            return world.builder(world.directory, world.store).source(source);
        }

        private void put(String id, String name, boolean enabled, String group) {
            source.put(Identity.of(id, name + "@acme.example", "Name", List.of(group), Map.of("jobTitle", "Agent"))
                    .with(Identity.State.of(enabled)));
        }

        private void change(String id) {
            int what = random.nextInt(10);
            if (what == 0) {
                source.remove(new IdentityId(id));
            } else {
                String name = source.find(id)
                        .map(i -> i.userName().replaceFirst("@.*", ""))
                        .orElse(id);
                put(
                        id,
                        what < 3 ? id + "." + ++names : name,
                        what != 4,
                        random.nextBoolean() ? "Account-a" : "Account-b");
            }
        }

        boolean go() {
            nodes.forEach(Node::start);
            while (nodes.stream().anyMatch(n -> !n.done)) {
                List<Node> alive = nodes.stream().filter(n -> !n.done).toList();
                Node next = alive.get(random.nextInt(alive.size()));
                int steps = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(30);
                for (int i = 0; i < steps && !next.done; i++) {
                    next.turn.release();
                    back.acquireUninterruptibly();
                }
                if (random.nextInt(3) == 0) {
                    change("p" + random.nextInt(PEOPLE));
                }
                if (random.nextInt(20) == 0) {
                    tick(Duration.ofMinutes(3));
                }
            }
            if (failure != null) {
                throw new AssertionError(failure);
            }
            return converges();
        }

        private boolean converges() {
            world.directory.before = write -> {};
            world.directory.beforeRead = () -> {};
            tick(Duration.ofMinutes(5));
            Provisioner last = builder().build();
            ChangePlan changes = last.planChanges();
            last.apply(changes.plan(), Approval.of(changes.plan(), "test"));
            Plan everybody = last.plan();
            assertThat(everybody.batches()).as(PlanText.of(everybody)).isEmpty();
            world.doubled("in the end");
            world.isolated("in the end");
            return changes.everybody().isEmpty();
        }
    }

    /** A node that does three things; it goes on when it is its turn. */
    private static final class Node extends ForwardingStore implements Runnable, IdentitySource {
        private static final ThreadLocal<Node> CURRENT = new ThreadLocal<>();

        private final Nodes among;
        private final Random random;
        private final Semaphore turn = new Semaphore(0);
        private final List<Plan> kept = new ArrayList<>();
        private int steps = Integer.MAX_VALUE;
        private volatile boolean done;

        Node(Nodes among, long seed) {
            super(among.world.store);
            this.among = among;
            this.random = new Random(seed);
        }

        void start() {
            new Thread(this, "node").start();
        }

        @Override
        public void run() {
            CURRENT.set(this);
            turn.acquireUninterruptibly();
            try {
                for (int i = 0; i < 4; i++) {
                    steps = random.nextInt(4) == 0 ? random.nextInt(80) : Integer.MAX_VALUE;
                    act();
                }
            } catch (Throwable e) {
                among.failure = e;
            } finally {
                done = true;
                among.back.release();
            }
        }

        private void act() {
            Provisioner provisioner = among.world
                    .builder(among.world.directory, this)
                    .source(this)
                    .build();
            try {
                switch (random.nextInt(6)) {
                    case 0 -> kept.add(provisioner.plan());
                    case 1, 2, 3 -> kept.add(provisioner.planChanges().plan());
                    case 4 -> provisioner.provision("p" + random.nextInt(PEOPLE), "test");
                    default -> {}
                }
                if (!kept.isEmpty() && random.nextInt(3) > 0) {
                    Plan plan = kept.remove(random.nextInt(kept.size()));
                    provisioner.apply(plan, Approval.of(plan, "test"));
                }
            } catch (PlanRefusedException e) {
                // The other one is at work, or the plan is too old.
            } catch (InternalError e) {
                // The process was killed; its plans were saved.
                assertThat(steps).isNegative();
            }
        }

        /** Waits for the next turn, which a killed process does not have; the end needs none. */
        static void step() {
            Node node = CURRENT.get();
            if (node == null) {
                return;
            }
            node.among.back.release();
            node.turn.acquireUninterruptibly();
            if (--node.steps < 0) {
                throw new InternalError("killed");
            }
        }

        @Override
        public Notes notes() {
            step();
            return super.notes();
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            step();
            return super.acquire(name, holder, time);
        }

        @Override
        public void release(Fence fence) {
            step();
            super.release(fence);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            step();
            super.commit(under, writes);
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            step();
            super.commit(writes);
        }

        @Override
        public String name() {
            return among.source.name();
        }

        @Override
        public Completeness read(Consumer<IdentityPage> pages) {
            step();
            return among.source.read(pages);
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            step();
            return among.source.find(idOrUserName);
        }

        @Override
        public Optional<ChangeFeed> changes() {
            ChangeFeed feed = among.source.changes().orElseThrow();
            return Optional.of(new ChangeFeed() {
                @Override
                public String latest() {
                    step();
                    return feed.latest();
                }

                @Override
                public Changes since(String watermark) {
                    step();
                    return feed.since(watermark);
                }
            });
        }
    }
}
