// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A plan puts Ana into the group of tenant b, where she lives. Before it is applied, a newer one moves her to tenant a,
 * which no read shows, and its run is killed.
 */
class OvertakenByAKilledRunTest extends MoverAndHand {
    private final MovingClock clock = new MovingClock();
    private final World.Planned older;

    OvertakenByAKilledRunTest() {
        world.clock = clock;
        world.leasesBy(clock);
        world.run();
        world.directory.members.values().forEach(m -> m.remove(id()));
        older = world.disable("bob").planned();
        World.Planned newer =
                world.person("bob", "Account-b").person("ana", "Account-a").planned();
        world.directory.after = write -> {
            if (write.startsWith("move")) {
                move("Tenant_B");
                throw new Death();
            }
        };
        assertThat(catchThrowable(newer::apply)).isInstanceOf(Death.class);
        world.directory.after = write -> {};
    }

    @Test
    void gainWaitsWhileAReadMayLag() {
        clock.pass(Duration.ofMinutes(5));

        assertSkipped(older.apply());
    }

    @Test
    void gainWaitsAlsoIfTheAccessCouldNotBeReadAtFirst() {
        unreadableUntilBobIsOut();
        clock.pass(Duration.ofMinutes(5));

        assertSkipped(older.apply());
    }

    @Test
    void gainWaitsNoLongerThanAReadMayLag() {
        unreadableUntilBobIsOut();
        clock.pass(Duration.ofMinutes(11));

        ApplyReport report = older.apply();

        assertThat(report.isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    private void assertSkipped(ApplyReport report) {
        assertThat(report.troubles())
                .singleElement()
                .satisfies(o -> assertThat(o.status()).isEqualTo(Status.SKIPPED))
                .extracting(Outcome::detail)
                .asString()
                .startsWith("an earlier change is not confirmed yet, so the account may reach another tenant: lives in"
                        + " division \"Tenant_A\"");
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    private void unreadableUntilBobIsOut() {
        world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
        world.directory.after = write -> {
            world.directory.silent = Optional.empty();
            world.directory.closed.clear();
        };
    }
}
