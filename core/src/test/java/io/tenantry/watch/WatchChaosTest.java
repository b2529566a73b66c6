// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.World;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Fence;
import io.tenantry.store.StoreException;
import io.tenantry.watch.WatchEvent.Reconciled;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Over seeded hours, people change while the source, the organization and the store fail, the clock is set, the policy
 * breaks, another run has the lease and the process is killed or starts again; no write lets a person reach two tenants. Some quiet
 * hours later, everything is as a plan for everybody would have it. One alone: {@code -Dtenantry.watch.seed=17}.
 */
class WatchChaosTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void everythingIsAsAPlanForEverybodyWouldHaveItInTheEnd() {
        Integer only = Integer.getInteger("tenantry.watch.seed");
        int from = only != null ? only : 0;
        int to = only != null ? only + 1 : Integer.getInteger("tenantry.watch.seeds", 40);
        int provisioned = 0;
        int killed = 0;
        for (int seed = from; seed < to; seed++) {
            try {
                Chaos chaos = new Chaos(seed);
                provisioned += chaos.go();
                killed += chaos.killed;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " (repeat with -Dtenantry.watch.seed=" + seed + "): " + e, e);
            }
        }
        assertThat(killed).as("processes that were killed").isGreaterThan(to - from);
        assertThat(provisioned).as("runs that did something").isGreaterThan((to - from) * 10);
    }

    private static final class Chaos {
        private static final int PEOPLE = 8;

        private final Vigil vigil = new Vigil();
        private final World world = vigil.world;
        private final Random random;
        private final boolean feed;
        private boolean broken;
        private boolean dies = true;
        private int killed;
        private Failing failing = Failing.NOTHING;

        /** What fails at a time. */
        private enum Failing {
            NOTHING,
            WRITES,
            READS,
            SOURCE,
            STORE,
            EVERYTHING
        }

        Chaos(int seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            feed = seed % 5 != 4;
            vigil.feed = feed;
            vigil.put("keeper.a", "Account-a");
            vigil.put("keeper.b", "Account-b");
            vigil.builder
                    .sweeps(Schedule.every(feed ? HOUR.multipliedBy(3) : HOUR.dividedBy(4)))
                    .proofs(Schedule.every(HOUR.multipliedBy(4)))
                    .policy(this::policy, policy -> vigil.provisioner());
            world.directory.before = write -> {
                if (fails(Failing.WRITES, 4)) {
                    throw new DirectoryException(any(Failure.values()), "fault before " + write, null);
                }
            };
            world.directory.after = write -> {
                world.isolated(write);
                dies(30);
                if (fails(Failing.WRITES, 8)) {
                    throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "fault after " + write, null);
                }
            };
            world.directory.beforeRead = this::read;
            world.directory.reading = this::read;
            vigil.asking = () -> {
                if (fails(Failing.SOURCE, 2)) {
                    throw new IdentitySourceException("fault of the source", null);
                }
            };
            vigil.storing = () -> {
                dies(150);
                if (fails(Failing.STORE, 6)) {
                    throw new StoreException(any(StoreException.Kind.values()), "fault of the store");
                }
            };
        }

        private io.tenantry.policy.OrganizationPolicy policy() {
            if (broken) {
                throw new IllegalStateException("the policy has an error");
            }
            return world.policy();
        }

        private void read() {
            if (fails(Failing.READS, 10)) {
                Duration asked = random.nextInt(4) == 0 ? Duration.ofSeconds(random.nextInt(200)) : null;
                throw new DirectoryException(Failure.RETRY_LATER, "fault of a read", asked, null);
            }
        }

        private void dies(int oneIn) {
            if (dies && random.nextInt(oneIn) == 0) {
                throw new InternalError("killed");
            }
        }

        private boolean fails(Failing what, int oneIn) {
            return (failing == what || failing == Failing.EVERYTHING) && random.nextInt(oneIn) == 0;
        }

        private <T> T any(T[] values) {
            return values[random.nextInt(values.length)];
        }

        int go() {
            vigil.ticking = this::happen;
            for (int process = 1; process <= 3; process++) {
                untilKilled(HOUR.multipliedBy(2L * process));
            }
            vigil.ticking = () -> {};
            dies = false;
            failing = Failing.NOTHING;
            broken = false;
            vigil.again().until(HOUR.multipliedBy(24));
            int provisioned = (int) vigil.told(Reconciled.class)
                    .filter(r -> !r.plan().batches().isEmpty())
                    .count();
            converged();
            return provisioned;
        }

        /** Runs one process after the other, each until it is killed. */
        private void untilKilled(Duration end) {
            while (vigil.clock.instant().isBefore(World.NOW.plus(end))) {
                try {
                    vigil.again().until(end);
                } catch (InternalError e) {
                    assertThat(e).hasMessage("killed");
                    killed++;
                }
            }
        }

        private void happen() {
            if (random.nextInt(300) == 0) {
                change("p" + random.nextInt(PEOPLE));
                if (random.nextBoolean()) {
                    vigil.watch().wake();
                }
            }
            if (random.nextInt(600) == 0) {
                failing = random.nextBoolean() ? Failing.NOTHING : any(Failing.values());
            }
            if (random.nextInt(2_000) == 0) {
                broken = !broken;
            }
            if (random.nextInt(3_000) == 0) {
                world.store.acquire(Fence.ofOrganization("org-1"), "another", Duration.ofMinutes(2));
            }
            if (random.nextInt(4_000) == 0) {
                vigil.clock.pass(Duration.ofSeconds(random.nextInt(1_200) - 600));
            }
        }

        private void change(String id) {
            switch (random.nextInt(6)) {
                case 0 -> vigil.remove(id);
                case 1 -> vigil.put(id);
                case 2 -> vigil.put(id, "Account-a", "Account-b");
                case 3 -> vigil.put(id, "Account-a", "Supervisors-a");
                default -> vigil.put(id, random.nextBoolean() ? "Account-a" : "Account-b");
            }
        }

        private void converged() {
            Provisioner last = vigil.provisioner();
            Plan left = last.plan();
            assertThat(left.batches()).as(PlanText.of(left)).isEmpty();
            assertThat(left.holds()).as(PlanText.of(left)).isEmpty();
            world.isolated("in the end");
            world.doubled("in the end");
            assertThat(world.store.open()).isEmpty();
            assertThat(last.proveIsolation().verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
            WatchStatus status = vigil.watch().status();
            assertThat(status.failing()).isEmpty();
            assertThat(status.waiting()).isEmpty();
            assertThat(List.copyOf(status.holds())).isEmpty();
        }
    }
}
