// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.Processes.Run;
import io.tenantry.command.Processes.Started;
import io.tenantry.fixtures.Exchange;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one organization and one PostgreSQL that syncs, with 200 people who join, move or leave, and 100 who stay. One of
 * them is stopped for longer than its lease, or killed. A lease is two real minutes, so this has a Maven profile of its
 * own: {@code mvn -P crash verify}.
 */
@NullUnmarked
class TwoProcesses {
    private static final int KINDS = 6;
    private static final int OF_A_KIND = 50;

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private CommandHarness command;
    private Processes processes;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        command = new CommandHarness(directory);
        command.write("policy.yaml", command.accepting(CommandHarness.POLICY.replace("""
                    accounts: { max: 1, percent: 10 }
                """, """
                    accounts: { max: 200, percent: 90 }
                    memberships: { max: 400, percent: 90 }
                """)));
        processes = new Processes(command);
        people("A", "B", "A", "", "A", "B");
        Run first = apply().ended();
        assertThat(first.exit()).as(first.toString()).isZero();
        people("B", "A", "", "B", "A", "B");
        command.fake.recorder().clear();
    }

    @AfterEach
    void end() throws IOException {
        processes.close();
        server.close();
    }

    @Test
    void aProcessThatWasStoppedForLongerThanItsLeaseSendsAtMostItsRequestOnTheWay() throws Exception {
        Started stopped = applyUntil(60);
        stopped.signal("STOP");
        int before = sent();
        List<Run> refused = new ArrayList<>();
        Run second = untilTheLeaseEnds(refused);
        int after = sent();
        stopped.signal("CONT");
        Run first = stopped.ended();

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.err())
                        .contains("is applying a plan to this organization since", "Its lease ends at"));
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(first.exit()).as(first.toString()).isEqualTo(Exit.PARTLY_FAILED.code());
        assertThat(first.out() + first.err())
                .as("its lease is lost, or the database has ended the transaction in which it was stopped")
                .containsAnyOf("the lease on the organization was lost to another run", "the store failed");
        assertThat(sent() - after).as("requests after the other took over").isLessThanOrEqualTo(1);
        assertThat(before).as("calls before the stop").isGreaterThanOrEqualTo(60);
        everybodyIsWhereTheyBelong();
    }

    @Test
    void whatAKilledProcessLeftTheOtherFinishesAfterTheLease() throws Exception {
        Started killed = applyUntil(60);
        killed.kill();
        List<Run> refused = new ArrayList<>();
        Run second = untilTheLeaseEnds(refused);

        assertThat(refused).isNotEmpty();
        assertThat(second.exit()).as(second.toString()).isZero();
        everybodyIsWhereTheyBelong();
    }

    @Test
    void twoThatStartTogetherShareTheChangesAndMakeEachOnce() throws Exception {
        List<Started> both = List.of(apply(), apply());
        List<Integer> exits = new ArrayList<>();
        for (Started one : both) {
            exits.add(one.ended().exit());
        }

        assertThat(exits).as("one does it, the other finds it under way").contains(0);
        assertThat(untilTheLeaseEnds(new ArrayList<>()).exit()).isZero();
        everybodyIsWhereTheyBelong();
    }

    private void everybodyIsWhereTheyBelong() throws Exception {
        Run plan = processes.provision("plan", "--state", url()).ended();
        Run proof = processes.provision("prove", "--state", url()).ended();

        assertThat(plan.exit()).as(plan.toString()).isZero();
        assertThat(plan.out()).endsWith("nothing to do\n");
        assertThat(proof.exit()).as(proof.toString()).isZero();
        IntStream.range(0, KINDS * OF_A_KIND)
                .forEach(i -> assertThat(command.fake.usersByEmail("p" + i + "@bpo.example"))
                        .as("accounts of p%s", i)
                        .hasSize(1));
        assertThat(command.fake.recorder().writes().stream()
                        .filter(TwoProcesses::isOfAPerson)
                        .filter(e -> e.status() < 300)
                        .map(e -> e.method() + " " + e.path() + " " + e.requestBody())
                        .toList())
                .as("changes, each made once")
                .doesNotHaveDuplicates();
    }

    private static boolean isOfAPerson(Exchange exchange) {
        return exchange.path().startsWith("/api/v2/users");
    }

    private Started applyUntil(int calls) throws IOException {
        Started process = apply();
        process.await(() -> sent() >= calls);
        return process;
    }

    private int sent() {
        return command.fake.recorder().writes().size();
    }

    /** Tries again and again, and returns the first run that another one does not keep out. */
    private Run untilTheLeaseEnds(List<Run> refused) throws Exception {
        Run run = apply().ended();
        while (run.exit() == Exit.UNREACHABLE.code()) {
            refused.add(run);
            run = apply().ended();
        }
        return run;
    }

    private Started apply() throws IOException {
        return processes.provision("apply", "--state", url());
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
    }

    /** Writes people of four kinds with the letters of their tenants; those without are in no group. */
    private void people(String... tenants) {
        command.people(IntStream.range(0, KINDS * OF_A_KIND)
                .filter(i -> !tenants[i / OF_A_KIND].isEmpty())
                .mapToObj(i -> "p" + i + " " + tenants[i / OF_A_KIND])
                .toArray(String[]::new));
    }
}
