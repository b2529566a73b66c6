// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Wording;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.SubjectId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group that a hand gave a role of another tenant since the plan takes nobody, people without an account neither. */
@NullUnmarked
class JoinerGateTest {
    private static final String ZOE = "zoe@acme.example";
    private final World world = new World();

    JoinerGateTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tenant_B", "*"})
    void newAccountDoesNotJoinAGroupThatAHandGaveAnotherRole(String division) {
        world.person("zoe", "Account-a");
        World.Planned planned = world.planned();
        grant(division);

        ApplyReport report = planned.apply();

        assertThat(skipped(report)).containsExactly("join group \"Tenant_A_Agents\"");
        assertThat(report.troubles().get(0).detail())
                .startsWith("a group that the account would join holds role \"Agent\" in ");
        assertThat(world.directory.groupsOf(ZOE)).isEmpty();
        assertThat(world.reach(ZOE)).containsExactly("Tenant_A");
    }

    @Test
    void newAccountIsSkippedBesideAMover() {
        world.person("zoe", "Account-a").person("bob", "Account-a");
        World.Planned planned = world.planned();
        grant("Tenant_B");

        assertThat(skipped(planned.apply()))
                .containsExactly(
                        "move from division \"Tenant_B\" to \"Tenant_A\"",
                        "join group \"Tenant_A_Agents\"",
                        "join group \"Tenant_A_Agents\"");
        assertThat(world.directory.groupsOf(ZOE)).isEmpty();
    }

    @Test
    void newAccountJoinsNothingWhereTheRolesOfTheGroupCannotBeRead() {
        world.person("zoe", "Account-a");
        World.Planned planned = world.planned();
        world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        assertThat(skipped(planned.apply())).containsExactly("join group \"Tenant_A_Agents\"");
    }

    @Test
    void newJointAgentJoinsAGroupThatLeadsToBothTenants() {
        world.joint("zoe", LocalDate.of(2030, 1, 1), "a", "b");
        world.person("zoe", "Account-a");
        World.Planned planned = world.planned();
        grant("Tenant_B");

        assertThat(planned.apply().isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void groupsOfNewAccountsAreReadAsPlanned(int joiners) {
        world.persons(joiners, "Account-b");
        World.Planned planned = world.planned();

        assertThat(planned.apply().reads()).isEqualTo(planned.plan().cost().reads());
    }

    private void grant(String division) {
        SubjectId group = SubjectId.of(world.directory.named("Tenant_A_Agents").id());
        world.grant(
                group,
                "Agent",
                division.equals("*")
                        ? DivisionId.EVERYWHERE
                        : world.division(division).id());
    }

    private static List<String> skipped(ApplyReport report) {
        assertThat(report.outcomes())
                .extracting(Outcome::status)
                .isSubsetOf(Set.of(Outcome.Status.APPLIED, Outcome.Status.SKIPPED, Outcome.Status.PENDING));
        return report.outcomes().stream()
                .filter(o -> o.status() == Outcome.Status.SKIPPED)
                .map(o -> Wording.of(o.operation().change()))
                .toList();
    }
}
