// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where several results apply, the exit code is the first of 64, 5, 6, 7, 8, 4, 3, 2, 9, 0. */
@NullUnmarked
class ExitOrderTest {
    @TempDir
    Path directory;

    private CommandHarness command;

    @BeforeEach
    void settled() {
        command = new CommandHarness(directory);
        assertThat(command.run("apply").exit()).isEqualTo(Exit.DONE);
    }

    static Stream<Arguments> pairs() {
        List<Exit> order = Exit.ORDER;
        return IntStream.range(0, order.size())
                .boxed()
                .flatMap(i -> order.stream().skip(i + 1).map(later -> Arguments.of(order.get(i), later)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theEarlierOfTwoIsTheResult(Exit earlier, Exit later) {
        assertThat(Exit.first(EnumSet.of(earlier, later), Exit.DONE)).isEqualTo(earlier);
    }

    @Test
    void theOrderIsThatOfTheDocumentation() {
        assertThat(Exit.ORDER).extracting(Exit::code).containsExactly(64, 5, 6, 7, 8, 4, 3, 2, 9);
        assertThat(Exit.first(EnumSet.noneOf(Exit.class), Exit.PROVEN).code()).isZero();
    }

    @Test
    void aMistakeOfTheCommandLineComesBeforeAPolicyWithErrors() {
        command.write("policy.yaml", "organization: [");

        assertThat(command.run("plan", "--show", "0").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aPolicyWithErrorsComesBeforeAHostThatIsGone() {
        command.write("policy.yaml", "organization: [");
        command.fake.faults().onAny().always().answer(503);

        assertThat(command.run("plan").exit()).isEqualTo(Exit.REFUSED);
    }

    @Test
    void aHostThatIsGoneComesBeforeAViolation() {
        reachBoth();
        command.fake.faults().on("GET", "/api/v2/groups").always().answer(503);

        assertThat(command.run("prove").exit()).isEqualTo(Exit.UNREACHABLE);
    }

    @Test
    void partlyFailedComesBeforeHeldAndAttention() throws IOException {
        badRow();
        command.people("ana A off", "ben A off", "eva B", "zoe B");
        badRow();
        command.fake.faults().on("POST", "/api/v2/scim/v2/Users").always().answer(400);

        Result apply = command.run("apply");

        assertThat(apply.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(apply.out()).contains("HELD=", "look at: 1 row refused");
    }

    @Test
    void heldComesBeforePendingAndPendingBeforeAttention() throws IOException {
        command.people("ana A off", "ben A off", "eva B", "zoe B");
        badRow();
        Result held = command.run("plan");
        command.people("ana A", "ben A", "eva B", "zoe B");
        badRow();
        Result pending = command.run("plan");
        command.people("ana A", "ben A", "eva B");
        badRow();
        Result attention = command.run("plan");

        assertThat(held.exit()).isEqualTo(Exit.HELD);
        assertThat(held.out()).contains("zoe@bpo.example: create account", "! limit-accounts", "1 row refused");
        assertThat(pending.exit()).isEqualTo(Exit.CHANGES_PENDING);
        assertThat(pending.out()).endsWith("changes pending; look at: 1 row refused\n");
        assertThat(attention.exit()).isEqualTo(Exit.ATTENTION);
    }

    private void badRow() throws IOException {
        Files.writeString(command.people, Files.readString(command.people) + "{\"id\":\"id-bad\",\"userName\":\"\"}\n");
    }

    private void reachBoth() {
        command.fake.addMembers(
                command.fake.org().groups().stream()
                        .filter(g -> g.name().equals("B_Agents"))
                        .findFirst()
                        .orElseThrow()
                        .id(),
                command.fake.usersByEmail("ana@bpo.example").get(0).id());
    }
}
