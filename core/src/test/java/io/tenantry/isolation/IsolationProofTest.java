// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.ForwardingDirectory;
import io.tenantry.MemoryDirectory;
import io.tenantry.World;
import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.DeclaredException.Status;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.Pin;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class IsolationProofTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");

    private final World world = new World();

    @BeforeEach
    void twoTenantsWithOnePersonEach() {
        world.person("ana", "Account-a", "Supervisors-a")
                .person("bob", "Account-b")
                .run();
        world.directory.writes.clear();
    }

    @Test
    void cleanOrganizationIsProvenWithEveryPathNamed() {
        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(why(proof, "ana"))
                .containsExactlyInAnyOrder(
                        "lives in division \"Tenant_A\"",
                        "member of group \"Tenant_A_Agents\", which is tenant a's for profile agent",
                        "member of group \"Tenant_A_Agents\", which holds role \"Agent\" in division \"Tenant_A\"",
                        "member of group \"Tenant_A_Supervisors\", which is tenant a's for profile supervisor",
                        "member of group \"Tenant_A_Supervisors\", which holds role \"Supervisor\" in division"
                                + " \"Tenant_A\"");
        assertThat(proof.of(B)).extracting(r -> r.subject().name()).contains("bob@acme.example");
        assertThat(world.directory.writes).isEmpty();
    }

    @Test
    void ownGrantInAnotherTenantIsFound() {
        grant(id("ana"), "Agent", "Tenant_B");

        assertFound(Violation.Code.LIVES_ELSEWHERE, "ana", "holds role \"Agent\" in division \"Tenant_B\"");
    }

    @Test
    void ownGrantHiddenBehindAnEqualInheritedOneIsFound() {
        join("Shared", "ana");
        grant(new SubjectId("grp-Shared"), "Agent", "Tenant_B");
        grant(id("ana"), "Agent", "Tenant_B");

        IsolationProof proof = prove();

        assertThat(why(proof, "ana"))
                .contains(
                        "holds role \"Agent\" in division \"Tenant_B\"",
                        "member of group \"Shared\", which holds role \"Agent\" in division \"Tenant_B\"");
    }

    @Test
    void grantInheritedFromAGroupOutsideThePolicyIsFound() {
        join("Shared", "ana");
        grant(new SubjectId("grp-Shared"), "Agent", "Tenant_B");

        assertFound(
                Violation.Code.LIVES_ELSEWHERE,
                "ana",
                "member of group \"Shared\", which holds role \"Agent\" in division \"Tenant_B\"");
        assertThat(prove().foreignGroups())
                .extracting(r -> r.subject().name(), Reach::members)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("Shared", 1));
    }

    @Test
    void membershipOfAnotherTenantsGroupIsFoundEvenIfThatHoldsNothing() {
        world.directory.grants.removeIf(g -> g.subject().value().equals("grp-Tenant_B_Agents"));
        join("Tenant_B_Agents", "ana");

        assertFound(
                Violation.Code.LIVES_ELSEWHERE,
                "ana",
                "member of group \"Tenant_B_Agents\", which is tenant b's for profile agent");
    }

    @Test
    void memberByRuleOrOwnershipIsFound() {
        world.directory.ruled.put(
                new GroupId("grp-Tenant_B_Agents"), Set.of(account("ana").id()));

        assertFound(
                Violation.Code.LIVES_ELSEWHERE,
                "ana",
                "member of group \"Tenant_B_Agents\", which holds role \"Agent\" in division \"Tenant_B\"");
    }

    @Test
    void residenceInAnotherTenantThanTheGroupsIsFound() {
        replace("ana", AccountState.ACTIVE, "Tenant_B");

        assertFound(Violation.Code.LIVES_ELSEWHERE, "ana", "lives in division \"Tenant_B\"");
    }

    @Test
    void someoneFromNoTenantWhoReachesTwoIsFound() {
        world.directory.account("cleo", "cleo@acme.example", new Division(new DivisionId("home"), "Home", true));
        grant(new SubjectId("cleo"), "Agent", "Tenant_A");
        grant(new SubjectId("cleo"), "Agent", "Tenant_B");

        assertFound(Violation.Code.SEVERAL_TENANTS, "cleo", "holds role \"Agent\" in division \"Tenant_A\"");
    }

    @Test
    void ownGrantInAllDivisionsIsFound() {
        grant(id("ana"), "Agent", "*");

        assertFound(Violation.Code.REACHES_EVERYWHERE, "ana", "holds role \"Agent\" in all divisions");
    }

    @Test
    void grantInAllDivisionsOfAGroupIsFoundForTheGroupAndEachMember() {
        join("Shared", "ana");
        grant(new SubjectId("grp-Shared"), "Agent", "*");

        IsolationProof proof = prove();

        assertThat(proof.violations())
                .extracting(v -> v.code() + " " + v.reach().subject())
                .containsExactly(
                        "REACHES_EVERYWHERE ACCOUNT " + account("ana").id(), "REACHES_EVERYWHERE GROUP grp-Shared");
        assertThat(proof.of(A))
                .hasSameSizeAs(proof.of(A))
                .contains(proof.groups().get(0));
    }

    @Test
    void emptyGroupThatSpansTwoTenantsIsFound() {
        world.directory.members.get(new GroupId("grp-Tenant_A_Agents")).clear();
        grant(new SubjectId("grp-Tenant_A_Agents"), "Agent", "Tenant_B");

        assertThat(prove().violations())
                .extracting(v -> v.code() + " " + v.reach().subject())
                .containsExactly("GROUP_ACROSS_TENANTS GROUP grp-Tenant_A_Agents");
    }

    @Test
    void inactiveAccountCountsAndADeletedOneDoesNotLiveAnywhere() {
        join("Tenant_B_Agents", "ana");
        replace("ana", AccountState.INACTIVE, "Tenant_A");
        replace("bob", AccountState.DELETED, "Tenant_A");
        world.directory.members.values().forEach(m -> m.remove(account("bob").id()));

        IsolationProof proof = prove();

        assertThat(proof.violations())
                .extracting(v -> v.reach().subject().name())
                .containsExactly("ana@acme.example");
        assertThat(proof.accounts()).extracting(r -> r.subject().name()).doesNotContain("bob@acme.example");
    }

    @Test
    void clientOfOneTenantIsListedAndAnUnknownHolderIsADoubt() {
        client("dialer", "Dialer");
        grant(new SubjectId("dialer"), "Agent", "Tenant_B");
        assertThat(prove().verdict()).isEqualTo(Verdict.PROVEN);
        grant(new SubjectId("stranger"), "Agent", "Tenant_A");

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts())
                .containsExactly(
                        "subject stranger holds role \"Agent\" in division \"Tenant_A\", and no read shows it as an"
                                + " account, a group or an OAuth client, so it is unknown which people have its access");
        assertThat(proof.others())
                .extracting(r -> r.subject() + " " + r.subject().label())
                .containsExactly("CLIENT dialer Dialer", "OTHER stranger stranger");
    }

    @Test
    void clientThatReachesSeveralTenantsOrAllDivisionsIsAViolationWithItsName() {
        client("dialer", "Dialer");
        client("export", "Export");
        grant(new SubjectId("dialer"), "Agent", "Tenant_A");
        grant(new SubjectId("dialer"), "Agent", "Tenant_B");
        grant(new SubjectId("export"), "Agent", "*");

        assertThat(prove().violations())
                .extracting(v -> v.code() + " " + v.reach().subject().label() + " " + v.message())
                .containsExactly(
                        "REACHES_EVERYWHERE Export holds a role in all divisions, and so do the people who have the"
                                + " client's secret",
                        "CLIENT_ACROSS_TENANTS Dialer reaches tenants a, b, and so do the people who have the client's"
                                + " secret");
    }

    private void client(String id, String name) {
        world.directory.clients.put(new SubjectId(id), name);
    }

    @Test
    void protectedAccountIsMarkedAndCountsAllTheSame() {
        world.protectedPeople = Set.of("ana@acme.example");
        grant(id("ana"), "Agent", "*");

        IsolationProof proof = prove();

        assertThat(proof.violations())
                .extracting(v -> v.reach().subject().isProtected())
                .containsExactly(true);
    }

    @Test
    void declaredExceptionInForceIsNoViolation() {
        declare("ANA@acme.example", "2026-11-24", A, B);
        join("Tenant_B_Agents", "ana");

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(proof.exceptions()).extracting(DeclaredException::status).containsExactly(Status.IN_USE);
        assertThat(proof.matrix().excepted(0, 1)).isEqualTo(1);
        assertThat(proof.matrix().violating(0, 1)).isZero();
    }

    @Test
    void declaredExceptionIsAViolationFromTheDayAfterItsLast() {
        declare("ana", "2026-11-23", A, B);
        join("Tenant_B_Agents", "ana");

        IsolationProof proof = prove();

        assertThat(proof.violations()).extracting(Violation::code).containsExactly(Violation.Code.EXCEPTION_EXPIRED);
        assertThat(proof.exceptions()).extracting(DeclaredException::status).containsExactly(Status.OVERDUE);
    }

    @Test
    void declaredExceptionExcusesOnlyTheTenantsItNamesAndNeverAllDivisions() {
        world.third();
        declare("ana", "2027-01-01", A, B);
        join("Tenant_B_Agents", "ana");
        grant(id("ana"), "Agent", "Tenant_C");
        grant(id("ana"), "Agent", "*");

        IsolationProof proof = prove();

        assertThat(proof.violations())
                .extracting(Violation::code)
                .containsExactly(Violation.Code.REACHES_EVERYWHERE, Violation.Code.BEYOND_EXCEPTION);
        assertThat(proof.exceptions()).extracting(DeclaredException::status).containsExactly(Status.EXCEEDED);
    }

    @Test
    void exceptionOfNobodyOrOfTwoExcusesNobody() {
        declare("ana@acme.example", "2027-01-01", A, B);
        world.directory.account("twin", "Ana@Acme.Example", world.division("Tenant_A"));
        join("Tenant_B_Agents", "ana");

        IsolationProof proof = prove();

        assertThat(proof.violations()).extracting(Violation::code).containsExactly(Violation.Code.LIVES_ELSEWHERE);
        assertThat(proof.exceptions()).extracting(DeclaredException::status).containsExactly(Status.UNMATCHED);
    }

    @Test
    void exceptionFollowsTheLinkOfTheIdentityRatherThanAName() {
        declare("ana", "2027-01-01", A, B);
        world.store.commit(List.of(
                new StoreWrite.Link(new IdentityId("ana"), account("bob").id())));
        join("Tenant_A_Agents", "bob");
        join("Tenant_B_Agents", "ana");

        assertThat(prove().violations())
                .extracting(v -> v.reach().subject().name())
                .containsExactly("ana@acme.example");
    }

    @Test
    void exceptionFollowsTheExternalIdIfNoRunHasLinkedTheIdentity() {
        world.store = new MemoryStore(world.clock);
        declare("ana", "2027-01-01", A, B);
        join("Tenant_B_Agents", "ana");

        assertThat(prove().violations()).isEmpty();
    }

    @Test
    void exceptionOfANameThatADeletedAccountHasTooIsOfTheOther() {
        world.directory.account("new", "joint@acme.example", world.division("Tenant_A"));
        world.directory.account("old", "Joint@acme.example", MemoryDirectory.HOME);
        world.state("Joint@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());
        declare("joint@acme.example", "2027-01-01", A, B);
        grant(new SubjectId("new"), "Agent", "Tenant_B");

        assertThat(prove().violations()).isEmpty();
    }

    @Test
    void exceptionOfANameExcusesNoAccountWithTheExternalIdOfAnother() {
        world.store = new MemoryStore(world.clock);
        world.store.commit(
                List.of(new StoreWrite.Keep(Pin.of("ana@acme.example", new IdentityId("the one found first")))));
        declare("ana@acme.example", "2027-01-01", A, B);
        join("Tenant_B_Agents", "ana");

        assertThat(prove().violations()).extracting(Violation::code).containsExactly(Violation.Code.LIVES_ELSEWHERE);
    }

    @Test
    void exceptionOfANameExcusesNoAccountThatIsLinkedToAnother() {
        world.directory.account("new", "joint@acme.example", world.division("Tenant_A"));
        world.store.commit(List.of(
                new StoreWrite.Keep(Pin.of("joint@acme.example", new IdentityId("the one found first"))),
                new StoreWrite.Link(new IdentityId("another"), new AccountId("new"))));
        declare("joint@acme.example", "2027-01-01", A, B);
        grant(new SubjectId("new"), "Agent", "Tenant_B");

        assertThat(prove().violations()).extracting(Violation::code).containsExactly(Violation.Code.LIVES_ELSEWHERE);
    }

    @Test
    void exceptionCoversNoRoleInAllDivisions() {
        declare("ana", "2027-01-01", A, B);
        everywhere("ana");
        assertThat(prove().exceptions()).extracting(DeclaredException::status).containsExactly(Status.EXCEEDED);

        declare("ana", "2026-11-23", A, B);
        assertThat(prove().exceptions()).extracting(DeclaredException::status).containsExactly(Status.OVERDUE);
    }

    private void everywhere(String person) {
        world.grant(person + "@acme.example", "Agent", DivisionId.EVERYWHERE);
    }

    @Test
    void incompleteReadOfAnythingIsNeverAProof() {
        world.directory.accountsProof = p -> p.doubting("a page came short");
        assertNotProven("the accounts: a page came short");
        world.directory.accountsProof = p -> p;
        world.directory.membersProof = p -> p.doubting("a member was not read");
        assertNotProven("the members of group \"Tenant_A_Agents\": a member was not read");
        world.directory.membersProof = p -> p;
        world.directory.grantsProof = p -> p.doubting("the total changed");
        assertNotProven("the grants in all divisions: the total changed");
    }

    @Test
    void doubtThatNamesItsListingItselfNamesItOnce() {
        world.directory.accountsProof = p -> p.doubting("accounts: page 3 was refused");
        assertNotProven("the accounts: page 3 was refused");
        world.directory.accountsProof = p -> p;
        world.directory.grantsProof = p -> p.doubting("grants: the total changed");
        assertNotProven("the grants in all divisions: the total changed");
    }

    @Test
    void violationFoundInAnIncompleteReadIsAViolationAllTheSame() {
        grant(id("ana"), "Agent", "*");
        world.directory.accountsProof = p -> p.doubting("a page came short");

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(IsolationText.of(proof)).contains("there may be more");
    }

    @Test
    void memberWithoutAnAccountInTheReadIsADoubt() {
        world.directory.members.get(new GroupId("grp-Tenant_A_Agents")).add(new AccountId("ghost"));

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.of(A)).extracting(r -> r.subject().id().value()).contains("ghost");
    }

    @Test
    void tenantWhoseDivisionIsNotFoundIsADoubt() {
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.tenant("c", "Tenant_C"));

        assertThat(prove().doubts()).singleElement().asString().startsWith("tenant c: ");
    }

    @Test
    void refusedReadIsADoubtAndAnUnavailableServiceAnException() {
        assertThat(new AccessReader(refusing(Failure.NOT_PERMITTED), world.clock, e -> {})
                        .read(world.policy(), world.store.notes(), world::tenants, TenantMap::unclaimed)
                        .doubts())
                .containsExactly("the accounts could not be read: NOT_PERMITTED, refused");
        assertThatThrownBy(() -> new AccessReader(refusing(Failure.RETRY_LATER), world.clock, e -> {})
                        .read(world.policy(), world.store.notes(), world::tenants, TenantMap::unclaimed))
                .isInstanceOf(DirectoryException.class);
    }

    private Directory refusing(Failure failure) {
        return new ForwardingDirectory(world.directory) {
            @Override
            public Accounts accounts() {
                throw new DirectoryException(failure, "refused", null);
            }
        };
    }

    @Test
    void divisionThatATenantHasIsADoubtOfAnotherThatNamesIt() {
        world.tenants = List.of(world.tenants.get(0), world.tenant("b", "Tenant_A"));

        IsolationProof proof = prove();

        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts())
                .hasSize(3)
                .allSatisfy(d -> assertThat(d).startsWith("tenant b: ").contains("of tenant a, which had it before"));
    }

    @Test
    void twoTenantsInOneDivisionReachEachOtherIfNoStoreKnowsWhoseItIs() {
        world.tenants = List.of(world.tenants.get(0), world.tenant("b", "Tenant_A"));
        world.store = new MemoryStore(world.clock);

        assertThat(prove().violations())
                .extracting(Violation::code)
                .contains(Violation.Code.LIVES_ELSEWHERE, Violation.Code.GROUP_ACROSS_TENANTS);
    }

    @Test
    void divisionOfATenantThatOnlyAnEarlierRunKnewIsChecked() {
        world.tenants = world.tenants.stream().filter(t -> !t.id().equals(B)).toList();

        IsolationProof proof = prove();

        assertThat(proof.coverage().outside()).extracting(Division::name).containsExactly("Home");
        assertThat(why(proof, "bob")).contains("lives in division \"Tenant_B\"");
    }

    @Test
    void divisionsOfNoTenantAreNamedAsNotLookedAt() {
        world.directory.division("Old_Client");

        assertThat(prove().coverage().outside()).extracting(Division::name).containsExactly("Home", "Old_Client");
    }

    private IsolationProof prove() {
        return world.provisioner().proveIsolation();
    }

    private void assertFound(Violation.Code code, String person, String path) {
        IsolationProof proof = prove();
        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(proof.violations())
                .filteredOn(v -> v.reach().subject().kind() == Subject.Kind.ACCOUNT)
                .extracting(v -> v.code() + " " + v.reach().subject().name())
                .containsExactly(code + " " + person + "@acme.example");
        assertThat(why(proof, person)).contains(path);
    }

    private void assertNotProven(String doubt) {
        IsolationProof proof = prove();
        assertThat(proof.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(proof.doubts()).contains(doubt);
    }

    private static List<String> why(IsolationProof proof, String person) {
        return proof.accounts().stream()
                .filter(r -> r.subject().name().equals(person + "@acme.example"))
                .flatMap(r -> r.paths().stream())
                .map(Path::why)
                .toList();
    }

    private void declare(String identity, String until, TenantId... tenants) {
        world.jointAgents = List.of(
                new JointAgent(identity, List.of(tenants), tenants[0], "shared queue", "cto", LocalDate.parse(until)));
    }

    private Account account(String person) {
        return world.directory.byName(person + "@acme.example");
    }

    private SubjectId id(String person) {
        return SubjectId.of(account(person).id());
    }

    private void grant(SubjectId subject, String role, String division) {
        DivisionId in = division.equals("*")
                ? DivisionId.EVERYWHERE
                : world.division(division).id();
        world.directory.grants.add(new Grant(subject, new RoleId("role-" + role), in));
    }

    private void join(String group, String person) {
        GroupId id = new GroupId("grp-" + group);
        world.directory.groups.putIfAbsent(id, new Group(id, group));
        world.directory
                .members
                .computeIfAbsent(id, k -> new LinkedHashSet<>())
                .add(account(person).id());
    }

    private void replace(String person, AccountState state, String division) {
        Account a = account(person);
        world.directory.accounts.put(
                a.id(),
                new Account(
                        a.id(),
                        state,
                        a.userName(),
                        a.displayName(),
                        a.externalId(),
                        world.division(division).id(),
                        a.attributes()));
    }
}
