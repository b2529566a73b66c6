// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Outcome;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.isolation.IsolationHtml;
import io.tenantry.isolation.IsolationJson;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationText;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.Authority;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write of attributes is a gain where a rule may take the account into a group of another tenant. */
@NullUnmarked
class AttributeRuleTest {
    private static final GroupId AUTO = new GroupId("grp-auto");
    private final World world = new World();
    private final MemoryDirectory org = world.directory;

    AttributeRuleTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void attributesWaitWhereTheRuleOfAGroupMayLetTheAccountIntoAnotherTenant() {
        auto("Tenant_B", "");
        title("ana", "Lead", "Account-a", "Supervisors-a");

        Plan plan = world.plan();
        world.run();

        assertThat(plan.holds()).as(PlanText.of(plan)).singleElement().satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(HoldCode.GROUP_REACHES_ELSEWHERE);
            assertThat(hold.message())
                    .isEqualTo("group \"Auto\" (grp-auto) takes accounts by a rule and holds role \"Agent\" in"
                            + " division \"Tenant_B\" (tenant b); a write of title may let the account in or"
                            + " keep it there, so it waits");
        });
        assertThat(held(plan)).containsExactly("update title");
        assertThat(org.groupsOf("ana@acme.example")).contains("Tenant_A_Supervisors");
    }

    @Test
    void attributesWaitEvenForThePersonsOwnTenantIfThePersonKeepsAnother() {
        auto("Tenant_A", "");
        Group side = new Group(new GroupId("grp-side"), "Side");
        org.groups.put(side.id(), side);
        org.members.put(side.id(), new LinkedHashSet<>());
        org.grants.add(new Grant(
                SubjectId.of(side.id()),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));
        world.member("ana@acme.example", "Side");
        title("ana", "Lead", "Account-a");

        assertThat(held(world.plan())).containsExactly("update title");
    }

    @Test
    void accountIsNotCreatedWithSuchAttributes() {
        auto("Tenant_B", "");
        title("zoe", "Lead", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(plan.held()).hasSize(2);
    }

    @Test
    void accountIsNotReactivatedWithSuchAttributes() {
        auto("Tenant_B", "");
        world.disable("ana").run();
        title("ana", "Lead", "Account-a");

        world.run();

        assertThat(org.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void accountIsNotRestoredWhereARuleMayTakeIt() {
        auto("Tenant_B", "");
        org.set(org.byName("ana@acme.example"), AccountState.DELETED, MemoryDirectory.HOME.id());

        Plan plan = world.plan();

        assertThat(plan.batches()).as(PlanText.of(plan)).isEmpty();
        assertThat(held(plan)).contains("restore deleted account");
    }

    @Test
    void ruleOfAPolicyGroupCountsToo() {
        GroupId agents = org.named("Tenant_B_Agents").id();
        org.rules.put(agents, "");
        title("ana", "Lead", "Account-a");
        title("bob", "Lead", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> o.person().orElseThrow().userName()))
                .as(PlanText.of(plan))
                .containsExactly("bob@acme.example");
        assertThat(held(plan)).hasSize(1);
    }

    @Test
    void moverIsNotLetBackIntoTheGroupThatThePlanTakesThePersonOutOf() {
        org.rules.put(org.named("Tenant_A_Agents").id(), "");
        title("ana", "Lead", "Account-b");

        Plan plan = world.plan();
        world.run();

        assertThat(held(plan)).as(PlanText.of(plan)).containsExactly("update title");
        assertThat(org.groupsOf("ana@acme.example")).containsExactly("Tenant_B_Agents");
    }

    @Test
    void ruleInAllDivisionsCountsForEverybody() {
        auto("Tenant_B", "");
        org.grants.clear();
        org.grants.add(new Grant(SubjectId.of(AUTO), new RoleId("role-Agent"), DivisionId.EVERYWHERE));
        title("bob", "Lead", "Account-b");

        assertThat(held(world.plan())).contains("update title");
    }

    @Test
    void attributesAreWrittenWhereTheGroupLeadsToThePersonsOwnTenant() {
        auto("Tenant_A", "");
        title("ana", "Lead", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void attributesOfAJointAgentAreWrittenWhereTheGroupLeadsToTheOtherTenant() {
        world.jointAgents = List.of(new JointAgent(
                "ana",
                List.of(new TenantId("a"), new TenantId("b")),
                new TenantId("a"),
                "shared queue",
                "cto",
                LocalDate.of(2027, 3, 31)));
        world.run();
        auto("Tenant_B", "");
        title("ana", "Lead", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void attributesWaitWhereTheGroupLeadsToATenantThatThePersonKeepsAgainstThePolicy() {
        auto("Tenant_B", "");
        world.state(
                "ana@acme.example",
                AccountState.ACTIVE,
                world.division("Tenant_B").id());
        world.govern("a", World.everything(Authority.ADDITIVE), World.unlimited());
        title("ana", "Lead", "Account-a");

        assertThat(held(world.plan())).contains("update title");
    }

    @Test
    void attributesWaitWhereTheRuleHasTakenTheAccountAlready() {
        auto("Tenant_B", "");
        org.ruled.put(AUTO, new TreeSet<>(Set.of(org.byName("ana@acme.example").id())));
        title("ana", "Lead", "Account-a");

        assertThat(held(world.plan())).contains("update title");
    }

    @Test
    void attributesWaitWhereTheRuleShowsConditionsOnSkillsBecauseItMayHaveOthers() {
        auto("Tenant_B", "skill Spanish at least 3");
        title("ana", "Lead", "Account-a");

        assertThat(held(world.plan())).contains("update title");
    }

    @Test
    void attributesAreWrittenWhereTheGroupHasNoRule() {
        auto("Tenant_B", "");
        org.rules.clear();
        title("ana", "Lead", "Account-a");

        assertThat(world.plan().holds()).isEmpty();
    }

    @Test
    void attributesThatWouldFillAnAcceptedGroupBeyondItsNumberWait() {
        auto("Tenant_B", "");
        acceptedForOne();
        title("ana", "Lead", "Account-a");
        title("bob", "Lead", "Account-b");

        Plan plan = world.plan();

        assertThat(plan.operations().map(o -> o.person().orElseThrow().userName()))
                .as(PlanText.of(plan))
                .containsExactly("ana@acme.example");
        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.ACCEPTED_GROUP_FULL);
    }

    @Test
    void attributesWaitWhereTheMembersOfAFullAcceptedGroupCannotBeRead() {
        auto("Tenant_B", "");
        acceptedForOne();
        RefusedListings refusing = new RefusedListings(org);
        refusing.troubles.put(RefusedListings.Read.of("groups", "everybody", AUTO), RefusedListings.Trouble.FORBIDDEN);
        title("bob", "Lead", "Account-b");

        Plan plan = world.provisioner(refusing, world.store).plan();

        assertThat(held(plan)).as(PlanText.of(plan)).containsExactly("update title");
    }

    @Test
    void reactivationIsTakenBackAndTheRunDoesNotBlameAHandAlone() {
        world.disable("ana").run();
        title("ana", "Lead", "Account-a");
        auto("Tenant_B", "");
        org.rules.clear();
        takesAna();

        Stream<Outcome> crossed = world.run().outcomes().stream().filter(o -> o.status() == Outcome.Status.CROSSED);

        assertThat(crossed.map(Outcome::detail))
                .anyMatch(d -> d.contains("or by the rule of a group and the attributes that it wrote")
                        && d.contains("taken back: deactivate"));
        assertThat(org.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void nameAndLogInWaitAsTitlesDo() {
        auto("Tenant_B", "");
        world.with(
                Identity.of("ana", "ana@acme.example", "Ana Lead", List.of("Account-a"), Map.of("jobTitle", "Agent")));

        assertThat(held(world.plan())).containsExactly("update displayName");
    }

    @Test
    void planForOnePersonHoldsTheSameWrite() {
        auto("Tenant_B", "");
        title("ana", "Lead", "Account-a", "Supervisors-a");

        Provisioned provisioned = world.provisioner().provision("ana", "test");

        Plan plan = provisioned.explanation().plan();
        assertThat(held(plan)).as(PlanText.of(plan)).containsExactly("update title");
        assertThat(org.groupsOf("ana@acme.example")).contains("Tenant_A_Supervisors");
    }

    @Test
    void planForOnePersonDoesNotCreateAnAccountThatARuleMayTake() {
        auto("Tenant_B", "");
        title("zoe", "Lead", "Account-a");

        assertThat(world.provisioner()
                        .provision("zoe", "test")
                        .explanation()
                        .plan()
                        .batches())
                .isEmpty();
    }

    @Test
    void planForOnePersonReadsNoRuleOfAGroupThatIsKnownToHaveNone() {
        title("bob", "Lead", "Account-b");
        world.run();
        title("ana", "Lead", "Account-a");
        world.provisioner().provision("ana", "test");
        org.rulesRead = 0;
        title("ana", "Head", "Account-a");

        world.provisioner().provision("ana", "test");

        assertThat(org.rulesRead).isZero();
        assertThat(org.byName("ana@acme.example").attributes()).containsEntry(AccountAttribute.TITLE, "Head");
    }

    @Test
    void planForOnePersonWritesOnlyOnceAllGroupsWereAskedForARule() {
        auto("Tenant_B", "");
        title("ana", "Lead", "Account-a", "Supervisors-a");
        Provisioner provisioner = world.builder(org, world.store).readAlone(3).build();

        Plan first = provisioner.provision("ana", "test").explanation().plan();
        Plan second = provisioner.provision("ana", "test").explanation().plan();

        assertThat(first.holds()).as(PlanText.of(first)).singleElement().satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(HoldCode.READ_INCOMPLETE);
            assertThat(hold.message())
                    .isEqualTo("2 groups were not asked yet whether a rule takes accounts in, so the write waits");
        });
        assertThat(second.holds())
                .as(PlanText.of(second))
                .extracting(Hold::code)
                .containsExactly(HoldCode.GROUP_REACHES_ELSEWHERE);
    }

    @Test
    void titleOfAnotherTenantsNewRuleIsTakenBackAndTheRunSaysSo() {
        title("ana", "Lead", "Account-a");
        World.Planned planned = world.planned();
        auto("Tenant_B", "");
        takesAna();

        Stream<Outcome> crossed = planned.apply().outcomes().stream().filter(o -> o.status() == Outcome.Status.CROSSED);

        assertThat(crossed.map(Outcome::detail))
                .singleElement()
                .asString()
                .contains("group grp-auto")
                .contains("taken back: update title");
        assertThat(org.byName("ana@acme.example").attributes()).containsEntry(AccountAttribute.TITLE, "Agent");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void titleStaysIfAHandAndNoRuleOpenedTheOtherTenant(boolean byGroup) {
        title("ana", "Lead", "Account-a");
        World.Planned planned = world.planned();
        auto("Tenant_B", "");
        org.rules.clear();
        org.after = write -> {
            if (byGroup) {
                world.member("ana@acme.example", "Auto");
            } else {
                world.grant(
                        "ana@acme.example", "Agent", world.division("Tenant_B").id());
            }
        };

        assertThat(planned.apply().isClean()).isTrue();
        assertThat(org.byName("ana@acme.example").attributes()).containsEntry(AccountAttribute.TITLE, "Lead");
    }

    @Test
    void reactivatedAccountKeepsItsLogInWithARoleThatAHandGaveItself() {
        world.disable("ana").run();
        title("ana", "Lead", "Account-a");
        org.after = write -> {
            if (write.startsWith("update")) {
                world.grant(
                        "ana@acme.example", "Agent", world.division("Tenant_B").id());
            }
        };

        assertThat(world.run().outcomes())
                .filteredOn(o -> o.status() == Outcome.Status.CROSSED)
                .extracting(Outcome::detail)
                .anyMatch(d -> d.contains("nothing was left to take back"));
        assertThat(world.reach("ana@acme.example")).contains("Tenant_B");
        assertThat(org.byName("ana@acme.example").state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void titleOfOnePersonIsPutBackToo() {
        auto("Tenant_B", "");
        org.rules.clear();
        title("bob", "Lead", "Account-b");
        world.run();
        org.rules.put(AUTO, "");
        title("ana", "Lead", "Account-a");
        takesAna();

        Provisioned provisioned = world.provisioner().provision("ana", "test");

        assertThat(provisioned.report().outcomes())
                .extracting(Outcome::status)
                .as(() -> provisioned.explanation().text())
                .containsExactly(Outcome.Status.CROSSED);
        assertThat(org.byName("ana@acme.example").attributes()).containsEntry(AccountAttribute.TITLE, "Agent");
    }

    @Test
    void nameIsPutBackAsATitleIs() {
        world.with(
                Identity.of("ana", "ana@acme.example", "Ana Lead", List.of("Account-a"), Map.of("jobTitle", "Agent")));
        World.Planned planned = world.planned();
        auto("Tenant_B", "");
        takesAna();

        Stream<Outcome> crossed = planned.apply().outcomes().stream().filter(o -> o.status() == Outcome.Status.CROSSED);

        assertThat(crossed.map(Outcome::detail)).singleElement().asString().contains("taken back: update displayName");
        assertThat(org.byName("ana@acme.example").displayName()).isEqualTo("Name ana");
    }

    @Test
    void titleIsPutBackAndWhatAHandWroteMeanwhileStays() {
        title("ana", "Lead", "Account-a");
        World.Planned planned = world.planned();
        auto("Tenant_B", "");
        takesAna();
        Consumer<String> rule = org.after;
        org.after = name -> {
            rule.accept(name);
            org.after = later -> {};
            number("ana@acme.example", "4711");
        };

        planned.apply();

        assertThat(org.byName("ana@acme.example").attributes())
                .containsEntry(AccountAttribute.TITLE, "Agent")
                .containsEntry(AccountAttribute.EMPLOYEE_NUMBER, "4711");
    }

    @Test
    void handAloneIsBlamedIfTheRunWroteAttributesOfAnotherPersonOnly() {
        title("bob", "Lead", "Account-b");
        world.person("ana", "Account-a", "Supervisors-a");
        World.Planned planned = world.planned();
        org.before = name -> {
            if (name.startsWith("add")) {
                world.grant(
                        "ana@acme.example", "Agent", world.division("Tenant_B").id());
            }
        };

        Stream<Outcome> crossed = planned.apply().outcomes().stream().filter(o -> o.status() == Outcome.Status.CROSSED);

        assertThat(crossed.map(Outcome::detail))
                .singleElement()
                .asString()
                .contains("by a change that this run did not make; taken back: ");
    }

    @Test
    void everyFormOfAProofNamesTheRuleAndTheAttributesWhichDoNotDecide() {
        auto("Tenant_B", "");
        title("ana", "Lead", "Account-a");
        world.run();

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.verdict()).isEqualTo(IsolationProof.Verdict.PROVEN);
        assertThat(IsolationText.of(proof)).contains("""
                        Groups that take accounts by a rule, 1
                          "Auto" (grp-auto) takes accounts by a rule whose conditions the service does not show; the policy\
                         writes employeeNumber, title, which the rule may be about
                        """);
        assertThat(IsolationHtml.of(proof)).contains("<h2>Groups that take accounts by a rule</h2>");
        assertThat(IsolationJson.of(proof)).contains("\"rules\" : [ {");
    }

    private void auto(String division, String conditions) {
        org.groups.put(AUTO, new Group(AUTO, "Auto"));
        org.members.put(AUTO, new LinkedHashSet<>());
        org.rules.put(AUTO, conditions);
        org.grants.add(new Grant(
                SubjectId.of(AUTO),
                new RoleId("role-Agent"),
                world.division(division).id()));
    }

    /** Accepts the group for one account, which is in it by its rule. */
    private void acceptedForOne() {
        org.groups.put(AUTO, new Group(AUTO, "Auto", OptionalLong.of(1), true));
        org.ruled.put(AUTO, new TreeSet<>(Set.of(org.byName("ana@acme.example").id())));
        world.accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.GROUP, "Auto", Optional.empty()),
                Set.of("Agent"),
                new AcceptedAccess.Extent(true, List.of(), List.of()),
                OptionalInt.of(1),
                false,
                true,
                "dialler",
                "ciso",
                Optional.empty()));
    }

    private void takesAna() {
        org.after = name -> {
            if (name.startsWith("update")) {
                org.ruled
                        .computeIfAbsent(AUTO, k -> new TreeSet<>())
                        .add(org.byName("ana@acme.example").id());
            }
        };
    }

    private void number(String userName, String number) {
        Account a = org.byName(userName);
        Map<AccountAttribute, String> attributes = new EnumMap<>(a.attributes());
        attributes.put(AccountAttribute.EMPLOYEE_NUMBER, number);
        org.accounts.put(
                a.id(),
                new Account(
                        a.id(), a.state(), a.userName(), a.displayName(), a.externalId(), a.division(), attributes));
    }

    private void title(String id, String title, String... groups) {
        world.with(Identity.of(id, id + "@acme.example", "Name " + id, List.of(groups), Map.of("jobTitle", title)));
    }

    private static List<String> held(Plan plan) {
        return plan.held().map(o -> Wording.of(o.change())).toList();
    }
}
