// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import io.tenantry.scim.Pushes;
import io.tenantry.scim.ScimStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whom a provider pushed, and the verbs about such a provider. */
@NullUnmarked
class ScimVerbTest {
    @TempDir
    Path directory;

    private CommandHarness command;
    private String place;

    @BeforeEach
    void start() {
        command = new CommandHarness(directory);
        place = command.file("pushes.db").toString();
    }

    private Result scim(String... words) {
        List<String> all = new ArrayList<>(List.of("scim"));
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("--scim", place, "--connection", "entra"));
        return command.runExactly(all.toArray(String[]::new));
    }

    private Result run(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--policy", command.policy.toString(), "--scim", place, "--connection", "entra"));
        all.addAll(List.of("--domain", "mypurecloud.com"));
        return command.runExactly(all.toArray(String[]::new));
    }

    private void pushed(Consumer<Pushes> what) {
        try (ScimStore store = ScimStore.file(Path.of(place))) {
            what.accept(new Pushes(store.connection("entra")));
        }
    }

    private boolean hasAccount(String name) {
        return !command.fake.usersByEmail(name + "@bpo.example").isEmpty();
    }

    @Test
    void tokensAreIssuedListedAndRevoked() {
        Result issued = scim("token", "issue", "--label", "entra-2026");
        Result second = scim("token", "issue", "--label", "entra-2027", "--json");

        assertThat(issued.exit()).isEqualTo(Exit.DONE);
        assertThat(issued.out()).matches("Token entra-2026, shown once: [A-Za-z0-9_-]{43}\ndone\n");
        assertThat(second.json("token"))
                .singleElement()
                .satisfies(t -> assertThat(t.path("token").asText()).hasSize(43));
        assertThat(scim("token", "list").out()).isEqualTo("Valid tokens: entra-2026, entra-2027\nshown\n");
        assertThat(scim("token", "issue", "--label", "entra-2026").exit()).isEqualTo(Exit.REFUSED);
        assertThat(scim("token", "revoke", "--label", "entra-2026").out())
                .isEqualTo("Valid tokens: entra-2027\ndone\n");
        assertThat(scim("token", "revoke", "--label", "entra-2062").err())
                .contains("connection entra has no token \"entra-2062\"")
                .contains("entra-2027");
    }

    @Test
    void peopleWhomAProviderPushedArePlannedAppliedAndProvisionedOneByOne() {
        scim("token", "issue", "--label", "entra-2026");
        pushed(p -> {
            p.user("ana", p.group("Account-A"));
            p.group("Account-B");
        });

        Result first = run("apply");

        assertThat(hasAccount("ana")).as(first.out() + first.err()).isTrue();
        assertThat(first.exit()).as(first.out()).isEqualTo(Exit.ATTENTION);
        assertThat(first.out()).contains("first cycle");
        assertThat(scim("status").out())
                .startsWith("Connection entra: 1 user, 2 groups, last change ")
                .contains("The first cycle is not finished");
        assertThat(scim("finished").out()).doesNotContain("not finished");
        assertThat(run("plan").exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(run("one", "ana@bpo.example").exit()).isEqualTo(Exit.NOTHING_TO_DO);
        assertThat(run("lint").exit()).isEqualTo(Exit.NOTHING_TO_DO);
    }

    @Test
    void aFileThatAnEndpointHasOpenIsSaidToBe() {
        scim("token", "issue", "--label", "entra-2026");
        Result status;
        Result plan;
        try (ScimStore endpoint = ScimStore.file(Path.of(place))) {
            endpoint.connection("entra");
            status = scim("status");
            plan = run("plan");
        }

        String why =
                place + " is open in another process, such as provision watch: run this again when that has ended, or"
                        + " keep the pushes in PostgreSQL, where both run side by side";
        assertThat(status.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(status.err()).isEqualTo("the pushes cannot be read or written: " + why + "\n");
        assertThat(plan.err()).contains("the pushes cannot be read: " + why);
    }

    @Test
    void mistypedConnectionIsRefusedAndMakesNone() {
        scim("token", "issue", "--label", "entra-2026");
        pushed(p -> p.user("ana", p.group("Account-A")));

        Result plan = command.runExactly(
                "plan",
                "--policy",
                command.policy.toString(),
                "--scim",
                place,
                "--connection",
                "entar",
                "--domain",
                "mypurecloud.com");

        assertThat(plan.exit()).isEqualTo(Exit.REFUSED);
        assertThat(plan.err()).contains("has no connection \"entar\"", "entra");
        try (ScimStore store = ScimStore.file(Path.of(place))) {
            assertThat(store.connections()).containsExactly("entra");
        }
    }

    @Test
    void nothingIsMadeByReading() {
        assertThat(scim("status").exit()).isEqualTo(Exit.REFUSED);
        assertThat(run("plan").exit()).isEqualTo(Exit.REFUSED);
        assertThat(Path.of(place)).doesNotExist();
    }

    @Test
    void placeThatIsInUseIsSaid() {
        try (ScimStore open = ScimStore.file(Path.of(place))) {
            open.connection("entra");

            assertThat(scim("status").exit()).isEqualTo(Exit.UNREACHABLE);
            assertThat(run("plan").err()).contains("the pushes cannot be read");
        }
    }

    @Test
    void namesEachMistake() {
        assertThat(command.runExactly("scim", "tokn", "list").err())
                .contains("scim needs one of token issue", "token list", "add --scim with --connection");
        assertThat(scim("token", "issue").err()).contains("--label names the token");
        assertThat(command.run("plan", "--scim", place, "--connection", "entra").err())
                .contains("--scim, --users and --jsonl are sources of their own: keep one");
        assertThat(command.run("plan", "--scim", place).err()).contains("--scim and --connection go together");
        assertThat(command.runExactly(
                                "scim", "status", "--scim", "jdbc:postgresql://h/d?password=x", "--connection", "a")
                        .err())
                .contains("--scim holds a password")
                .doesNotContain("password=x");
    }

    @Test
    void watchProvisionsWhoIsPushedToTheSameDatabase() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                ScimStore store = ScimStore.open(server.getPostgresDatabase())) {
            place = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
            Pushes pushes = new Pushes(store.connection("entra"));
            String group = pushes.group("Account-A");
            pushes.group("Account-B");
            pushes.user("ana", group);
            store.connection("entra").finishFirstCycle();
            Instant begun = command.fake.clock().instant();
            TreeMap<Instant, Runnable> later = new TreeMap<>();
            later.put(begun.plus(Duration.ofMinutes(10)), () -> pushes.user("zoe", group));
            // The first run has made the groups, so the first look that finds a person reads everybody.
            later.put(begun.plus(Duration.ofSeconds(675)), () -> pushes.user("kim", group));
            later.put(
                    begun.plus(Duration.ofSeconds(679)),
                    () -> assertThat(hasAccount("kim")).isTrue());
            later.put(begun.plus(Duration.ofMinutes(13)), () -> {
                assertThat(hasAccount("kim")).isTrue();
                command.interruption.ask();
            });
            command.sleeping = () -> {
                while (!later.isEmpty()
                        && !later.firstKey().isAfter(command.fake.clock().instant())) {
                    later.pollFirstEntry().getValue().run();
                }
            };

            Result result = run("watch", "--state", place);

            assertThat(result.exit()).isEqualTo(Exit.INTERRUPTED);
            assertThat(result.out()).contains(" 1 person: ").doesNotContain("zoe", "failed");
        }
    }
}
