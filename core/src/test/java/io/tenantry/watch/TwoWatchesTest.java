// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.MovingClock;
import io.tenantry.World;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Fence;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.StoreWrite;
import io.tenantry.watch.WatchEvent.Failed;
import io.tenantry.watch.WatchEvent.Reconciled;
import io.tenantry.watch.WatchEvent.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Two watches beside each other on one store, one step at a time in seeded orders on virtual time, while people change; a
 * watch may stand still for a while at each step. One alone: {@code -Dtenantry.watches.seed=17}.
 */
@NullUnmarked
class TwoWatchesTest {
    private static final int PEOPLE = 6;

    @Test
    void leaveWhatOneAloneWouldAndWaitForEachOther() {
        Integer only = Integer.getInteger("tenantry.watches.seed");
        int from = only != null ? only : 0;
        int to = only != null ? only + 1 : Integer.getInteger("tenantry.watches.seeds", 40);
        int waited = 0;
        for (int seed = from; seed < to; seed++) {
            try {
                waited += new Both(seed).go();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " (repeat with -Dtenantry.watches.seed=" + seed + "): " + e, e);
            }
        }
        assertThat(only != null || waited > 0)
                .as("one of them waited for the other")
                .isTrue();
    }

    /** Both, what they share, and the order in which they go on. */
    private static final class Both {
        private final World world = new World();
        private final MemorySource source = MemorySource.named("test");
        private final MovingClock clock = new MovingClock();
        private final Random random;
        private final Semaphore back = new Semaphore(0);
        private final List<One> watches = new ArrayList<>();
        private final List<WatchEvent> events = new ArrayList<>();
        private volatile Throwable failure;

        Both(int seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            world.clock = clock;
            world.leasesBy(clock);
            put("keeper.a", "Account-a");
            put("keeper.b", "Account-b");
            world.directory.before = write -> One.step();
            world.directory.after = write -> world.isolated(write);
            world.directory.beforeRead = One::step;
            watches.add(new One(this));
            watches.add(new One(this));
        }

        private void put(String id, String group) {
            source.put(
                    Identity.of(id, id + "@acme.example", "Name " + id, List.of(group), Map.of("jobTitle", "Agent")));
        }

        int go() {
            watches.forEach(One::start);
            Instant quiet = World.NOW.plus(Duration.ofHours(1));
            Instant end = World.NOW.plus(Duration.ofHours(2));
            while (watches.stream().anyMatch(w -> !w.done)) {
                List<One> ready = watches.stream()
                        .filter(w -> !w.done && !w.until.isAfter(clock.instant()))
                        .toList();
                if (ready.isEmpty()) {
                    clock.pass(Duration.ofSeconds(1));
                    happen(clock.instant().isBefore(quiet));
                } else {
                    go(ready.get(random.nextInt(ready.size())));
                }
                if (clock.instant().isAfter(end)) {
                    watches.forEach(w -> w.watch.stop());
                }
            }
            if (failure != null) {
                throw new AssertionError(failure);
            }
            converged();
            return (int) events.stream().filter(Waiting.class::isInstance).count();
        }

        private void go(One next) {
            next.turn.release();
            back.acquireUninterruptibly();
            clock.pass(Duration.ofMillis(50));
            if (random.nextInt(200) == 0) {
                next.until = clock.instant().plusSeconds(random.nextInt(50));
            }
        }

        private void happen(boolean busy) {
            if (busy && random.nextInt(40) == 0) {
                String id = "p" + random.nextInt(PEOPLE);
                if (random.nextInt(5) == 0) {
                    source.remove(new IdentityId(id));
                } else {
                    put(id, random.nextBoolean() ? "Account-a" : "Account-b");
                }
                watches.get(random.nextInt(2)).watch.wake();
            }
        }

        private void converged() {
            world.directory.before = write -> {};
            world.directory.beforeRead = () -> {};
            assertThat(events).noneMatch(Failed.class::isInstance).anyMatch(Reconciled.class::isInstance);
            Plan left = world.builder(world.directory, world.store)
                    .source(source)
                    .build()
                    .plan();
            assertThat(left.isEmpty()).as(PlanText.of(left)).isTrue();
            world.doubled("in the end");
            assertThat(world.store.open()).isEmpty();
        }
    }

    /** A watch that goes on when it is its turn. */
    private static final class One extends ForwardingStore implements Runnable {
        private static final ThreadLocal<One> CURRENT = new ThreadLocal<>();

        private final Both among;
        private final Semaphore turn = new Semaphore(0);
        private final Watch watch;
        private volatile Instant until = Instant.EPOCH;
        private volatile boolean done;

        One(Both among) {
            super(among.world.store);
            this.among = among;
            this.watch = Watch.builder()
                    .provisioner(among.world
                            .builder(among.world.directory, this)
                            .source(among.source)
                            .build())
                    .sweeps(Schedule.every(Duration.ofMinutes(25)))
                    .proofs(Schedule.never())
                    .clock(among.clock)
                    .sleeper(time -> {
                        until = among.clock.instant().plus(time);
                        step();
                    })
                    .listener(among.events::add)
                    .build();
        }

        void start() {
            new Thread(this, "watch").start();
        }

        @Override
        public void run() {
            CURRENT.set(this);
            turn.acquireUninterruptibly();
            try {
                watch.run();
            } catch (Throwable e) {
                among.failure = e;
            } finally {
                done = true;
                among.back.release();
            }
        }

        /** Waits for the next turn; the end needs none. */
        static void step() {
            One one = CURRENT.get();
            if (one != null) {
                one.among.back.release();
                one.turn.acquireUninterruptibly();
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
        public void commit(Fence under, List<StoreWrite> writes) {
            step();
            super.commit(under, writes);
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            step();
            super.commit(writes);
        }
    }
}
