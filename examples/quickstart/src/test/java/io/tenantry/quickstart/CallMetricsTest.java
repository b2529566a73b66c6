// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.GroupId;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters in the registry show the calls that the fake recorded. */
class CallMetricsTest {
    private static final String MEMBERS = "GET /api/v2/groups/{}/individuals";

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GroupId group = new GroupId(fake.createGroup("g").id());

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void countsCallsRetriesAndFailures() {
        GenesysCloud genesys = genesys();
        fake.faults()
                .on("GET", "/api/v2/groups/" + group + "/individuals")
                .times(2)
                .answer(503);
        genesys.groups().members(group);
        genesys.groups().members(group);

        assertThat(timer("genesys.calls", "route", MEMBERS, "status", "503").count())
                .isEqualTo(2);
        assertThat(timer("genesys.calls", "route", MEMBERS, "status", "200").count())
                .isEqualTo(2);
        assertThat(timer("genesys.calls.retried", "route", MEMBERS).count()).isEqualTo(2);
        assertThat(registry.find("genesys.calls.failed").timer()).isNull();
        assertThat(registry.find("genesys.budget.waits").timer()).isNull();
    }

    @Test
    void timesTheWaitsForTheBudgetAndShowsItsUse() {
        fake.limit(new RateLimit(20, 3000, 60));
        GenesysCloud genesys = genesys();
        for (int i = 0; i < 25; i++) {
            genesys.groups().members(group);
        }

        assertThat(registry.get("genesys.budget.allowed").gauge().value()).isEqualTo(20);
        assertThat(registry.get("genesys.budget.used").gauge().value()).isBetween(1.0, 20.0);
        assertThat(timer("genesys.budget.waits", "route", MEMBERS).totalTime(TimeUnit.SECONDS))
                .isBetween(30.0, 120.0);
        assertThat(timer("genesys.calls", "route", MEMBERS, "status", "200").count())
                .isEqualTo(25);
    }

    @Test
    void hasNoIdInAnyName() {
        AccountId person =
                new AccountId(fake.createUser("Ana", "ana@acme.example").id());
        GenesysCloud genesys = genesys();
        genesys.groups().add(group, List.of(person));
        genesys.groups().of(person);
        genesys.groups().members(group);

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Object::toString)
                .hasSizeGreaterThan(3)
                .noneMatch(id -> id.contains(group.value()) || id.contains(person.value()));
    }

    private Timer timer(String name, String... tags) {
        return registry.get(name).tags(tags).timer();
    }

    private GenesysCloud genesys() {
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(fake.clock())
                .nanoTime(() ->
                        Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos())
                .sleeper(fake::advance)
                .listener(new CallMetrics(registry))
                .build();
    }
}
