// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.genesys.GenesysCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command with a policy file, a file of people, and a fake organization in memory. */
final class CommandHarness {
    static final String POLICY = """
            apiVersion: tenantry/v1
            organization: fakebpo
            defaults:
              limits:
                accounts: { max: 1, percent: 10 }
            tenants:
              - id: retail
                name: Retail
                division: { name: Tenant_A }
                match: { sourceGroup: Account-A }
                profiles:
                  - { id: agent, genesysGroup: A_Agents, roles: [Agent] }
              - id: health
                name: Health
                division: { name: Tenant_B }
                match: { sourceGroup: Account-B }
                profiles:
                  - { id: agent, genesysGroup: B_Agents, roles: [Agent] }
            """;

    final FakeGenesysCloud fake;
    Interruption interruption = new Interruption();
    /** Runs after each pause of the command itself. */
    Runnable sleeping = () -> {};

    /** Whether nothing can be written to standard output. */
    boolean full;

    /** Runs when the client of the organization is made. */
    Runnable connecting = () -> {};

    final Map<String, String> environment = new HashMap<>();
    final Path policy;
    final Path people;
    private final Path directory;

    CommandHarness(Path directory) {
        this(directory, FakeGenesysCloud.create());
        fake.createDivision("Tenant_A");
        fake.createDivision("Tenant_B");
        fake.createRole("Agent", "routing:conversation:view");
        write("policy.yaml", accepting(POLICY));
        people("ana A", "ben A", "eva B");
    }

    /** Makes nothing in the organization. */
    CommandHarness(Path directory, FakeGenesysCloud fake) {
        this.directory = directory;
        this.fake = fake;
        policy = directory.resolve("policy.yaml");
        people = directory.resolve("people.jsonl");
        environment.put(RequestReader.ID, fake.rootClient().id());
        environment.put(RequestReader.SECRET, fake.rootClient().secret());
    }

    /** Returns a policy that accepts the administrator that the organization was made with. */
    String accepting(String text) {
        return text + """
                accepted:
                  - holder: { client: root, id: %s }
                    roles: [Master Admin]
                    in: everywhere
                    privileged: true
                    reason: sets the organization up
                    approvedBy: ciso@bpo.example
                """.formatted(fake.rootClient().id());
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the file of people, each given as name, letters of tenants, and {@code off} if disabled. */
    void people(String... descriptions) {
        StringBuilder lines = new StringBuilder();
        for (String description : descriptions) {
            String[] words = description.split(" ", 3);
            List<String> groups = new ArrayList<>();
            words[1].chars().forEach(c -> groups.add("\"Account-" + (char) c + "\""));
            lines.append("{\"id\":\"id-%1$s\",\"userName\":\"%1$s@bpo.example\",\"displayName\":\"%1$s\","
                    .formatted(words[0]));
            lines.append("\"enabled\":" + (words.length == 2) + ",\"groups\":" + groups + "}\n");
        }
        write("people.jsonl", lines.toString());
    }

    /** Runs the command with policy, people and organization given. */
    Result run(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--policy", policy.toString(), "--jsonl", people.toString()));
        all.addAll(List.of("--domain", "mypurecloud.com"));
        return runExactly(all.toArray(String[]::new));
    }

    Result runExactly(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, UTF_8);
        CommandContext context = new CommandContext(
                environment,
                new PrintStream(full ? refusing() : out, true, UTF_8),
                errors,
                ProgressBar.inLog(errors),
                fake.clock(),
                duration -> {
                    fake.advance(duration);
                    sleeping.run();
                },
                interruption,
                this::wired);
        Exit exit = Provision.run(List.of(words), context);
        Result result = new Result(exit, out.toString(UTF_8), err.toString(UTF_8));
        assertThat(result.out() + result.err()).doesNotContain(fake.rootClient().secret());
        return result;
    }

    private static OutputStream refusing() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    private GenesysCloud.Builder wired(GenesysCloud.Builder builder) {
        connecting.run();
        return builder.httpClient(fake.httpClient())
                .clock(fake.clock())
                .nanoTime(() ->
                        Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos())
                .sleeper(fake::advance);
    }

    /** What the command printed, and how it ended. */
    record Result(Exit exit, String out, String err) {
        private static final ObjectMapper JSON = new ObjectMapper();

        /** Returns the lines of a type, each parsed on its own. */
        List<JsonNode> json(String type) {
            return out.lines()
                    .map(Result::parsed)
                    .filter(n -> n.path("type").asText().equals(type))
                    .toList();
        }

        private static JsonNode parsed(String line) {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
