// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Group;
import io.tenantry.identity.Identity;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a run takes back what it gave, or what a killed run gave, and what else it does for that person. */
class TakingBackTest extends MoverAndHand {
    private static final String JOIN = "join group \"Tenant_B_Agents\"";

    /** The service lets go of this process at the first join. */
    private void killedAfterTheJoin(Runnable hand) {
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                hand.run();
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        calm();
    }

    @Test
    void personGainsNothingMoreInTheRunThatTookBackWhatAnEarlierOneGave() {
        killedAfterTheJoin(() -> world.member(ANA, "Tenant_C_Agents"));
        world.person("ana", "Account-c");

        ApplyReport report = world.run();

        assertThat(crossed(report)).contains(JOIN);
        assertThat(report.troubles())
                .filteredOn(o -> o.status() == Status.SKIPPED)
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.detail()).contains("what an earlier run gave was taken back: "));
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_C");
    }

    @Test
    void ownerOfTheGroupIsTakenOutOfItsMembersOnce() {
        killedAfterTheJoin(() -> {
            owner();
            world.grant(ANA, "Agent", world.division("Tenant_C").id());
        });
        assertThat(crossed(world.run())).contains(JOIN);
        world.grant(ANA, "Supervisor", world.division("Tenant_C").id());
        assertThat(world.directory.writes).anyMatch(w -> w.startsWith("remove 1 from grp-Tenant_B_Agents"));
        world.directory.writes.clear();

        ApplyReport report = world.run();

        assertThat(crossed(report)).containsExactly(JOIN);
        assertThat(report.troubles()).anyMatch(o -> o.detail().contains("nothing was left to take back"));
        assertThat(world.directory.writes).noneMatch(w -> w.startsWith("remove"));
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void ownerWhoseFormerAccessShowsAgainIsReportedAlthoughNothingIsLeftToTakeBack() {
        killedAfterTheJoin(() -> {
            owner();
            world.member(ANA, "Tenant_A_Agents");
        });
        assertThat(crossed(world.run())).contains(JOIN);
        world.member(ANA, "Tenant_A_Agents");

        ApplyReport report = world.run();

        assertThat(report.outcomes())
                .filteredOn(o -> o.status() == Status.PENDING)
                .extracting(Outcome::detail)
                .anyMatch(d -> d.contains("so that the read may lag; nothing was left to take back"));
    }

    private void owner() {
        Group agents = world.directory.named("Tenant_B_Agents");
        world.directory.ruled.put(agents.id(), new LinkedHashSet<>(Set.of(id())));
    }

    /** A create puts the account into Home, and a move follows: the run gave the division twice. */
    @Test
    void newAccountGoesToHomeOnce() {
        who = "eve@acme.example";
        world.remove("ana").person("eve", "Account-b");
        world.directory.limits(new DirectoryLimits(50, 50, 50, 100, false, 300));
        World.Planned planned = world.planned();
        onJoin(() -> world.grant(who, "Agent", world.division("Tenant_C").id()));
        world.directory.writes.clear();

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).hasSize(3);
        assertThat(world.directory.writes)
                .filteredOn(w -> w.startsWith("move"))
                .containsExactly("move 1 to Tenant_B", "move 1 to Home");
    }

    /** What a former policy gave is cleared after the gains were judged, and what the run gave after that is judged too. */
    @Test
    void nameIsPutBackOnce() {
        world.with(Identity.of("ana", ANA, "Ana Lead", List.of("Account-a"), Map.of("jobTitle", "Agent")));
        TenantPolicy b = world.tenants.get(1);
        AccessProfile agents = new AccessProfile("agent", Optional.empty(), "Tenant_B_People", Set.of("Agent"));
        world.tenants = List.of(
                world.tenants.get(0),
                new TenantPolicy(b.id(), b.name(), b.division(), b.match(), List.of(agents), b.governance()),
                world.tenants.get(2));
        World.Planned planned = world.planned();
        Group door = world.group("Side door");
        world.grant(door, "Tenant_B");
        world.directory.rules.put(door.id(), "");
        world.directory.after = write -> {
            if (write.startsWith("update")) {
                world.directory.ruled.put(door.id(), new LinkedHashSet<>(Set.of(id())));
            }
        };

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).containsExactly("update displayName");
        assertThat(world.directory.groupsOf("bob@acme.example")).containsExactly("Tenant_B_People");
        assertThat(world.directory.writes)
                .filteredOn(w -> w.startsWith("update"))
                .hasSize(2);
    }
}
