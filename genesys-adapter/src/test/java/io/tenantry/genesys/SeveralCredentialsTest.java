// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.Provisioner;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.plan.Plan;
import io.tenantry.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several OAuth clients sends what, where an external id shows only to the client that wrote it. */
class SeveralCredentialsTest {
    private static final String USERS = "/api/v2/scim/v2/users";
    private final FakeGenesysCloud fake = FakeGenesysCloud.builder()
            .with(Quirk.ScimExternalIdReach.PER_CLIENT, Quirk.RateHeaders.ONLY_WHEN_LIMITED)
            .build();
    private final Site site = new Site(fake, 2, 1);
    private final OAuthClient first = client("first");
    private final OAuthClient second = client("second");

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void sendsWhatShowsExternalIdsThroughTheFirstAndTheRestThroughTheOthers() {
        site.put("ana", Site.account(0)).put("ben", Site.account(1));
        fake.recorder().clear();

        Site.run(provisioner(pool().build()));

        assertThat(fake.recorder().exchanges())
                .filteredOn(e -> !e.path().startsWith("/oauth/"))
                .allSatisfy(e -> assertThat(e.clientId())
                        .as(e.line())
                        .isEqualTo(e.path().startsWith(USERS) ? first.id() : second.id()));
    }

    @Test
    void recognisesEachAccountByItsExternalIdInLaterRuns() {
        site.put("ana", Site.account(0)).put("ben", Site.account(1));
        Site.run(provisioner(pool().build()));
        rename("ana", "ana.maria@acme.example");

        Plan plan = provisioner(pool().build()).plan();

        assertThat(plan.operations().map(o -> o.change().toString()))
                .singleElement()
                .asString()
                .startsWith("UpdateAccount[");
    }

    @Test
    void waitsForTheFirstWhereTheOthersHaveCallsLeft() {
        User ana = fake.createUser("Ana", "ana@acme.example");
        List<Duration> waits = new ArrayList<>();
        GenesysCloud genesys = pool().budgets(i -> RateBudget.perMinute(10, Reach.nanoTime(fake)))
                .sleeper(wait -> {
                    waits.add(wait);
                    fake.advance(wait);
                })
                .build();

        for (int i = 0; i < 12; i++) {
            genesys.groups().of(new AccountId(ana.id()));
        }

        assertThat(fake.recorder().matching("GET", USERS + "/" + ana.id()))
                .extracting(Exchange::clientId)
                .containsOnly(first.id());
        assertThat(waits).isNotEmpty();
    }

    @Test
    void failsWhatShowsExternalIdsAndGoesOnWithTheRestWhereTheFirstIsRefused() {
        GenesysCloud genesys = with(ClientCredentials.of(first.id(), "mistyped".toCharArray()), credentials(second));

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.accounts().findByExternalId("ana"));

        assertThat(failed.failure()).isEqualTo(Failure.NOT_AUTHENTICATED);
        assertThat(failed).hasMessageContaining(first.id());
        assertThat(genesys.roles().list().completeness().isComplete()).isTrue();
        assertThat(fake.recorder().matching("GET", USERS)).isEmpty();
    }

    private OAuthClient client(String name) {
        return fake.createClient(name, fake.org().rolesNamed("Master Admin"), List.of(Division.ALL));
    }

    private Provisioner provisioner(GenesysCloud genesys) {
        return site.provisioner(genesys, new MemoryStore(fake.clock()));
    }

    private void rename(String id, String userName) {
        User user = site.user(id);
        fake.change("renamed by hand", org -> org.with(user.withEmail(userName)));
    }

    private GenesysCloud.Builder pool() {
        return builder(credentials(first), credentials(second));
    }

    private GenesysCloud with(ClientCredentials... all) {
        return builder(all).build();
    }

    private GenesysCloud.Builder builder(ClientCredentials... all) {
        GenesysCloud.Builder builder = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .httpClient(fake.httpClient())
                .clock(fake.clock())
                .nanoTime(Reach.nanoTime(fake))
                .sleeper(fake::advance);
        for (ClientCredentials one : all) {
            builder.credentials(one);
        }
        return builder;
    }

    private static ClientCredentials credentials(OAuthClient client) {
        return ClientCredentials.of(client.id(), client.secret().toCharArray());
    }
}
