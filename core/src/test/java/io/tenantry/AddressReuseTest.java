// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.Identity.State;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person with a new identity id has the user name of another person's account. If the account's own person left the
 * source, the account is shut out like that of any leaver, unless both may be one person under two ids.
 */
class AddressReuseTest {
    private final World world = new World();

    @BeforeEach
    void settle() {
        world.person("u1", "Account-a").person("u2", "Account-a").person("u3", "Account-b");
        world.run();
        assertThat(changes(world.plan())).isEmpty();
    }

    private static Identity successor(String old, State state, String displayName, String... groups) {
        return new Identity(
                new IdentityId("new-" + old),
                old + "@acme.example",
                displayName,
                state,
                new TreeSet<>(List.of(groups)),
                new TreeMap<>(Map.of("jobTitle", "Agent")),
                Delivered.everything(),
                "test");
    }

    private static List<String> changes(Plan plan) {
        return plan.operations()
                .filter(o -> o.person().isPresent())
                .map(o -> o.person().orElseThrow().key() + ": " + Wording.of(o.change()))
                .toList();
    }

    private static List<String> disputed(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.DISPUTED)
                .map(Finding::subject)
                .toList();
    }

    private void shutOut() {
        for (boolean lagging : new boolean[] {false, true}) {
            world.directory.listsNoExternalIds = lagging;
            Plan plan = world.plan();
            assertThat(changes(plan))
                    .as(PlanText.of(plan))
                    .containsExactly("u1: deactivate account", "u1: leave group \"Tenant_A_Agents\"");
            assertThat(changes(world.provisioner().explain("new-u1").plan())).isEmpty();
        }
    }

    private void leftAlone(String... disputed) {
        Plan plan = world.plan();
        assertThat(changes(plan)).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.held()).isEmpty();
        assertThat(disputed(plan)).containsExactlyInAnyOrder(disputed);
        for (String identity : disputed) {
            Plan alone = world.provisioner()
                    .explain(identity.substring("identity ".length()))
                    .plan();
            assertThat(changes(alone)).isEmpty();
            assertThat(disputed(alone)).containsExactly(identity);
            assertThat(alone.attention()).isEqualTo(Map.of(Attention.UNDECIDED, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void leaverWhoseAddressAPersonOfAnotherTenantHasIsShutOut(State state) {
        world.remove("u1").with(successor("u1", state, "Name u1", "Account-b"));

        shutOut();
        assertThat(disputed(world.plan())).containsExactly("identity new-u1");
    }

    @Test
    void whoHasTheFormerAddressOfAnotherPersonIsPlacedByTheNextPlan() {
        world.with(successor("u1", State.ENABLED, "Name new", "Account-b"));
        world.with(Identity.of("u1", "other@acme.example", "Name u1", List.of("Account-a"), Map.of()));

        Plan plan = world.plan();
        world.run();
        world.run();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.DISPUTED)
                .singleElement()
                .satisfies(f -> assertThat(f.message())
                        .endsWith(" is linked to identity u1 (if this plan gives it another user name, apply the plan"
                                + " and plan again)"));
        assertThat(disputed(world.plan())).isEmpty();
        assertThat(world.directory.byName("u1@acme.example").division())
                .isEqualTo(world.division("Tenant_B").id());
    }

    @Test
    void leaverWhoseAddressAPersonOfNoTenantHasIsShutOut() {
        world.remove("u1").with(successor("u1", State.ENABLED, "Name u1"));

        shutOut();
    }

    @Test
    void leaverWhoseAddressAPersonOfAnotherNameHasIsShutOut() {
        world.remove("u1").with(successor("u1", State.ENABLED, "Someone New", "Account-a"));

        shutOut();
    }

    @Test
    void leaverWhoseAddressADisabledPersonOfTheSameTenantHasIsShutOut() {
        world.remove("u1").with(successor("u1", State.DISABLED, "Name u1", "Account-a"));

        shutOut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Name u1", "NAME U1", ""})
    void personOfTheSameNameAndTenantMayBeTheLeaverUnderANewId(String displayName) {
        world.remove("u1").with(successor("u1", State.ENABLED, displayName, "Account-a"));

        leftAlone("identity new-u1");
    }

    @Test
    void personWhoseTenantIsUnknownMayBeTheLeaverUnderANewId() {
        world.remove("u1")
                .with(successor("u1", State.ENABLED, "Name u1")
                        .with(Delivered.everything().sourceGroups(Delivered.Names.none())));

        assertThat(changes(world.plan())).isEmpty();
    }

    @Test
    void sourceThatIsImportedAgainWithNewIdsShutsNobodyOut() {
        world.people.clear();
        world.with(successor("u1", State.ENABLED, "Name u1", "Account-a"))
                .with(successor("u2", State.ENABLED, "Name u2", "Account-a"))
                .with(successor("u3", State.ENABLED, "Name u3", "Account-b"));

        leftAlone("identity new-u1", "identity new-u2", "identity new-u3");
    }

    @Test
    void personMayBeTheLeaverUnderANewIdInADivisionThatTheTenantHadBefore() {
        world.redivide("a", "Tenant_A.2");
        world.govern("a", Map.of(EntitlementKind.ACCOUNTS, Authority.OBSERVE), World.unlimited())
                .run();
        world.govern("a", Map.of(), World.unlimited());
        world.remove("u1").remove("u2").with(successor("u1", State.ENABLED, "Name u1", "Account-a"));

        Plan plan = world.plan();

        assertThat(disputed(plan)).containsExactly("identity new-u1");
        assertThat(changes(plan)).as(PlanText.of(plan)).isNotEmpty().allMatch(change -> change.startsWith("u2: "));
    }

    @Test
    void leaverIsShutOutAlthoughALinkedPersonHasTheAddress() {
        world.remove("u1").with(Identity.of("u3", "u1@acme.example", "Name u3", List.of("Account-b"), Map.of()));

        assertThat(changes(world.plan())).contains("u1: deactivate account");
    }

    @Test
    void rowThatCannotBeReadKeepsTheAccountOpen() {
        world.remove("u1").with(successor("u1", State.ENABLED, "Name u1", "Account-b"));
        world.rejected.add(new RejectedRow("users.csv:2", Optional.of(new IdentityId("u1")), "unreadable"));

        assertThat(changes(world.plan())).isEmpty();
    }

    @Test
    void withoutAStoreAnAccountOfAnotherIdIsDisputedOnBothRoads() {
        world.directory.listsNoExternalIds = true;
        world.people.clear();
        world.with(successor("u1", State.ENABLED, "Name u1", "Account-a"))
                .with(successor("u2", State.DISABLED, "Name u2", "Account-a"))
                .person("u3", "Account-b");

        Plan plan = world.provisioner(new MemoryStore(world.clock)).plan();

        assertThat(changes(plan)).as(PlanText.of(plan)).isEmpty();
        assertThat(disputed(plan)).containsExactlyInAnyOrder("identity new-u1", "identity new-u2");
        for (String id : List.of("new-u1", "new-u2")) {
            Plan alone =
                    world.provisioner(new MemoryStore(world.clock)).explain(id).plan();
            assertThat(disputed(alone)).containsExactly("identity " + id);
        }
    }

    @Test
    void accountsThatAreRecognisedByNameAreReadUpToANumber() {
        world.directory.listsNoExternalIds = true;
        List<String> asked = new ArrayList<>();
        world.directory.asked = asked::add;

        world.builder(world.directory, new MemoryStore(world.clock))
                .readAlone(2)
                .build()
                .plan();
        assertThat(asked).hasSize(2);

        asked.clear();
        world.plan();
        assertThat(asked).isEmpty();
    }
}
