// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The role that a run gave to a group stays although Bob in it reaches another tenant, if a line lets him. */
class JointAgentInAGroupTest extends MoverAndHand {
    private static final String BOB = "bob@acme.example";
    private static final TenantId B = new TenantId("b");
    private static final TenantId C = new TenantId("c");

    JointAgentInAGroupTest() {
        world.remove("ana");
        world.revoke("Tenant_C_Agents");
    }

    /** By what a run knows whose account it is if the source does not deliver that person. */
    enum Known {
        LINK("bob"),
        EXTERNAL_ID("bob"),
        USER_NAME(BOB);

        private final String line;

        Known(String line) {
            this.line = line;
        }
    }

    @ParameterizedTest
    @EnumSource
    void roleStaysIfAHandPutsAnAgentIntoTheGroupWhomTheSourceDoesNotDeliver(Known known) {
        world.jointAgents = List.of(line(known.line, "2030-01-01", B, C));
        world.remove("bob").person("cid", "Account-c").doubt = Completeness.doubtful(0, 0, "cut short");
        ProvisioningStore store = known == Known.LINK ? world.store : new MemoryStore(world.clock);
        if (known != Known.EXTERNAL_ID) {
            unmark();
        }
        World.Planned planned = world.planned(store);
        world.directory.before = write -> {
            if (write.startsWith("grant")) {
                world.member(BOB, "Tenant_C_Agents");
            }
        };

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).isEmpty();
        assertThat(report.outcomes())
                .anyMatch(o -> Wording.of(o.operation().change()).equals(ROLE));
        assertThat(world.directory.grants).anyMatch(this::isOfTheGroup);
    }

    @Test
    void roleStaysIfTheLastDayOfTheAgentEndsAsTheRunBegins() {
        MovingClock clock = new MovingClock();
        world.clock = clock;
        world.leasesBy(clock);
        clock.pass(Duration.ofMinutes(15 * 60 + 59));
        world.jointAgents = List.of(line("bob", "2026-11-24", B, C));
        world.person("bob", "Account-b", "Account-c");
        world.run();
        world.member(BOB, "Tenant_C_Agents");
        world.revoke("Tenant_C_Agents");
        World.Planned planned = world.planned();
        world.directory.beforeRead = () -> {
            world.directory.beforeRead = () -> {};
            clock.pass(Duration.ofMinutes(2));
        };

        ApplyReport report = planned.apply();

        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.grants).anyMatch(this::isOfTheGroup);
    }

    @Test
    void roleThatAKilledRunGaveIsTakenBackIfASecondLineMakesTheAgentUndecided() {
        world.member(BOB, "Tenant_C_Agents");
        world.person("bob", "Account-b", "Account-c");
        world.jointAgents = List.of(line("bob", "2030-01-01", B, C));
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("grant")) {
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        calm();
        world.jointAgents = List.of(line("bob", "2030-01-01", B, C), line("bob", "2030-01-01", new TenantId("a"), B));

        ApplyReport report = world.run();

        assertThat(crossed(report)).containsExactly(ROLE);
        assertThat(world.directory.grants).noneMatch(this::isOfTheGroup);
    }

    private static JointAgent line(String identity, String until, TenantId... tenants) {
        return new JointAgent(identity, List.of(tenants), tenants[0], "queue", "cto", LocalDate.parse(until));
    }

    private void unmark() {
        Account a = world.directory.byName(BOB);
        world.directory.accounts.put(
                a.id(),
                new Account(
                        a.id(),
                        a.state(),
                        a.userName(),
                        a.displayName(),
                        Optional.empty(),
                        a.division(),
                        a.attributes()));
    }
}
