// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.fixtures.org.GroupRule;
import io.tenantry.fixtures.org.Role;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of roles that grow, of roles that act everywhere, and of groups with a rule. */
@NullUnmarked
class AcceptRoleTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
    }

    private void grow(String permission) {
        Role agent = command.fake.org().rolesNamed("Agent").get(0);
        Set<String> more = new HashSet<>(agent.permissions());
        more.add(permission);
        command.fake.change(
                "grow",
                org -> org.with(new Role(agent.id(), agent.name(), agent.description(), more, agent.defaultRoleId())));
    }

    private Result accept(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("accept-role"));
        all.addAll(List.of(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--domain", "mypurecloud.com"));
        return command.runExactly(all.toArray(String[]::new));
    }

    @Test
    void aRoleThatHasGrownIsHeldUntilItIsAccepted() {
        command.run("apply");
        grow("ui:supervisor:view");
        command.people("ana A", "ben A", "eva B", "zoe A");
        assertThat(command.run("plan").out()).contains("role-grown", "ui:supervisor:view is limited by no division");

        Result accepted = accept("Agent", "--reason", "needed for chat", "--approved-by", "ciso");

        assertThat(accepted.exit()).isEqualTo(Exit.DONE);
        assertThat(accepted.out()).contains("Role Agent accepted with ui:supervisor:view");
        assertThat(command.run("apply").exit()).isEqualTo(Exit.DONE);
        assertThat(accept("Agent", "--reason", "again", "--approved-by", "ciso", "--json")
                        .json("accepted"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("gained")).isEmpty());
    }

    @Test
    void anAcceptanceThatWouldBeLostIsRefused() {
        Result result = accept("Agent", "--reason", "r", "--approved-by", "ciso", "--no-state");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("accept-role is about what runs keep: leave --no-state out");
    }

    @Test
    void anAcceptanceNeedsTheRoleTheReasonAndTheApprover() {
        assertThat(accept("--reason", "r", "--approved-by", "ciso").exit()).isEqualTo(Exit.USAGE);
        assertThat(accept("Agent", "--approved-by", "ciso").exit()).isEqualTo(Exit.USAGE);
        assertThat(accept("Agent", "--reason", "r").exit()).isEqualTo(Exit.USAGE);
        assertThat(accept("Agents", "--reason", "r", "--approved-by", "ciso").exit())
                .isEqualTo(Exit.REFUSED);
    }

    @Test
    void lintNamesRolesThatActEverywhereAndGroupsWithARule() {
        command.run("apply");
        grow("directory:groupEmail:view");
        String group = command.fake.org().groupsNamed("A_Agents").get(0).id();
        command.fake.rule(group, GroupRule.whereSkill("Billing"));

        Result result = command.run("lint");

        assertThat(result.out())
                .contains("role-undivided")
                .contains("no division limits: directory:groupEmail:view")
                .contains("group-by-rule")
                .contains("skill Billing GreaterThanOrEqualTo 0")
                .contains("role-grown");
        assertThat(result.exit()).isEqualTo(Exit.ATTENTION);
    }

    @Test
    void aProofNamesTheRolesThatActEverywhere() {
        command.run("apply");
        grow("directory:groupEmail:view");

        assertThat(command.run("prove").out())
                .contains("Roles that act everywhere")
                .contains("directory:groupEmail:view");
    }
}
