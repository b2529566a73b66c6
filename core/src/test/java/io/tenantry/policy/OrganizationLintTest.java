// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static io.tenantry.policy.PolicyTexts.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Baseline;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OrganizationLintTest {
    private static final Division HOME = new Division(new DivisionId("d-home"), "Home", true);
    private static final Division RETAIL =
            new Division(new DivisionId("8f1c0d2e-0000-4000-8000-000000000001"), "Tenant_A_Retail", false);
    private static final Division HEALTH = new Division(new DivisionId("d-health"), "Tenant_B_Health", false);
    private static final Division INTERNAL = new Division(new DivisionId("d-internal"), "BPO Internal", false);
    private static final Role EMPLOYEE = new Role(new RoleId("r-emp"), "employee");
    private static final Role AGENT = new Role(new RoleId("r-agent"), "Agent");
    private static final Role SUPERVISOR = new Role(new RoleId("r-sup"), "Supervisor");
    private static final Role EVALUATOR = new Role(new RoleId("r-eval"), "quality evaluator");
    private static final Group A_AGENTS = new Group(new GroupId("g-a"), "Tenant_A_Agents");
    private static final Group A_SUPERVISORS = new Group(new GroupId("g-s"), "Tenant_A_Supervisors");
    private static final Group B_AGENTS = new Group(new GroupId("g-b"), "Tenant_B_Agents");

    private Organization organization = new Organization("o-1", "Acme BPO", "acme-bpo");
    private final List<Division> divisions = new ArrayList<>(List.of(HOME, RETAIL, HEALTH, INTERNAL));
    private final List<Role> roles = new ArrayList<>(List.of(AGENT, SUPERVISOR, EVALUATOR, EMPLOYEE));
    private final List<Group> groups = new ArrayList<>(List.of(A_AGENTS, A_SUPERVISORS, B_AGENTS));
    private final List<Grant> grants = new ArrayList<>(List.of(
            grant(A_AGENTS, AGENT, RETAIL), grant(A_SUPERVISORS, EVALUATOR, RETAIL), grant(B_AGENTS, AGENT, HEALTH)));

    private Listing<Permission> permissions = Listing.complete(List.of(
            new Permission("directory:group:edit", false, true),
            new Permission("directory:user:view", true, false),
            new Permission("ui:supervisor:view", false, false)));
    private final List<GroupRule> rules = new ArrayList<>();
    private List<MissingPermission> missing = List.of();
    private KnownIds known = Pins.NONE;

    private static Grant grant(Group group, Role role, Division division) {
        return new Grant(SubjectId.of(group.id()), role.id(), division.id());
    }

    private List<Problem> check() {
        return check(PolicyTexts.text("acme.yaml"), Listing.complete(divisions), Listing.complete(groups));
    }

    private List<Problem> check(String text, Listing<Division> divisions, Listing<Group> groups) {
        return PolicyLint.of(PolicyTexts.yaml(text))
                .organization(new OrganizationFacts(
                        organization,
                        divisions,
                        Listing.complete(roles),
                        groups,
                        Listing.complete(grants),
                        permissions,
                        Listing.complete(rules),
                        known,
                        missing));
    }

    @Test
    void findsNothingWhereAllIsAsThePolicySays() {
        assertThat(check()).isEmpty();
    }

    @Test
    void namesEachPermissionThatTheCredentialLacksOnceWithAllDivisions() {
        missing = List.of(
                new MissingPermission("authorization:grant:view", Optional.empty(), "read who holds which role"),
                new MissingPermission("directory:user:add", Optional.of(RETAIL.id()), "create accounts"),
                new MissingPermission("directory:user:add", Optional.of(HEALTH.id()), "create accounts"),
                new MissingPermission("directory:user:add", Optional.of(new DivisionId("new")), "create accounts"));

        assertThat(check())
                .extracting(Problem::code, Problem::isError, Problem::message)
                .containsExactly(
                        tuple(
                                ProblemCode.MISSING_PERMISSION,
                                true,
                                "the credential lacks authorization:grant:view in all divisions, and needs it to read who"
                                        + " holds which role"),
                        tuple(
                                ProblemCode.MISSING_PERMISSION,
                                true,
                                "the credential lacks directory:user:add in division \"Tenant_A_Retail\","
                                        + " \"Tenant_B_Health\", new, and needs it to create accounts"));
    }

    /**
     * Every text of a profile except its own id names something of the organization; this includes texts that are added
     * later.
     */
    @Test
    void everythingThatAProfileNamesIsMissedInAnEmptyOrganization() throws ReflectiveOperationException {
        roles.clear();
        groups.clear();
        grants.clear();

        String problems = check().toString();

        AccessProfile supervisor = PolicyTexts.acme(PolicyFormat.YAML)
                .orThrow()
                .tenants()
                .get(0)
                .profiles()
                .get(1);
        List<String> names = new ArrayList<>();
        for (RecordComponent part : AccessProfile.class.getRecordComponents()) {
            Object value = part.getAccessor().invoke(supervisor);
            if (!part.getName().equals("id") && value instanceof String name) {
                names.add(name);
            } else if (value instanceof Set<?> several) {
                several.forEach(name -> names.add(name.toString()));
            }
        }
        assertThat(names)
                .contains("Tenant_A_Supervisors", "Supervisor")
                .allMatch(name -> problems.contains(Quote.of(name)));
    }

    @Test
    void thePolicyIsForOneOrganization() {
        organization = new Organization("o-2", "Acme BPO", "acme-test");
        assertThat(lines(check())).containsExactly("2:15 organization-mismatch organization");
        organization = new Organization("acme-bpo", "Acme BPO", "acme");
        assertThat(check()).isEmpty();
    }

    @Test
    void aSharedDivisionExistsAndIsNoTenants() {
        divisions.remove(INTERNAL);
        assertThat(check()).extracting(Problem::code).containsExactly(ProblemCode.UNKNOWN_DIVISION);
        String pinned = PolicyTexts.text("acme.yaml")
                .replace(
                        "name: BPO Internal",
                        "name: BPO Internal, id: " + HEALTH.id().value())
                .replace(
                        "- name: BPO Internal, id: " + HEALTH.id().value(),
                        "- { name: BPO Internal, id: " + HEALTH.id().value() + " }");
        assertThat(check(pinned, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(Problem::code)
                .contains(ProblemCode.SHARED_DIVISION_OWNED);
    }

    @Test
    void anAcceptedRoleExistsAndDoesNotChangeAccessUnlessThatIsWritten() {
        roles.remove(EMPLOYEE);
        assertThat(check()).extracting(Problem::code).containsExactly(ProblemCode.UNKNOWN_ROLE);
        roles.add(new Role(new RoleId("r-emp"), "employee", true));
        assertThat(check()).extracting(Problem::code).containsExactly(ProblemCode.PRIVILEGED_ROLE);
        String privileged =
                PolicyTexts.text("acme.yaml").replace("in: everywhere", "in: everywhere\n    privileged: true");
        assertThat(check(privileged, Listing.complete(divisions), Listing.complete(groups)))
                .isEmpty();
    }

    @Test
    void aRoleWithPermissionsThatNoDivisionLimitsIsNamedOnceWithThem() {
        roles.set(
                roles.indexOf(AGENT),
                new Role(
                        AGENT.id(),
                        AGENT.name(),
                        false,
                        Set.of("directory:user:view", "directory:group:*", "ui:*:view")));

        assertThat(check())
                .extracting(p -> p.code().key() + " " + p.place().path() + ": " + p.message())
                .containsExactly(
                        "role-undivided tenants[0].profiles[0].roles: the role \"Agent\" carries permissions that"
                                + " no division limits: directory:group:edit, ui:supervisor:view");
    }

    @Test
    void aRoleWithSuchPermissionsThatIsAcceptedEverywhereIsNotNamed() {
        roles.set(
                roles.indexOf(EMPLOYEE), new Role(EMPLOYEE.id(), EMPLOYEE.name(), false, Set.of("directory:group:*")));
        assertThat(check()).isEmpty();

        String within = PolicyTexts.text("acme.yaml").replace("in: everywhere", "in: { tenants: [retail] }");

        assertThat(check(within, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(p -> p.code().key() + " " + p.place().path())
                .containsExactly("role-undivided accepted[0].roles");
    }

    @Test
    void aCatalogueThatWasNotReadIsAProblem() {
        permissions = new Listing<>(List.of(), Completeness.doubtful(0, 0, "NOT_PERMITTED, no catalogue for you"));

        assertThat(check()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.ORGANIZATION_INCOMPLETE);
            assertThat(p.message())
                    .startsWith("the listing of permissions is incomplete")
                    .endsWith("no catalogue for you");
        });
    }

    @Test
    void aGroupOfThePolicyWithARuleIsNamedWithTheRuleAndTheWrittenAttributes() {
        rules.add(new GroupRule(A_AGENTS.id(), "skill Billing GreaterThan 2.0"));

        assertThat(check())
                .extracting(p -> p.code().key() + " " + p.place().path() + ": " + p.message())
                .containsExactly(
                        "group-by-rule tenants[0].profiles[0].genesysGroup: the Genesys group \"" + A_AGENTS.name()
                                + "\" takes accounts by a rule: skill Billing GreaterThan 2.0; the policy writes department,"
                                + " employeeNumber, title, which the rule may be about");
    }

    @Test
    void aGroupWithARuleThatHoldsARoleInATenantsDivisionIsNamed() {
        Group side = new Group(new GroupId("g-side"), "Side");
        groups.add(side);
        rules.add(new GroupRule(side.id(), ""));
        assertThat(check()).isEmpty();

        grants.add(grant(side, AGENT, HEALTH));

        assertThat(check()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.GROUP_BY_RULE);
            assertThat(p.place().path()).isEqualTo("tenants[1].division");
            assertThat(p.message())
                    .startsWith(
                            "the Genesys group \"Side\" takes accounts by a rule whose conditions the service does not"
                                    + " show; the policy writes");
        });
    }

    @Test
    void anAcceptedGroupWithARuleNeedsByRule() {
        GroupId staff = new GroupId("7c1e0d2e-0000-4000-8000-000000000009");
        groups.add(new Group(staff, "All Employees"));
        rules.add(new GroupRule(staff, ""));

        assertThat(check()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.ACCEPTED_BY_RULE);
            assertThat(p.place().path()).isEqualTo("accepted[0].holder");
        });
        String byRule = PolicyTexts.text("acme.yaml").replace("in: everywhere", "in: everywhere\n    byRule: true");
        assertThat(check(byRule, Listing.complete(divisions), Listing.complete(groups)))
                .isEmpty();
    }

    @Test
    void anAcceptedGroupAndItsDivisionsExist() {
        String byName = PolicyTexts.text("acme.yaml")
                .replace("group: All Employees, id: 7c1e0d2e-0000-4000-8000-000000000009", "group: All Employees")
                .replace("in: everywhere", "in: { divisions: [Nowhere] }");
        assertThat(check(byName, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.UNKNOWN_GROUP, ProblemCode.UNKNOWN_DIVISION);
        groups.add(new Group(new GroupId("g-1"), "All Employees"));
        groups.add(new Group(new GroupId("g-2"), "all employees"));
        assertThat(check(byName, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(Problem::code)
                .contains(ProblemCode.GROUP_AMBIGUOUS);
    }

    @Test
    void aMissingDivisionIsAnErrorUnlessItIsToBeCreated() {
        divisions.remove(HEALTH);
        grants.removeIf(g -> g.division().equals(HEALTH.id()));
        assertThat(check()).isEmpty();
        String mustExist = PolicyTexts.text("acme.yaml").replace(", create: true", "");
        assertThat(lines(check(mustExist, Listing.complete(divisions), Listing.complete(groups))))
                .containsExactly("37:23 unknown-division tenants[1].division.name");
    }

    @Test
    void aDivisionThatIsToBeCreatedIsNotCreatedBesideItsLookAlike() {
        divisions.set(2, new Division(HEALTH.id(), "Tenant_B_H\u0435alth", false));
        assertThat(check()).extracting(Problem::code).contains(ProblemCode.UNKNOWN_DIVISION);
    }

    @Test
    void aRenamedDivisionIsAWarningAndTheIdIsStillTheTenants() {
        divisions.set(1, new Division(RETAIL.id(), "Retail (new)", false));
        List<Problem> problems = check();
        assertThat(lines(problems)).containsExactly("20:23 division-renamed tenants[0].division.name");
        assertThat(problems).noneMatch(Problem::isError);
    }

    @Test
    void whatAnEarlierRunFoundIsCheckedByItsIdAndARenameIsAWarning() {
        TenantId health = new TenantId("health");
        Group agents = groups.get(2);
        Role agent = roles.get(0);
        known = new Pins(List.of(
                Pin.of(health, "Tenant_B_Health", HEALTH.id()),
                Pin.of(health, agents.name(), agents.id()),
                Pin.of(agent.name(), agent.id())));
        assertThat(check()).isEmpty();
        divisions.set(2, new Division(HEALTH.id(), "Health (new)", false));
        groups.set(2, new Group(agents.id(), "Crew"));
        roles.set(0, new Role(agent.id(), "Agent (new)"));
        List<Problem> problems = check();
        assertThat(problems).noneMatch(Problem::isError);
        assertThat(problems)
                .extracting(Problem::code)
                .contains(ProblemCode.ROLE_RENAMED, ProblemCode.DIVISION_RENAMED, ProblemCode.GROUP_RENAMED);
    }

    @Test
    void aRoleInADivisionThatTheTenantHadBeforeIsLeftToAPlan() {
        Division old = new Division(new DivisionId("d-old"), "Old", false);
        divisions.add(old);
        grants.add(grant(A_AGENTS, AGENT, old));
        assertThat(check()).extracting(Problem::code).containsExactly(ProblemCode.GROUP_GRANTS_EXTRA);

        known = new Pins(List.of(Pin.of(new TenantId("retail"), "Old", old.id())));

        assertThat(check())
                .extracting(Problem::code, Problem::message)
                .containsExactly(tuple(
                        ProblemCode.GROUP_GRANTS_FORMER,
                        "the Genesys group \"Tenant_A_Agents\" holds the role \"Agent\" in division \"Old\", which tenant"
                                + " \"retail\" had before; a plan revokes it, after the new access is given"));
        String leaving = PolicyTexts.text("acme.yaml").replace("name: Tenant A, Retail", "state: leaving");
        assertThat(check(leaving, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .endsWith("had before; its off-boarding revokes it");
        String additive = PolicyTexts.text("acme.yaml").replace("authority: managed-only\n", "authority: additive\n");
        assertThat(check(additive, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.GROUP_GRANTS_EXTRA);
    }

    @Test
    void aRoleInADivisionThatTheTenantGaveToAnotherIsExtra() {
        grants.add(grant(A_AGENTS, AGENT, HEALTH));
        known = new Pins(List.of(Pin.of(new TenantId("retail"), "Tenant_B_Health", HEALTH.id())));

        assertThat(check()).extracting(Problem::code).containsExactly(ProblemCode.GROUP_GRANTS_EXTRA);
    }

    @Test
    void whatWasATenantsIsNeitherSharedNorAccepted() {
        TenantId dropped = new TenantId("dropped");
        groups.add(new Group(new GroupId("7c1e0d2e-0000-4000-8000-000000000009"), "All Employees"));
        List<Note> pins = List.of(
                Pin.of(dropped, "Internal", INTERNAL.id()),
                Pin.of(dropped, "Everybody", groups.get(3).id()));
        known = new Notes(pins).pins();
        assertThat(check())
                .extracting(Problem::code, Problem::message)
                .containsExactly(
                        tuple(
                                ProblemCode.SHARED_DIVISION_OWNED,
                                "the division \"BPO Internal\" is that of tenant \"dropped\""),
                        tuple(
                                ProblemCode.ACCEPTED_HOLDER,
                                "an earlier run used the Genesys group \"All Employees\" for a tenant"));
        known = new Notes(List.of(pins.get(0), new Baseline.Access(dropped, false, Instant.EPOCH))).pins();
        assertThat(check()).isEmpty();
    }

    @Test
    void aPinnedDivisionThatIsNotSeenIsAnError() {
        divisions.remove(RETAIL);
        assertThat(lines(check())).containsExactly("20:44 division-not-visible tenants[0].division.id");
    }

    @Test
    void homeUnderAnyNameIsNoTenantsDivision() {
        divisions.set(0, new Division(HOME.id(), "Tenant_B_Health", true));
        divisions.remove(HEALTH);
        grants.remove(2);
        assertThat(lines(check())).containsExactly("37:23 division-home tenants[1].division.name");
    }

    @Test
    void twoDivisionsOfOneNameAreAnError() {
        divisions.add(new Division(new DivisionId("d-twin"), "tenant_b_health", false));
        assertThat(lines(check())).containsExactly("37:23 division-ambiguous tenants[1].division.name");
    }

    @Test
    void aNameAndAnIdOfOneDivisionAreOneDivisionForTwoTenants() {
        divisions.set(1, new Division(RETAIL.id(), "Tenant_B_Health", false));
        divisions.remove(HEALTH);
        grants.remove(2);
        assertThat(check()).extracting(Problem::code).contains(ProblemCode.DIVISION_SHARED);
    }

    @Test
    void unknownRolesAreErrorsAtTheirOwnPlace() {
        roles.remove(SUPERVISOR);
        roles.add(new Role(new RoleId("r-x"), "Supervisors"));
        List<Problem> problems = check();
        assertThat(lines(problems)).containsExactly("33:17 unknown-role tenants[0].profiles[1].roles");
        assertThat(problems)
                .singleElement()
                .satisfies(p -> assertThat(p.message()).endsWith("did you mean \"Supervisors\"?"));
    }

    @Test
    void aRoleNameOfTwoRolesIsAnError() {
        roles.add(new Role(new RoleId("r-x"), "supervisor "));
        assertThat(lines(check())).containsExactly("33:17 role-ambiguous tenants[0].profiles[1].roles");
    }

    @Test
    void aRoleThatChangesPeoplesAccessIsAnErrorUnlessTheProfileSaysSo() {
        roles.remove(SUPERVISOR);
        roles.add(new Role(SUPERVISOR.id(), SUPERVISOR.name(), true));
        assertThat(lines(check())).containsExactly("33:17 privileged-role tenants[0].profiles[1].roles");
    }

    @Test
    void aGroupThatAPlanCreatesIsAWarning() {
        groups.remove(A_SUPERVISORS);
        List<Problem> problems = check();
        assertThat(lines(problems)).containsExactly("32:23 group-to-create tenants[0].profiles[1].genesysGroup");
        assertThat(problems).noneMatch(Problem::isError);
    }

    @Test
    void aGroupThatNoPlanCreatesIsAnError() {
        groups.remove(B_AGENTS);
        List<Problem> problems = check();
        assertThat(lines(problems)).containsExactly("49:23 unknown-group tenants[1].profiles[0].genesysGroup");
        assertThat(problems).allMatch(Problem::isError);
    }

    @Test
    void aGroupIsNotCreatedBesideItsLookAlike() {
        groups.set(0, new Group(A_AGENTS.id(), "T\u0435nant_A_Agents"));
        assertThat(check()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.UNKNOWN_GROUP);
            assertThat(p.isError()).isTrue();
        });
    }

    @Test
    void aGroupNameOfTwoGroupsIsAnError() {
        groups.add(new Group(new GroupId("g-x"), "TENANT_A_AGENTS"));
        assertThat(lines(check())).containsExactly("28:23 group-ambiguous tenants[0].profiles[0].genesysGroup");
    }

    @Test
    void aGroupThatHoldsMoreThanThePolicySaysIsAnError() {
        grants.add(grant(A_AGENTS, SUPERVISOR, RETAIL));
        grants.add(grant(A_AGENTS, AGENT, HEALTH));
        List<Problem> problems = check();
        assertThat(lines(problems))
                .containsExactly(
                        "28:23 group-grants-extra tenants[0].profiles[0].genesysGroup",
                        "28:23 group-grants-extra tenants[0].profiles[0].genesysGroup");
        assertThat(problems)
                .extracting(Problem::message)
                .satisfiesExactly(
                        m -> assertThat(m).contains("\"Supervisor\"", "\"Tenant_A_Retail\""),
                        m -> assertThat(m).contains("\"Agent\"", "\"Tenant_B_Health\""));
    }

    @Test
    void noRoleOfAGroupIsTooManyWhileARoleOfItsProfileIsNotFound() {
        String typo = PolicyTexts.text("acme.yaml").replaceFirst("roles: \\[Agent\\]", "roles: [Agnet]");
        grants.add(new Grant(SubjectId.of(A_AGENTS.id()), SUPERVISOR.id(), DivisionId.EVERYWHERE));

        assertThat(check(typo, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(p -> p.code().key() + ": " + p.message())
                .containsExactly(
                        "group-grants-everywhere: the Genesys group \"Tenant_A_Agents\" holds the role \"Supervisor\""
                                + " in all divisions",
                        "unknown-role: the organization has no role called \"Agnet\"; did you mean \"Agent\"?");
    }

    @Test
    void noRoleOfAGroupIsTooManyWhileItsDivisionIsNotFound() {
        String typo = PolicyTexts.text("acme.yaml").replace("Tenant_B_Health, create: true", "Tenant_B_Heatlh");

        assertThat(check(typo, Listing.complete(divisions), Listing.complete(groups)))
                .extracting(p -> p.code().key() + ": " + p.message())
                .containsExactly(
                        "unknown-division: the organization has no division called \"Tenant_B_Heatlh\"; did you mean"
                                + " \"Tenant_B_Health\"?");
    }

    @Test
    void aRoleInAllDivisionsIsAnErrorOfItsOwn() {
        grants.add(new Grant(SubjectId.of(B_AGENTS.id()), AGENT.id(), DivisionId.EVERYWHERE));
        assertThat(lines(check())).containsExactly("49:23 group-grants-everywhere tenants[1].profiles[0].genesysGroup");
    }

    @Test
    void grantsOfOthersAreNobodysBusiness() {
        grants.add(new Grant(new SubjectId("somebody"), AGENT.id(), DivisionId.EVERYWHERE));
        assertThat(check()).isEmpty();
    }

    @Test
    void anIncompleteListingProvesNoAbsence() {
        Completeness doubt = Completeness.doubtful(0, 1, "page 2 failed");
        List<Problem> problems =
                check(PolicyTexts.text("acme.yaml"), new Listing<>(divisions, doubt), new Listing<>(List.of(), doubt));
        assertThat(problems)
                .extracting(Problem::code)
                .containsExactly(
                        ProblemCode.ORGANIZATION_INCOMPLETE,
                        ProblemCode.ORGANIZATION_INCOMPLETE,
                        ProblemCode.DIVISION_NOT_VISIBLE,
                        ProblemCode.DIVISION_NOT_VISIBLE);
    }
}
