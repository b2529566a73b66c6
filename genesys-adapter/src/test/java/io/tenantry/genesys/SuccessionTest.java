// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenantry.Provisioner;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Organization;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.plan.Plan;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One OAuth client replaces another, where an external id shows only to the client that wrote it. */
class SuccessionTest {
    private static final int PEOPLE = 30;
    private final FakeGenesysCloud fake = FakeGenesysCloud.builder()
            .with(Quirk.ScimExternalIdReach.PER_CLIENT, Quirk.ScimLargePages.TOO_MANY_REQUESTS_429)
            .build();
    private final Site site = new Site(fake, 1, 1);
    private final OAuthClient old = client("old");
    private final OAuthClient next = client("next");
    private final ProvisioningStore store = new MemoryStore(fake.clock());

    @BeforeEach
    void people() {
        IntStream.range(0, PEOPLE).forEach(i -> site.put("p" + i, Site.account(0)));
        Site.run(site.provisioner(as(old), store));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void withoutSuccessionTheNewClientKnowsNobodyByExternalId() {
        assertThat(as(next).accounts().findByExternalId("p0")).isEmpty();
        assertThat(as(old).accounts().findByExternalId("p0")).hasSize(1);
    }

    @Test
    void newClientTakesEveryExternalIdOverAndWritesNothingElse() {
        change("p1", site.user("p1").withState(UserState.INACTIVE));
        List<User> before = fake.org().users();
        fake.recorder().clear();

        Succession done = as(next).succeed(as(old), PEOPLE, a -> false);
        Succession again = as(next).succeed(as(old), PEOPLE, a -> false);

        assertThat(done).isEqualTo(new Succession(PEOPLE, PEOPLE, List.of(), List.of(), List.of()));
        assertThat(again).isEqualTo(new Succession(PEOPLE, 0, List.of(), List.of(), List.of()));
        assertThat(again.isComplete()).isTrue();
        assertThat(fake.recorder().writes())
                .hasSize(PEOPLE)
                .extracting(Exchange::clientId)
                .containsOnly(next.id());
        assertThat(fake.org().users())
                .extracting(u -> u.email() + u.state() + u.divisionId() + u.attributes())
                .containsExactlyElementsOf(before.stream()
                        .map(u -> u.email() + u.state() + u.divisionId() + u.attributes())
                        .toList());
    }

    @Test
    void newClientRecognisesPeopleWhoseAccountsWereRenamedWithoutAStore() {
        as(next).succeed(as(old), PEOPLE, a -> false);
        change("p2", site.user("p2").withEmail("other@acme.example"));

        Plan plan = site.provisioner(as(next), new MemoryStore(fake.clock())).plan();

        assertThat(plan.operations().map(o -> o.change().toString()))
                .singleElement()
                .asString()
                .startsWith("UpdateAccount[");
    }

    @Test
    void newClientRecognisesPeopleByTheLinksOfTheStoreBeforeASuccession() {
        change("p2", site.user("p2").withEmail("other@acme.example"));
        Provisioner provisioner = site.provisioner(as(next), store);

        Site.run(provisioner);

        assertThat(provisioner.plan().isEmpty()).isTrue();
        assertThat(fake.org().users()).hasSize(PEOPLE);
    }

    @Test
    void writesNoMoreThanAllowedAndSaysWhatIsLeft() {
        Succession look = as(next).succeed(as(old), 0, a -> false);
        Succession some = as(next).succeed(as(old), 10, a -> a.userName().equals("p0@acme.example"));

        assertThat(look.left()).hasSize(PEOPLE);
        assertThat(look.written()).isZero();
        assertThat(some.written()).isEqualTo(10);
        assertThat(some.left())
                .hasSize(PEOPLE - 10)
                .contains(new AccountId(site.user("p0").id()));
        assertThat(some.isComplete()).isFalse();
    }

    @Test
    void leavesAnAccountAloneThatShowsTheNewClientAnotherExternalId() {
        AccountId account = new AccountId(site.user("p3").id());
        as(next).accounts().update(account, AccountChange.marking("somebody"));

        Succession done = as(next).succeed(as(old), PEOPLE, a -> false);

        assertThat(done.different()).containsExactly(account);
        assertThat(done.isComplete()).isFalse();
        assertThat(as(next).accounts().findByExternalId("somebody")).hasSize(1);
    }

    @Test
    void refusesTheClientOfAnotherOrganization() {
        try (FakeGenesysCloud other = FakeGenesysCloud.builder()
                .organization(Organization.named("Other"))
                .build()) {
            GenesysCloud stranger = Reach.MEMORY.to(other).build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> as(next).succeed(stranger, PEOPLE, a -> false))
                    .withMessage("the former client belongs to another organization");
        }
    }

    private void change(String id, User changed) {
        fake.change("by hand to " + id, org -> org.with(changed));
    }

    private OAuthClient client(String name) {
        return fake.createClient(name, fake.org().rolesNamed("Master Admin"), List.of(Division.ALL));
    }

    private GenesysCloud as(OAuthClient client) {
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .httpClient(fake.httpClient())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .clock(fake.clock())
                .nanoTime(Reach.nanoTime(fake))
                .sleeper(fake::advance)
                .build();
    }
}
