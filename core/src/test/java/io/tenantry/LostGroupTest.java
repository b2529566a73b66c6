// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline.Seen.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A source group that an export lost takes nothing and gives nothing, on every road. */
@NullUnmarked
class LostGroupTest {
    private static final String SUPERVISORS = "source group \"Supervisors-a\"";

    private final World world = new World();
    private final MemorySource source = MemorySource.named("test");
    private Set<String> declared = Set.of();

    LostGroupTest() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bo", "Account-a", "Supervisors-a")
                .person("cy", "Account-a")
                .person("di", "Account-b", "Supervisors-b");
        deliver();
        applied(provisioner().planChanges().plan());
        applied(provisioner().plan());
    }

    private Provisioner provisioner() {
        return world.builder(world.directory, world.store)
                .source(source)
                .structureAge(Duration.ZERO)
                .emptyGroups(declared.toArray(String[]::new))
                .build();
    }

    private void deliver() {
        source.putAll(world.people.values());
        Set<IdentityId> gone = new TreeSet<>();
        source.read(page -> page.identities().forEach(i -> gone.add(i.id())));
        gone.removeAll(world.people.keySet());
        gone.forEach(source::remove);
    }

    /** The export has no person of a group any more. */
    private void lose(String... groups) {
        for (Identity i : List.copyOf(world.people.values())) {
            Set<String> rest = new TreeSet<>(i.sourceGroups());
            rest.removeAll(Set.of(groups));
            world.with(Identity.of(i.id().value(), i.userName(), i.displayName(), rest, i.attributes()));
        }
        deliver();
    }

    private Plan applied(Plan plan) {
        assertThat(provisioner().apply(plan, Approval.of(plan, "test")).isClean())
                .isTrue();
        return plan;
    }

    private static List<String> changes(Plan plan) {
        return plan.operations()
                .map(o -> o.person().map(Person::userName).orElse("") + " " + Wording.of(o.change()))
                .sorted()
                .toList();
    }

    private static List<String> lost(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.code() == FindingCode.NOT_DELIVERED)
                .map(f -> f.subject() + ": " + f.message())
                .toList();
    }

    private static final String FINDING = SUPERVISORS
            + ": nobody is in it now; on 2026-11-24 it had 2 people. An export may have lost it, so it changes no access";

    @Test
    void lostProfileIsTakenFromNobodyOnAnyRoad() {
        lose("Supervisors-a");
        Plan changes = provisioner().planChanges().plan();
        Plan all = provisioner().plan();

        assertThat(changes(changes)).isEmpty();
        assertThat(lost(changes.findings())).containsExactly(FINDING);
        assertThat(changes(all)).isEmpty();
        assertThat(lost(all.findings())).containsExactly(FINDING);
        Plan one = provisioner().explain("ana").plan();
        assertThat(changes(one)).isEmpty();
        assertThat(lost(one.findings())).containsExactly(FINDING);
        assertThat(changes(provisioner().whatIf(world.policy()).proposed())).isEmpty();
        assertThat(lost(provisioner().whatIf(world.policy()).proposed().findings()))
                .containsExactly(FINDING);
    }

    @Test
    void personWhoLeavesTheLastPlaceOfAGroupIsAnOrdinaryMover() {
        lose("Supervisors-b");

        assertThat(changes(provisioner().explain("di").plan()))
                .containsExactly("di@acme.example leave group \"Tenant_B_Supervisors\"");
        assertThat(changes(applied(provisioner().planChanges().plan())))
                .containsExactly("di@acme.example leave group \"Tenant_B_Supervisors\"");
        assertThat(lost(provisioner().plan().findings())).isEmpty();
        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test"))
                .containsExactlyInAnyOrder(
                        "2026-11-24 3 Account-a", "2026-11-24 1 Account-b", "2026-11-24 2 Supervisors-a");
    }

    @Test
    void moversOutOfALostTenantWait() {
        world.person("ana", "Account-b").person("bo", "Account-b").person("cy", "Account-b");
        deliver();

        Plan plan = provisioner().plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .extracting(Finding::code)
                .containsOnly(FindingCode.NOT_DELIVERED, FindingCode.PARKED);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.attention()).isNotEmpty();
    }

    @Test
    void othersDoNotWait() {
        lose("Supervisors-a", "Account-a");
        world.person("ana", "Account-b")
                .person("bo", "Account-b")
                .person("new", "Account-b")
                .person("di", "Account-b");
        deliver();

        Plan plan = provisioner().plan();

        assertThat(plan.operations().map(o -> o.person().orElseThrow().userName()))
                .containsOnly("new@acme.example", "di@acme.example");
        assertThat(lost(plan.findings())).hasSize(1);
    }

    /** Tenant a has another group for supervisors, and a hand put di into the former one. Then Account-a is lost. */
    private void loseTheTenantOfAFormerGroup() {
        TenantPolicy a = world.tenants.get(0);
        AccessProfile supervisor = a.profiles().get(1);
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        a.division(),
                        a.match(),
                        List.of(
                                a.profiles().get(0),
                                new AccessProfile(
                                        supervisor.id(), supervisor.when(), "Tenant_A_Leads", supervisor.roles())),
                        a.governance()),
                world.tenants.get(1));
        applied(provisioner().plan());
        world.member("di@acme.example", "Tenant_A_Supervisors")
                .person("ana", "Account-b")
                .person("bo", "Account-b")
                .person("cy", "Account-b");
        deliver();
    }

    private void formerGroupHoldsARole() {
        world.directory.grants.add(new Grant(
                SubjectId.of(world.directory.named("Tenant_A_Supervisors").id()),
                new RoleId("role-Supervisor"),
                world.division("Tenant_A").id()));
    }

    private static List<String> parked(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.PARKED)
                .map(Finding::subject)
                .toList();
    }

    @Test
    void whoIsInAFormerGroupThatHoldsNothingDoesNotWait() {
        loseTheTenantOfAFormerGroup();
        String left = "di@acme.example leave group \"Tenant_A_Supervisors\"";

        Plan plan = provisioner().plan();

        assertThat(changes(plan)).containsExactly(left);
        assertThat(parked(plan)).containsExactlyInAnyOrder("identity ana", "identity bo", "identity cy");
        assertThat(changes(provisioner().explain("di").plan())).containsExactly(left);
    }

    @Test
    void whoIsInAFormerGroupThatHoldsARoleWaits() {
        loseTheTenantOfAFormerGroup();
        formerGroupHoldsARole();

        Plan plan = provisioner().plan();

        assertThat(changes(plan)).noneMatch(c -> c.startsWith("di"));
        assertThat(parked(plan)).contains("identity di");
        assertThat(changes(provisioner().explain("di").plan())).isEmpty();
    }

    @Test
    void whoIsInAGroupOfThePolicyWaitsAlsoAfterAHandTookItsRole() {
        world.member("di@acme.example", "Tenant_A_Agents")
                .person("ana", "Account-b")
                .person("bo", "Account-b")
                .person("cy", "Account-b");
        deliver();
        SubjectId agents = SubjectId.of(world.directory.named("Tenant_A_Agents").id());
        world.directory.grants.removeIf(g -> g.subject().equals(agents));

        assertThat(parked(provisioner().plan())).contains("identity di");
    }

    @Test
    void whoIsInAFormerGroupWhoseRolesAreInDoubtWaits() {
        loseTheTenantOfAFormerGroup();
        world.directory.doubtful.add(DivisionId.EVERYWHERE);

        assertThat(parked(provisioner().plan())).contains("identity di");
    }

    @Test
    void lostGroupLetsNobodyInWhereARuleExcludesIt() {
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        a.division(),
                        a.match(),
                        List.of(
                                a.profiles().get(0),
                                new AccessProfile(
                                        "line",
                                        Optional.of(new Condition.Not(new Condition.SourceGroup("Supervisors-a"))),
                                        "Tenant_A_Supervisors",
                                        Set.of("Supervisor"))),
                        a.governance()),
                world.tenants.get(1));
        applied(provisioner().plan());
        applied(provisioner().plan());
        lose("Supervisors-a");

        assertThat(changes(provisioner().plan())).isEmpty();
        assertThat(changes(provisioner().explain("bo").plan())).isEmpty();
    }

    @Test
    void attributesOfPeopleWhomARuleKeepsAreWritten() {
        TenantPolicy b = world.tenants.get(1);
        Condition others =
                new Condition.All(List.of(b.match(), new Condition.Not(new Condition.SourceGroup("Supervisors-a"))));
        world.tenants = List.of(
                world.tenants.get(0),
                new TenantPolicy(b.id(), b.name(), b.division(), others, b.profiles(), b.governance()));
        applied(provisioner().plan());
        lose("Supervisors-a");
        world.with(Identity.of(
                "di", "di@acme.example", "Name di", List.of("Account-b", "Supervisors-b"), Map.of("jobTitle", "Lead")));
        deliver();

        assertThat(provisioner()
                        .plan()
                        .operations()
                        .map(o -> o.person().orElseThrow().key()))
                .containsExactly("di");
    }

    @Test
    void groupsLostTogetherAreEachUnknown() {
        TenantPolicy a = world.tenants.get(0);
        List<AccessProfile> profiles = new ArrayList<>(a.profiles());
        profiles.set(
                1,
                new AccessProfile(
                        "supervisor",
                        Optional.of(new Condition.All(List.of(
                                new Condition.SourceGroup("Supervisors-a"), new Condition.SourceGroup("Trained")))),
                        "Tenant_A_Supervisors",
                        Set.of("Supervisor")));
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), a.division(), a.match(), profiles, a.governance()),
                world.tenants.get(1));
        world.person("ana", "Account-a", "Supervisors-a", "Trained")
                .person("bo", "Account-a", "Supervisors-a", "Trained");
        deliver();
        applied(provisioner().plan());
        lose("Supervisors-a", "Trained");

        assertThat(changes(provisioner().plan())).isEmpty();
        assertThat(lost(provisioner().plan().findings())).hasSize(2);
    }

    @Test
    void groupStaysLostUntilPeopleAreInItAgain() {
        lose("Supervisors-a");
        provisioner().plan();
        world.person("bo", "Account-a", "Supervisors-a");
        deliver();

        assertThat(changes(applied(provisioner().planChanges().plan())))
                .containsExactly("ana@acme.example leave group \"Tenant_A_Supervisors\"");
        assertThat(world.store.notes().seen(What.LOST_GROUPS, "test")).isEmpty();
        assertThat(lost(provisioner().plan().findings())).isEmpty();
    }

    @Test
    void lostGroupKeepsOnePersonWhenTheOtherLeaves() {
        lose("Supervisors-a");
        provisioner().plan();
        world.remove("bo");
        deliver();

        assertThat(changes(provisioner().plan())).noneMatch(c -> c.startsWith("ana"));
        assertThat(lost(provisioner().plan().findings())).containsExactly(FINDING);
    }

    @Test
    void groupThatIsDeclaredEmptyIsLeft() {
        lose("Supervisors-a");
        provisioner().plan();
        declared = Set.of("Supervisors-a");

        assertThat(changes(provisioner().explain("ana").plan()))
                .containsExactly("ana@acme.example leave group \"Tenant_A_Supervisors\"");
        assertThat(changes(provisioner().planChanges().plan())).hasSize(2);
        assertThat(changes(applied(provisioner().plan()))).hasSize(2);
        declared = Set.of();
        assertThat(changes(provisioner().plan())).isEmpty();
        assertThat(lost(provisioner().plan().findings())).isEmpty();
    }

    /** Tenant a has a profile for trainers, and nobody is one yet. */
    private void trainers() {
        TenantPolicy a = world.tenants.get(0);
        List<AccessProfile> profiles = new ArrayList<>(a.profiles());
        profiles.add(new AccessProfile(
                "trainer", Optional.of(new Condition.SourceGroup("Trainers")), "Tenant_A_Trainers", Set.of("Agent")));
        world.tenants = List.of(
                new TenantPolicy(a.id(), a.name(), a.division(), a.match(), profiles, a.governance()),
                world.tenants.get(1));
        applied(provisioner().plan());
        applied(provisioner().plan());
    }

    @Test
    void changesAskTheSourceWhetherOthersAreInTheGroup() {
        world.person("ed", "Account-a", "Supervisors-a");
        deliver();
        trainers();
        world.person("ana", "Account-a").person("bo", "Account-a", "Trainers");
        deliver();

        ChangePlan changes = provisioner().planChanges();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes(changes.plan()))
                .containsExactly(
                        "ana@acme.example leave group \"Tenant_A_Supervisors\"",
                        "bo@acme.example join group \"Tenant_A_Trainers\"",
                        "bo@acme.example leave group \"Tenant_A_Supervisors\", after the new access");
        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test"))
                .contains("2026-11-24 1 Trainers", "2026-11-24 3 Supervisors-a");
    }

    @Test
    void changesGoOnWithEverybodyWhereNobodyIsLeftInAGroup() {
        lose("Supervisors-a");

        assertThat(provisioner().planChanges().everybody())
                .contains("nobody is in source group \"Supervisors-a\" any more");
        assertThat(world.store.notes().due("test").stream()
                        .flatMap(due -> due.people().stream())
                        .map(IdentityId::value)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("ana", "bo");
    }

    @Test
    void changesRememberTheGroupsOfThePeopleWhomTheyRead() {
        trainers();
        world.person("cy", "Account-a", "Trainers").person("ana", "Account-a", "Supervisors-a", "Trainers");
        deliver();
        assertThat(provisioner().planChanges().everybody()).isEmpty();
        applied(provisioner().planChanges().plan());

        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test")).contains("2026-11-24 2 Trainers");
        lose("Trainers");
        assertThat(changes(provisioner().planChanges().plan())).isEmpty();
    }

    @Test
    void groupThatThePolicyNamesNoLongerIsForgotten() {
        world.tenants = List.of(world.tenants.get(1));
        provisioner().plan();

        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test"))
                .containsExactlyInAnyOrder("2026-11-24 1 Account-b", "2026-11-24 1 Supervisors-b");
    }

    @Test
    void whatIfRemembersNothing() {
        lose("Supervisors-a");
        Set<String> before = world.store.notes().seen(What.SOURCE_GROUPS, "test");
        provisioner().whatIf(world.policy());

        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test")).isEqualTo(before);
    }

    @Test
    void sourceInDoubtForgetsNoGroup() {
        lose("Supervisors-b");
        world.remove("di");
        deliver();
        world.doubt = world.doubt.doubting("a page is missing");
        world.provisioner().plan();

        assertThat(world.store.notes().seen(What.SOURCE_GROUPS, "test"))
                .contains("2026-11-24 1 Account-b", "2026-11-24 1 Supervisors-b");
    }
}
