// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.quirk.RateLimit;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many calls are allowed is asked of the organization where its answers do not say it. The wire lets no header
 * through.
 */
class OrganizationLimitsTest {
    private static final String LIMITS = "/api/v2/organizations/limits/namespaces/platform.api";

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final FaultyWire wire = new FaultyWire(fake);

    @AfterEach
    void stop() throws IOException {
        wire.close();
        fake.close();
    }

    @Test
    void learnsTheBudgetOfEveryCredentialFromTheLimitsOnce() {
        fake.limit(new RateLimit(180, 3000, 60));
        GenesysCloud genesys = overTheWire().credentials(root()).build();

        begin(genesys);
        begin(genesys);

        assertThat(genesys.limits().callsPerMinute()).isEqualTo(2 * 180);
        assertThat(fake.recorder().count("GET", LIMITS)).isEqualTo(1);
    }

    @Test
    void doesNotAskWhereAnAnswerHasTold() {
        fake.limit(new RateLimit(180, 3000, 60));
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();

        genesys.organization();
        begin(genesys);

        assertThat(genesys.limits().callsPerMinute()).isEqualTo(180);
        assertThat(fake.recorder().count("GET", LIMITS)).isZero();
    }

    @Test
    void doesNotAskForTheSakeOfOnePerson() {
        GenesysCloud genesys = overTheWire().credentials(root()).build();

        genesys.organization();
        genesys.accounts().findByUserName("nobody@acme.example");

        assertThat(fake.recorder().count("GET", LIMITS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
    void keepsTheDefaultWhereTheLimitsAreRefused(int status) {
        answer(status, "{\"code\":\"missing.permissions\"}");
        GenesysCloud genesys = overTheWire().build();

        begin(genesys);

        assertThat(genesys.limits().callsPerMinute()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'entities':[{'key':'client.credentials.token.rate.per.minute','value':200},"
                        + "{'key':'token.rate.per.minute','value':700}]}",
                "250 | {'entities':[{'key':'token.rate.per.minute','value':250,'namespace':'platform.api'}]}",
                "100 | {'entities':[{'key':'token.rate.per.minute','value':250},"
                        + "{'key':'token.rate.per.minute','value':100}]}",
                "300 | {'entities':[]}",
                "300 | {'entities':[{'key':'request.bytes.max','value':512000}]}",
                "300 | {'entities':[{'key':'token.rate.per.minute','value':0}]}",
                "300 | {'entities':[{'key':'token.rate.per.minute','value':-1}]}",
                "300 | {'entities':[{'key':'token.rate.per.minute','value':99999999999}]}",
                "300 | {'limits':{'token.rate.per.minute':100}}",
                "300 | <html>"
            })
    void believesOnlyALimitThatIsOne(int expected, String body) {
        answer(200, body.replace('\'', '"'));
        GenesysCloud genesys = overTheWire().build();

        begin(genesys);

        assertThat(genesys.limits().callsPerMinute()).isEqualTo(expected);
    }

    /** Does the first reads of a full plan, after the organization is known. */
    private static void begin(GenesysCloud genesys) {
        genesys.accounts().list(page -> {});
    }

    private void answer(int status, String body) {
        wire.damage(
                "GET",
                LIMITS,
                Integer.MAX_VALUE,
                (socket, good) -> FaultyWire.write(
                        socket.getOutputStream(), new FaultyWire.Reply(status, body.getBytes(UTF_8)), Map.of()));
    }

    private ClientCredentials root() {
        return ClientCredentials.of(
                fake.rootClient().id(), fake.rootClient().secret().toCharArray());
    }

    private GenesysCloud.Builder overTheWire() {
        return Reach.through(wire, fake);
    }
}
