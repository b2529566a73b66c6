// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.apply.ApplyReport;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Delivered.Names;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A fact that a source does not deliver changes no access: in a plan for everybody and for one person. */
class UnknownFactsTest {
    private static final Delivered NO_GROUPS = Delivered.everything().sourceGroups(Names.none());
    private static final Delivered NO_ATTRIBUTES = Delivered.everything().attributes(Names.none());

    private final World world = new World();

    private World edit(String id, UnaryOperator<Identity> change) {
        return world.with(change.apply(requireNonNull(world.people.get(new IdentityId(id)))));
    }

    private List<String> changes() {
        List<String> everybody =
                world.plan().operations().map(o -> Wording.of(o.change())).toList();
        List<String> one = world.provisioner()
                .explain("ana")
                .plan()
                .operations()
                .map(o -> Wording.of(o.change()))
                .toList();
        assertThat(one).as("one person").isEqualTo(everybody);
        return everybody;
    }

    @Test
    void unknownStateNeitherReactivatesNorDeactivates() {
        world.person("ana", "Account-a").run();
        edit("ana", i -> i.with(Identity.State.UNKNOWN));

        assertThat(changes()).isEmpty();
        world.disable("ana").run();
        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        edit("ana", i -> i.with(Identity.State.UNKNOWN));
        assertThat(changes()).isEmpty();
    }

    @Test
    void unknownSourceGroupsKeepMembersAndLetNobodyIn() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.person("ana");
        edit("ana", i -> i.with(NO_GROUPS));

        assertThat(changes()).isEmpty();
        assertThat(world.plan().findings())
                .extracting(Finding::code, Finding::message)
                .contains(
                        tuple(
                                FindingCode.PARKED,
                                "the identity source does not deliver source group \"Account-a\" (tenant a), "
                                        + "source group \"Account-b\" (tenant b)"),
                        tuple(
                                FindingCode.NOT_DELIVERED,
                                "the identity source does not deliver \"Account-a\", \"Account-b\", \"Supervisors-a\", \"Supervisors-b\" of 1 person, and the policy uses it"));
    }

    @Test
    void memberOfOneTenantStaysWhereAnotherTenantIsUnknown() {
        world.person("ana", "Account-a").run();
        edit("ana", i -> i.with(Delivered.everything().sourceGroups(Names.allBut(List.of("Account-b")))));

        assertThat(changes()).isEmpty();

        world.precedence = List.of(new TenantId("a"), new TenantId("b"));
        assertThat(world.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.NOT_DELIVERED);
    }

    @Test
    void unknownProfileIsNeitherGivenNorTakenAway() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bo", "Account-a")
                .run();
        Delivered noSupervisors =
                Delivered.everything().sourceGroups(Names.only(List.of("Account-a", "Account-b", "Supervisors-b")));
        world.person("ana", "Account-a");
        edit("ana", i -> i.with(noSupervisors));
        edit("bo", i -> i.with(noSupervisors));

        assertThat(world.plan().operations()).isEmpty();
        assertThat(world.directory.groupsOf("ana@acme.example"))
                .containsExactly("Tenant_A_Agents", "Tenant_A_Supervisors");
        assertThat(world.directory.groupsOf("bo@acme.example")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void moverLeavesTheOldTenantWholeThoughAProfileThereIsUnknown() {
        world.person("ana", "Account-a", "Supervisors-a").run();
        world.person("ana", "Account-b");
        edit(
                "ana",
                i -> i.with(Delivered.everything()
                        .sourceGroups(Names.only(List.of("Account-a", "Account-b", "Supervisors-b")))));

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.directory.groupsOf("ana@acme.example")).containsExactly("Tenant_B_Agents");
    }

    @Test
    void unknownAttributeIsNeitherWrittenNorClearedAndReportedOnce() {
        world.person("ana", "Account-a").person("bo", "Account-b").run();
        for (String id : List.of("ana", "bo")) {
            edit(
                    id,
                    i -> new Identity(
                            i.id(),
                            i.userName(),
                            "",
                            i.state(),
                            i.sourceGroups(),
                            new TreeMap<>(),
                            NO_ATTRIBUTES,
                            i.origin()));
        }

        assertThat(changes()).isEmpty();
        assertThat(world.plan().findings())
                .extracting(Finding::code, Finding::subject, Finding::message)
                .containsExactly(
                        tuple(
                                FindingCode.NOT_DELIVERED,
                                "attributes that accounts get",
                                "the identity source does not deliver \"employeeId\", \"jobTitle\" of 2 people, and the policy uses it"));
        Account ana = world.directory.byName("ana@acme.example");
        assertThat(ana.displayName()).isEqualTo("Name ana");
        assertThat(ana.attributes()).containsEntry(AccountAttribute.TITLE, "Agent");
    }

    @Test
    void joinerWithoutADisplayNameGetsTheUserName() {
        world.with(Identity.of("ana", "ana@acme.example", "", List.of("Account-a"), Map.of()))
                .run();

        assertThat(world.directory.byName("ana@acme.example").displayName()).isEqualTo("ana@acme.example");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void jointAgentWhoseTimeIsOverGoesHomeThoughTheRulesAreUnknown() {
        world.jointAgents = List.of(joint(LocalDate.of(2026, 12, 31)));
        world.person("ana").run();
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A", "Tenant_B");
        world.jointAgents = List.of(joint(LocalDate.of(2026, 11, 23)));
        edit("ana", i -> i.with(NO_GROUPS));

        world.run();

        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A");
    }

    private static JointAgent joint(LocalDate until) {
        TenantId a = new TenantId("a");
        return new JointAgent("ana", List.of(a, new TenantId("b")), a, "covers both", "the board", until);
    }

    @Test
    void whatIfFindsNoChangeByWhatIsUnknown() {
        world.person("ana", "Account-a").run();
        edit("ana", i -> i.with(NO_GROUPS));
        Plan plan = world.plan();

        assertThat(world.provisioner().whatIf(world.policy()).proposed().operations())
                .isEmpty();
        assertThat(plan.holds()).isEmpty();
    }
}
