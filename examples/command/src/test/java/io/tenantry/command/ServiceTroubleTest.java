// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the command says where the service does not answer, asks for a pause, or does not take the credential. */
class ServiceTroubleTest extends EmptyOrganization {
    @Test
    void saysWhenTheOrganizationCannotBeReached() {
        command.fake.faults().onAny().always().answer(503);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err())
                .startsWith("mypurecloud.com could not be reached or gave no answer: ")
                .contains("status 503")
                .endsWith("; check the address and the network, then retry; no access was changed\n");
    }

    @Test
    void saysUntilWhenTheRestIsDeferredWhereTheServiceAsksForALongPause() {
        command.fake.faults().on("POST", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Result text = command.run("apply");
        command.fake.advance(Duration.ofSeconds(1));
        Result json = command.run("apply", "--json");

        assertThat(text.exit()).isEqualTo(Exit.PARTLY_FAILED);
        assertThat(text.out())
                .containsPattern("Stopped after \\d+ of \\d+ write calls; deferred: the service asks for no calls until"
                        + " [0-9-]+T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\\. Plan again after that\\.");
        assertThat(json.json("outcome").get(0).path("deferredUntil").asText()).matches("[0-9T:.-]+Z");
    }

    @Test
    void saysInOneLineWhereTheRunStoppedAndWhichHostIsGoneWithTheFailuresFirst() {
        command.people(IntStream.range(0, 40).mapToObj(i -> "p" + i + " A").toArray(String[]::new));
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/Users")
                .nth(5)
                .times(2)
                .answer(400);
        command.fake
                .faults()
                .on("POST", "/api/v2/scim/v2/Users")
                .nth(10)
                .running(() -> command.fake.faults().onAny().always().answer(503))
                .answer(503);

        Result text = command.run("apply");

        assertThat(text.exit()).isEqualTo(Exit.PARTLY_FAILED);
        List<String> lines = text.out()
                .lines()
                .dropWhile(l -> !l.startsWith("Cost: "))
                .skip(1)
                .toList();
        assertThat(lines.get(0)).startsWith("FAILED ").contains("@bpo.example (identity id-p");
        assertThat(lines)
                .anyMatch(
                        l -> l.matches("Stopped after \\d+ of \\d+ write calls: mypurecloud.com could not be reached or"
                                + " gave no answer. Plan again when it answers; the new plan has what is left."))
                .last()
                .isEqualTo("partly failed");
    }

    @Test
    void saysUntilWhenAPlanIsDeferredWhereTheServiceAsksForALongPause() {
        command.fake.faults().on("GET", "/api/v2/groups").always().answer(429, "Retry-After", "3600");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).containsPattern("; deferred until [0-9T:.-]+Z, retry after that");
    }

    @Test
    void saysWhenTheCredentialIsWrong() {
        command.environment.put(RequestReader.SECRET, "not-the-secret");

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .startsWith("mypurecloud.com does not accept the id and the secret of the OAuth client: ")
                .contains("check its id and secret", "; no access was changed")
                .doesNotContain("not-the-secret", "reached");
    }

    @Test
    void saysWhenTheCredentialMayNotRead() {
        command.fake.faults().on("GET", "/api/v2/organizations/me").always().answer(403);

        Result result = command.run("plan");

        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err())
                .startsWith("mypurecloud.com does not permit this to the OAuth client: ")
                .contains("give it the permissions that lint names; no access was changed")
                .doesNotContain("reached");
    }

    @Test
    void saysWhichHostCouldNotBeReached() {
        command.fake.faults().onAny().always().answer(503);

        Result result = command.runExactly(
                "plan",
                "--policy",
                command.policy.toString(),
                "--jsonl",
                command.people.toString(),
                "--base-url",
                "http://127.0.0.1:9");

        assertThat(result.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(result.err()).startsWith("127.0.0.1:9 could not be reached or gave no answer: ");
    }
}
