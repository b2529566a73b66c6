// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.MemoryDirectory;
import io.tenantry.World;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proof shows the access that the policy accepts, and the divisions that belong to nobody. */
@NullUnmarked
class AcceptedProofTest {
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";
    private final World world = new World();

    AcceptedProofTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void acceptedLineStandsInEveryFormWithItsPeople() {
        Group staff = world.group("All staff", ANA, BOB);
        grant(staff, DivisionId.EVERYWHERE);
        world.accepted = List.of(line(staff.name(), Extent.all(), OptionalInt.empty(), Optional.empty()));

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(proof.accepted()).singleElement().satisfies(use -> {
            assertThat(use.people()).isEqualTo(2);
            assertThat(use.status()).isEqualTo(AcceptedUse.Status.IN_USE);
            assertThat(use.holder().orElseThrow().id()).isEqualTo(SubjectId.of(staff.id()));
            assertThat(use.newcomers()).isEmpty();
        });
        assertThat(IsolationText.of(proof))
                .contains("apart from 1 accepted line with 2 people through it.")
                .contains("group \"All staff\", roles Agent, everywhere, 2 people: in force, in use");
        assertThat(IsolationHtml.of(proof))
                .contains("Accepted access outside the policy")
                .contains("All staff");
        assertThat(IsolationJson.of(proof)).contains("\"accepted\"").contains("\"people\" : 2");
    }

    @Test
    void lineThatAcceptsNothingThatWasFoundIsNotInUse() {
        world.accepted = List.of(line("Nobody", Extent.all(), OptionalInt.empty(), Optional.empty()));

        IsolationProof proof = prove();

        assertThat(proof.accepted())
                .singleElement()
                .satisfies(use -> assertThat(use.status()).isEqualTo(AcceptedUse.Status.UNUSED));
        assertThat(IsolationText.of(proof)).doesNotContain("apart from");
    }

    @Test
    void lineWhoseLastDayIsOverIsShownAsExpiredAndItsAccessCounts() {
        Group staff = world.group("All staff", ANA);
        grant(staff, world.division("Tenant_B").id());
        world.accepted =
                List.of(line(staff.name(), Extent.all(), OptionalInt.empty(), Optional.of(LocalDate.of(2026, 1, 1))));

        IsolationProof proof = prove();

        assertThat(proof.accepted())
                .singleElement()
                .satisfies(use -> assertThat(use.status()).isEqualTo(AcceptedUse.Status.EXPIRED));
        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void nextProofNamesWhoIsNewInAnAcceptedGroup() {
        Group staff = world.group("All staff", ANA);
        grant(staff, DivisionId.EVERYWHERE);
        world.accepted = List.of(line(staff.name(), Extent.all(), OptionalInt.empty(), Optional.empty()));
        prove();
        world.member(BOB, staff.name());

        IsolationProof proof = prove();

        assertThat(proof.accepted().get(0).newcomers())
                .extracting(Subject::name)
                .containsExactly(BOB);
        assertThat(IsolationText.of(proof)).contains("new since the last proof: " + BOB);
        assertThat(prove().accepted().get(0).newcomers()).isEmpty();
    }

    @Test
    void moreMembersThanAcceptedAreAViolationThatNamesTheNewOnes() {
        Group staff = world.group("All staff", ANA);
        grant(staff, DivisionId.EVERYWHERE);
        world.accepted = List.of(line(staff.name(), Extent.all(), OptionalInt.of(1), Optional.empty()));
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
        world.member(BOB, staff.name());

        for (int again = 0; again < 2; again++) {
            List<Violation> violations = prove().violations();
            assertThat(violations)
                    .extracting(Violation::code, v -> v.reach().subject().name())
                    .containsExactly(
                            tuple(Violation.Code.REACHES_EVERYWHERE, BOB),
                            tuple(Violation.Code.TOO_MANY_ACCEPTED, staff.name()));
            assertThat(violations.get(1).message())
                    .isEqualTo("has 2 members, and the accepted line (group \"All staff\", roles Agent,"
                            + " everywhere) allows 1; new since the last proof: \"" + BOB
                            + "\"");
        }
    }

    @Test
    void laterAccountWithTheUserNameOfAnAcceptedOneAcceptsNothing() {
        world.directory.account("acc-admin", "admin@acme.example", MemoryDirectory.HOME);
        world.grant("admin@acme.example", "Agent", world.division("Tenant_B").id());
        world.accepted = List.of(account("admin@acme.example"));
        assertThat(codes(world.plan())).isEmpty();
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
        rename("acc-admin", "former.admin@acme.example");
        world.directory.account("acc-ivy", "Admin@acme.example", world.division("Tenant_A"));
        world.directory.grants.add(new Grant(
                new SubjectId("acc-ivy"),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));

        assertThat(codes(world.plan())).contains(FindingCode.ACCEPTED_HOLDER_CHANGED);
        assertThat(prove().violations())
                .singleElement()
                .satisfies(v -> assertThat(v.message()).doesNotContain("former.admin"));
        world.with(Identity.of("ivy", "admin@acme.example", "Ivy", List.of("Account-a"), Map.of()));
        assertThat(world.provisioner().explain("ivy").plan().findings())
                .extracting(Finding::code)
                .contains(FindingCode.ACCEPTED_HOLDER_CHANGED);
    }

    @Test
    void acceptedAccountThatIsRenamedStaysAccepted() {
        world.directory.account("acc-admin", "admin@acme.example", MemoryDirectory.HOME);
        world.grant("admin@acme.example", "Agent", world.division("Tenant_B").id());
        world.accepted = List.of(account("admin@acme.example"));
        world.plan();
        rename("acc-admin", "former.admin@acme.example");

        assertThat(codes(world.plan())).containsExactly(FindingCode.ACCOUNT_RENAMED);
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void accountIsAcceptedByItsUserNameBeforeAnyPlanHasRememberedIt() {
        world.grant(ANA, "Agent", world.division("Tenant_B").id());
        world.grant(ANA, "Agent", world.directory.division("Lab").id());
        assertThat(prove().verdict()).isEqualTo(Verdict.VIOLATED);
        world.accepted = List.of(account(ANA));

        IsolationProof proof = prove();

        assertThat(proof.violations()).isEmpty();
        assertThat(proof.doubts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"GROUP", "CLIENT"})
    void lineOfAGroupOrClientThatIsNotFoundAcceptsNoAccountOfThatName(Kind kind) {
        world.grant(ANA, "Agent", world.division("Tenant_B").id());
        world.accepted = List.of(line(new Holder(kind, ANA, Optional.empty())));

        assertThat(prove().verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void lineForATenantAcceptsTheRoleInItsDivisionOfTheOneGroupOfThatName() {
        Group staff = world.group("All staff", ANA);
        grant(staff, world.division("Tenant_B").id());
        world.accepted = List.of(line(
                staff.name(), Extent.ofTenants(List.of(new TenantId("b"))), OptionalInt.empty(), Optional.empty()));
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);

        Group twin = new Group(new GroupId("grp-twin"), staff.name());
        world.directory.groups.put(twin.id(), twin);
        world.directory.members.put(twin.id(), new LinkedHashSet<>());

        assertThat(prove().verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void nameBesideAnIdIsNotRememberedAsTheNameOfThatGroup() {
        Group staff = world.group("All staff", ANA);
        grant(staff, world.division("Tenant_B").id());
        Group other = world.group("Others");
        world.accepted = List.of(line(new Holder(Kind.GROUP, staff.name(), Optional.of(SubjectId.of(other.id())))));
        assertThat(codes(world.plan())).contains(FindingCode.UNACCEPTED_HOLDER);

        world.accepted = List.of(line(new Holder(Kind.GROUP, staff.name(), Optional.empty())));

        assertThat(codes(world.plan())).isEmpty();
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void proofRemembersTheMembersOfAcceptedGroupsAndNoAcceptedAccount() {
        Group staff = world.group("All staff", BOB);
        grant(staff, DivisionId.EVERYWHERE);
        world.grant(ANA, "Agent", DivisionId.EVERYWHERE);
        world.accepted = List.of(account(ANA), line(new Holder(Kind.GROUP, staff.name(), Optional.empty())));

        prove();

        assertThat(world.store.notes().acceptedMembers()).containsOnlyKeys(SubjectId.of(staff.id()));
    }

    private static AcceptedAccess account(String userName) {
        return line(new Holder(Kind.ACCOUNT, userName, Optional.empty()));
    }

    private static AcceptedAccess line(Holder holder) {
        return new AcceptedAccess(
                holder,
                Set.of("Agent"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "runs the place",
                "ciso@acme.example",
                Optional.empty());
    }

    private void rename(String account, String userName) {
        Account a = world.directory.accounts.get(new AccountId(account));
        world.directory.accounts.put(
                a.id(),
                new Account(
                        a.id(), a.state(), userName, a.displayName(), a.externalId(), a.division(), a.attributes()));
    }

    private static List<FindingCode> codes(Plan plan) {
        return plan.findings().stream().map(Finding::code).toList();
    }

    @Test
    void laterGroupWithTheNameOfAnAcceptedOneAcceptsNothing() {
        Group staff = world.group("All staff", ANA);
        grant(staff, world.division("Tenant_B").id());
        world.accepted = List.of(line(staff.name(), Extent.all(), OptionalInt.empty(), Optional.empty()));
        assertThat(world.plan().findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.ACCEPTED_HOLDER_CHANGED);
        world.directory.groups.put(staff.id(), new Group(staff.id(), "All staff (old)"));
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(staff.id())));
        Group other = new Group(new GroupId("grp-other"), "All staff");
        world.directory.groups.put(other.id(), other);
        world.directory.members.put(other.id(), new LinkedHashSet<>(Set.of(id(ANA))));
        grant(other, world.division("Tenant_B").id());

        assertThat(world.plan().findings())
                .extracting(Finding::code)
                .contains(FindingCode.ACCEPTED_HOLDER_CHANGED, FindingCode.UNACCEPTED_HOLDER);
        assertThat(prove().verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void roleThatChangesAccessIsAcceptedOnlyByALineThatSaysPrivileged() {
        Group staff = world.group("All staff", ANA);
        grant(staff, world.division("Tenant_B").id());
        AcceptedAccess plain = line(staff.name(), Extent.all(), OptionalInt.empty(), Optional.empty());
        world.accepted = List.of(plain);
        RoleId agent = new RoleId("role-Agent");
        world.directory.roles.put(agent, new Role(agent, "Agent", true));

        IsolationProof proof = prove();
        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
        String why =
                "role \"Agent\" lets its holders change people's access, so the accepted line of group \"All staff\""
                        + " does not cover it and it counts as reach";
        assertThat(proof.accepted().get(0).lapsed()).containsExactly(why);
        assertThat(IsolationText.of(proof)).contains(why);
        assertThat(IsolationJson.of(proof)).contains("\"lapsed\" : [ \"role ");
        assertThat(IsolationHtml.of(proof)).contains("does not cover it");
        assertThat(world.plan().findings())
                .filteredOn(f -> f.subject().equals("role role-Agent"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.PRIVILEGED_ROLE);
                    assertThat(f.message()).isEqualTo(why);
                });
        world.accepted = List.of(new AcceptedAccess(
                plain.holder(),
                plain.roles(),
                plain.in(),
                plain.members(),
                true,
                false,
                plain.reason(),
                plain.approvedBy(),
                plain.until()));
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(world.plan().findings()).extracting(Finding::subject).doesNotContain("role role-Agent");
    }

    @Test
    void rolesThatActEverywhereStandInEveryFormAndDoNotDecide() {
        world.directory.role("Agent", Set.of("directory:group:edit", "ui:*:*", "directory:user:edit"));
        world.directory.role("Idle", Set.of("directory:group:edit"));
        RoleId side = world.directory.role("Side", Set.of("ui:supervisor:view")).id();
        world.directory.grants.add(new Grant(
                SubjectId.of(id(BOB)), side, world.division("Tenant_B").id()));

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(proof.undivided())
                .extracting(r -> r.role().name() + " " + r.permissions())
                .containsExactly("Agent [directory:group:edit, ui:supervisor:view]", "Side [ui:supervisor:view]");
        assertThat(IsolationText.of(proof)).contains("""
                        Roles that act everywhere, because no division limits some permissions, 2
                          Agent (role-Agent): directory:group:edit, ui:supervisor:view
                          Side (role-Side): ui:supervisor:view
                        """);
        assertThat(IsolationHtml.of(proof)).contains("<h2>Roles that act everywhere</h2>");
        assertThat(IsolationJson.of(proof)).contains("\"undividedRoles\" : [ {");
    }

    @Test
    void catalogueThatCannotBeReadIsADoubt() {
        world.directory.noCatalogue = Optional.of(Failure.NOT_PERMITTED);

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts())
                .containsExactly(
                        "the catalogue of permissions could not be read: NOT_PERMITTED, the catalogue is refused");
    }

    @Test
    void divisionOfNobodyIsReportedAndIsNoDoubtWhileOnlyOthersReachIt() {
        world.directory.division("Lab");
        world.directory.account("acc-eve", "eve@acme.example", world.division("Lab"));

        assertThat(world.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.UNCLAIMED_DIVISION);
        assertThat(world.plan().attention()).isEmpty();
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void proofIsInDoubtWhileAPersonOfATenantReachesADivisionOfNobody() {
        DivisionId lab = world.directory.division("Lab").id();
        Group side = world.group("Side", ANA);
        grant(side, lab);

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts())
                .containsExactly("division \"Lab\" (" + lab
                        + ") belongs to no tenant and is not shared, and 1 person of a tenant reaches it: \"" + ANA
                        + "\" holds role \"Agent\" there through group \"Side\"; give it to a tenant, list it in"
                        + " sharedDivisions, or accept the holder");
    }

    @Test
    void roleOfTheirOwnInADivisionOfNobodyIsADoubtToo() {
        world.grant(ANA, "Agent", world.directory.division("Lab").id());

        assertThat(prove().doubts()).singleElement().asString().contains("\"" + ANA + "\" holds role \"Agent\" there;");
    }

    @Test
    void personOfATenantWhoLivesInADivisionOfNobodyIsADoubtToo() {
        world.state(ANA, AccountState.ACTIVE, world.directory.division("Lab").id());

        assertThat(prove().doubts()).singleElement().asString().contains("\"" + ANA + "\" lives there;");
    }

    @Test
    void deletedAccountAndARoleOfNobodysPersonInADivisionOfNobodyAreNoDoubt() {
        DivisionId lab = world.directory.division("Lab").id();
        world.state(ANA, AccountState.DELETED, lab);
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        world.grant("eve@acme.example", "Agent", lab);

        assertThat(prove().doubts()).isEmpty();
    }

    @Test
    void lineWhoseLastDayIsOverAcceptsNothingInADivisionOfNobody() {
        Group side = world.group("Side", ANA);
        grant(side, world.directory.division("Lab").id());
        world.accepted = List.of(line(
                side.name(),
                Extent.ofDivisions(List.of("Lab")),
                OptionalInt.empty(),
                Optional.of(LocalDate.of(2026, 1, 1))));

        assertThat(prove().doubts()).singleElement().asString().contains("through group \"Side\"");
    }

    @Test
    void sharedDivisionAndAnAcceptedHolderAreNoDoubt() {
        Group side = world.group("Side", ANA);
        grant(side, world.directory.division("Lab").id());
        world.accepted =
                List.of(line(side.name(), Extent.ofDivisions(List.of("Lab")), OptionalInt.empty(), Optional.empty()));
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);

        world.accepted = List.of();
        world.sharedDivisions = List.of(new DivisionRef("Lab", Optional.empty(), false));
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(world.plan().findings()).isEmpty();
    }

    private IsolationProof prove() {
        return world.provisioner().proveIsolation();
    }

    private static AcceptedAccess line(String group, Extent in, OptionalInt max, Optional<LocalDate> until) {
        return new AcceptedAccess(
                new Holder(Kind.GROUP, group, Optional.empty()),
                Set.of("Agent"),
                in,
                max,
                false,
                false,
                "phone book",
                "ciso",
                until);
    }

    private void grant(Group group, DivisionId division) {
        world.grant(SubjectId.of(group.id()), "Agent", division);
    }

    private AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }
}
