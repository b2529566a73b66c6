// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.plan.Plan;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine makes of pushes: few people follow them at once, a mass change meets the limits. */
class PushedChangesTest {
    private static final int PEOPLE = 12;
    private static final String POLICY = """
            apiVersion: tenantry/v1
            organization: fakebpo
            defaults:
              limits:
                accounts: { max: 3, percent: 50 }
                memberships: { max: 3, percent: 50 }
            precedence: [retail, pool]
            tenants:
              - id: retail
                name: Tenant A
                division: { name: Tenant_A }
                match: { sourceGroup: Account-A }
                profiles:
                  - { id: agent, genesysGroup: Tenant_A_Agents, roles: [Agent] }
              - id: pool
                name: Pool
                division: { name: Pool }
                match: { sourceGroup: Everybody }
                profiles:
                  - { id: agent, genesysGroup: Pool_Agents, roles: [Agent] }
            """;

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final GenesysCloud genesys = GenesysCloud.builder()
            .hosts(fake.baseUri(), fake.loginUri())
            .credentials(ClientCredentials.of(
                    fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
            .httpClient(fake.httpClient())
            .build();
    private final ScimStore store = Places.sqlite().open();
    private final Pusher entra = new Pusher(store.connection("entra"));
    private final List<String> people = new ArrayList<>();
    private final Provisioner provisioner = Provisioner.builder()
            .policy(PolicyLoader.read(POLICY, PolicyFormat.YAML, "policy")
                    .policy()
                    .orElseThrow())
            .source(entra.connection().source())
            .directory(genesys)
            .build();
    private String group = "";

    @BeforeEach
    void pushEverybodyOnce() {
        fake.createDivision("Tenant_A");
        fake.createDivision("Pool");
        fake.createRole("Agent");
        for (int i = 0; i < PEOPLE; i++) {
            people.add(entra.user("p" + i + "@a.example"));
        }
        group = entra.group("Account-A", people.toArray(String[]::new));
        entra.group("Everybody", people.toArray(String[]::new));
        entra.connection().finishFirstCycle();
        apply(provisioner.plan());
        assertThat(provisioner.planChanges().plan().isEmpty()).isTrue();
    }

    @AfterEach
    void close() {
        store.close();
        genesys.close();
        fake.close();
    }

    private void apply(Plan plan) {
        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
    }

    private Plan changes() {
        return provisioner.planChanges().plan();
    }

    private static Set<String> concerned(Plan plan) {
        return plan.operations()
                .flatMap(operation -> operation.person().stream())
                .flatMap(person -> person.identity().stream())
                .map(id -> id.value())
                .collect(Collectors.toSet());
    }

    private static boolean says(Plan plan, FindingCode code) {
        return plan.findings().stream().map(Finding::code).anyMatch(code::equals);
    }

    @Test
    void followsAJoinerAMoverAndALeaver() {
        String joiner = entra.user("new@a.example");
        entra.join(group, joiner);
        entra.leave(group, people.get(0));
        entra.patch(Kind.USER, people.get(1), json("{'active':false}"));
        entra.delete(Kind.USER, people.get(2));

        Plan plan = changes();

        assertThat(plan.holds()).isEmpty();
        assertThat(concerned(plan))
                .contains(joiner, people.get(0), people.get(1), people.get(2))
                .doesNotContain(people.get(5));
        apply(plan);
        assertThat(changes().isEmpty()).isTrue();
    }

    @Test
    void takesNothingFromThePeopleOfADeletedGroup() {
        entra.delete(Kind.GROUP, group);

        Plan plan = changes();

        assertThat(concerned(plan)).isEmpty();
        assertThat(says(plan, FindingCode.NOT_DELIVERED)).isTrue();
    }

    @Test
    void takesNothingFromThePeopleOfAnEmptiedGroup() {
        entra.members(group, List.of());

        Plan plan = changes();

        assertThat(concerned(plan)).isEmpty();
        assertThat(says(plan, FindingCode.NOT_DELIVERED)).isTrue();
    }

    @Test
    void holdsAGroupThatIsReplacedByFewPeople() {
        entra.members(group, List.of(people.get(0), people.get(1)));

        Plan plan = changes();

        assertThat(plan.holds()).isNotEmpty();
        assertThat(concerned(plan)).isEmpty();
    }

    @Test
    void holdsADeletionOfManyPeople() {
        people.subList(0, 9).forEach(id -> entra.delete(Kind.USER, id));

        Plan plan = changes();

        assertThat(plan.holds()).isNotEmpty();
        assertThat(concerned(plan)).isEmpty();
    }

    @Test
    void shutsOutWhoWasDeletedWhileAPushOfAnotherIsRefused() {
        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, "somebody@a.example", "emails is no list");
            return true;
        });
        provisioner.plan();
        entra.delete(Kind.USER, people.get(3));

        Plan plan = changes();

        assertThat(plan.holds()).isEmpty();
        assertThat(concerned(plan)).containsExactly(people.get(3));
    }

    @Test
    void takesNothingFromAnybodyUntilTheFirstCycleIsFinished() {
        provisioner.plan();
        store.tables().write(transaction -> transaction.update("update scim_connection set first_cycle = 'OPEN'"));
        entra.delete(Kind.USER, people.get(3));
        entra.patch(Kind.USER, people.get(4), json("{'active':false}"));

        assertThat(concerned(changes())).isEmpty();

        entra.connection().finishFirstCycle();

        assertThat(concerned(changes())).containsExactlyInAnyOrder(people.get(3), people.get(4));
    }

    @Test
    void letsPeopleJoinAndMoveWhileASecondGroupOfOneNameIsRefused() {
        entra.patch(Kind.GROUP, group, json("{'externalId':'11111111-2222-4333-8444-555555555555'}"));
        entra.refused(
                Kind.GROUP,
                "Account-A",
                resources -> resources.create(
                        Kind.GROUP,
                        Json.read(json(
                                "{'displayName':'Account-A','externalId':'11111111-2222-4333-8444-666666666666'}"))));
        String joiner = entra.user("new@a.example");
        entra.join(entra.idOf(Kind.GROUP, "Everybody").orElseThrow(), joiner);

        assertThat(concerned(changes())).containsExactly(joiner);
    }

    @Test
    void removesNobodyForBeingAbsentWhileAPushIsRefused() {
        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, "somebody@a.example", "emails is no list");
            return true;
        });
        store.tables()
                .write(transaction ->
                        transaction.update("delete from scim_resource where kind = 'user' and id = ?", people.get(3)));

        assertThat(concerned(provisioner.plan())).isEmpty();

        entra.connection().forgetRefusals();

        assertThat(concerned(provisioner.plan())).containsExactly(people.get(3));
    }
}
