// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method of the port, over a socket and from memory. */
class DirectoryContractTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division home = new Division(new DivisionId(fake.org().home().id()), "Home", true);
    private final Division acme = made("Acme");

    @AfterEach
    void stop() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void namesTheOrganization(Reach reach) {
        Organization organization = reach.to(fake).build().organization();

        assertThat(organization)
                .isEqualTo(new Organization("0b1f6f5e-8f34-4d52-9d27-0c6a6b9a3f01", "Fake BPO", "fakebpo"));
    }

    @ParameterizedTest
    @EnumSource
    void knowsItsLimitsWithoutACall(Reach reach) {
        DirectoryLimits limits = reach.to(fake).build().limits();

        assertThat(limits).isEqualTo(new DirectoryLimits(50, 50, 50, 100, true, 300));
        assertThat(fake.recorder().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void listsDivisionsOverSeveralPages(Reach reach) {
        List<Division> more =
                IntStream.range(0, 450).mapToObj(i -> made("Client " + i)).toList();

        List<Division> listed = complete(reach.to(fake).build().divisions().list(), 452);

        assertThat(listed).contains(home, acme).containsAll(more);
        assertThat(fake.recorder().count("GET", "/api/v2/authorization/divisions/query"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void createsADivisionOnceByItsName(Reach reach) {
        Directory genesys = reach.to(fake).build();

        Division created = genesys.divisions().create("Beta");

        assertThat(genesys.divisions().list().entries()).containsExactlyInAnyOrder(home, acme, created);
        assertFails(Failure.ALREADY_EXISTS, () -> genesys.divisions().create("Beta"));
    }

    @ParameterizedTest
    @EnumSource
    void movesAccountsInOneCall(Reach reach) {
        Directory genesys = reach.to(fake).build();
        List<AccountId> people = people(50, home);

        genesys.divisions().move(acme, people);

        assertThat(genesys.accounts().find(people))
                .hasSize(50)
                .allMatch(a -> a.division().equals(acme.id()));
        assertThat(fake.recorder().writes()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> genesys.divisions().move(acme, people(51, home)));
    }

    @ParameterizedTest
    @EnumSource
    void listsAccountsInEveryState(Reach reach) {
        List<AccountId> people = people(1203, acme);
        fake.change(
                "states",
                org -> org.with(fake.user(people.get(0).value()).withState(UserState.INACTIVE))
                        .with(fake.user(people.get(1).value()).withState(UserState.DELETED)));
        List<Account> read = new ArrayList<>();

        Completeness proof = reach.to(fake).build().accounts().list(read::addAll);

        assertThat(proof).isEqualTo(Completeness.complete(1203, 3));
        assertThat(read).extracting(Account::id).containsExactlyInAnyOrderElementsOf(people);
        assertThat(read)
                .extracting(Account::state)
                .contains(AccountState.INACTIVE, AccountState.DELETED, AccountState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource
    void createsAnAccountWithAllItsAttributesInItsDivision(Reach reach) {
        Directory genesys = reach.to(fake).build();

        Account created = genesys.accounts().create(ana());

        assertThat(created)
                .isEqualTo(new Account(
                        created.id(),
                        AccountState.ACTIVE,
                        "ana@acme.example",
                        "Ána \"Quote\" 山田",
                        Optional.of("hr-17"),
                        acme.id(),
                        ALL));
        assertThat(fake.recorder().writes()).hasSize(1);
        assertThat(withoutExternalId(
                        genesys.accounts().find(List.of(created.id())).get(0)))
                .isEqualTo(withoutExternalId(created));
    }

    @ParameterizedTest
    @EnumSource
    void refusesASecondAccountOfTheSameName(Reach reach) {
        Directory genesys = reach.to(fake).build();
        genesys.accounts().create(ana());

        assertFails(Failure.ALREADY_EXISTS, () -> genesys.accounts().create(ana()));
    }

    @ParameterizedTest
    @EnumSource
    void findsAccountsByIdWhateverTheirStateAndLeavesOutWhatIsNot(Reach reach) {
        List<AccountId> people = people(100, acme);
        fake.change("state", org -> org.with(fake.user(people.get(3).value()).withState(UserState.DELETED)));
        List<AccountId> asked = new ArrayList<>(people.subList(0, 99));
        asked.add(new AccountId("00000000-0000-4000-8000-000000000000"));

        List<Account> found = reach.to(fake).build().accounts().find(asked);

        assertThat(found).extracting(Account::id).containsExactlyInAnyOrderElementsOf(people.subList(0, 99));
    }

    @ParameterizedTest
    @EnumSource
    void findsAnAccountByItsExternalIdAlsoWhenInactive(Reach reach) {
        Directory genesys = reach.to(fake).build();
        Account created = genesys.accounts().create(ana());
        genesys.accounts().update(created.id(), AccountChange.deactivation());

        List<Account> found = genesys.accounts().findByExternalId("hr-17");

        assertThat(found).extracting(Account::id).containsExactly(created.id());
        assertThat(found.get(0).state()).isEqualTo(AccountState.INACTIVE);
        assertThat(genesys.accounts().findByExternalId("hr-1\" or active eq \"true"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsAccountsByNameInAnyCaseAndState(Reach reach) {
        Directory genesys = reach.to(fake).build();
        User active = fake.createUser("A", "anna@acme.example", acme.id().value());
        User inactive = fake.createUser("I", "ines@acme.example", acme.id().value());
        User deleted = fake.createUser("D", "dora@acme.example", acme.id().value());
        fake.change(
                "states",
                org -> org.with(inactive.withState(UserState.INACTIVE)).with(deleted.withState(UserState.DELETED)));

        assertThat(genesys.accounts().findByUserName("ANNA@acme.example"))
                .extracting(a -> a.id().value())
                .containsExactly(active.id());
        assertThat(genesys.accounts().findByUserName("ines@acme.example"))
                .extracting(Account::state)
                .containsExactly(AccountState.INACTIVE);
        assertThat(genesys.accounts().findByUserName("dora@acme.example"))
                .extracting(Account::state)
                .containsExactly(AccountState.DELETED);
        assertThat(genesys.accounts().findByUserName("nobody@acme.example")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void changesEverythingOfAnAccountInOneCall(Reach reach) {
        Directory genesys = reach.to(fake).build();
        Account created = genesys.accounts().create(ana());
        fake.recorder().clear();

        Account changed = genesys.accounts()
                .update(
                        created.id(),
                        new AccountChange(
                                Optional.of(false),
                                Optional.of("ana.b@acme.example"),
                                Optional.of("Ana B"),
                                Optional.of("hr-18"),
                                Map.of(
                                        AccountAttribute.TITLE, "",
                                        AccountAttribute.DEPARTMENT, "Chat",
                                        AccountAttribute.EMPLOYEE_NUMBER, "18",
                                        AccountAttribute.DATE_HIRE, "2026-02-01",
                                        AccountAttribute.WORK_PHONE, "+3222222222")));

        assertThat(changed)
                .isEqualTo(new Account(
                        created.id(),
                        AccountState.INACTIVE,
                        "ana.b@acme.example",
                        "Ana B",
                        Optional.of("hr-18"),
                        acme.id(),
                        Map.of(
                                AccountAttribute.TITLE, "",
                                AccountAttribute.DEPARTMENT, "Chat",
                                AccountAttribute.EMPLOYEE_NUMBER, "18",
                                AccountAttribute.DATE_HIRE, "2026-02-01",
                                AccountAttribute.WORK_PHONE, "+3222222222")));
        assertThat(fake.recorder().exchanges()).hasSize(1);
        assertThat(withoutExternalId(
                        genesys.accounts().find(List.of(created.id())).get(0)))
                .isEqualTo(withoutExternalId(changed));
    }

    @ParameterizedTest
    @EnumSource
    void clearsEveryAttribute(Reach reach) {
        Directory genesys = reach.to(fake).build();
        Account created = genesys.accounts().create(ana());
        Map<AccountAttribute, String> none = Map.of(
                AccountAttribute.TITLE, "",
                AccountAttribute.DEPARTMENT, "",
                AccountAttribute.EMPLOYEE_NUMBER, "",
                AccountAttribute.DATE_HIRE, "",
                AccountAttribute.WORK_PHONE, "");

        Account changed = genesys.accounts()
                .update(
                        created.id(),
                        new AccountChange(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), none));

        assertThat(changed.attributes()).isEqualTo(none);
        assertThat(changed.state()).isEqualTo(AccountState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource
    void restoresADeletedAccountWithItsLogInOff(Reach reach) {
        Directory genesys = reach.to(fake).build();
        User deleted = fake.createUser("D", "dora@acme.example", acme.id().value());
        fake.change(
                "delete",
                org -> org.with(deleted.withState(UserState.DELETED)
                        .withDivision(home.id().value())));

        Account restored = genesys.accounts().restore(new AccountId(deleted.id()));

        assertThat(restored.state()).isEqualTo(AccountState.INACTIVE);
        assertThat(restored.division()).isEqualTo(home.id());
        assertThat(genesys.accounts().restore(restored.id())).isEqualTo(restored);
    }

    @ParameterizedTest
    @EnumSource
    void listsGroupsAndCreatesThemAbleToCarryRoles(Reach reach) {
        Directory genesys = reach.to(fake).build();
        IntStream.range(0, 501).forEach(i -> fake.createGroup("g" + i));

        Group created = genesys.groups().create("acme-agents");

        List<Group> listed = complete(genesys.groups().list(), 502);
        assertThat(listed).contains(created);
        assertThat(fake.group(created.id().value()).attribute("rolesEnabled")).contains("true");
        assertFails(Failure.ALREADY_EXISTS, () -> genesys.groups().create("acme-agents"));
    }

    @ParameterizedTest
    @EnumSource
    void addsReadsAndRemovesMembersByEitherWay(Reach reach) {
        for (MembershipWrites way : MembershipWrites.values()) {
            Directory genesys = reach.to(fake).membershipWrites(way).build();
            GroupId group = new GroupId(fake.createGroup(way.name()).id());
            List<AccountId> people = people(50, acme);
            fake.recorder().clear();

            genesys.groups().add(group, people);
            assertThat(complete(genesys.groups().members(group), 50)).containsAll(people);
            assertThat(genesys.groups().of(people.get(0)).entries()).containsExactly(group);

            genesys.groups().remove(group, people.subList(0, 49));
            genesys.groups().remove(group, people.subList(0, 49));
            assertThat(genesys.groups().members(group).entries()).containsExactly(people.get(49));
            assertThat(fake.recorder().writes()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEverybodyInAGroupHoweverTheyGotIn(Reach reach) {
        Directory genesys = reach.to(fake).build();
        GroupId group = new GroupId(fake.createGroup("g").id());
        List<AccountId> people = people(1003, acme);
        fake.change(
                "owner",
                org -> org.with(fake.group(group.value())
                        .withOwners(List.of(people.get(0).value()))));
        fake.change(
                "rule",
                org -> org.withRuleMembers(group.value(), List.of(people.get(1).value())));
        people.subList(2, 1002).forEach(p -> fake.addMembers(group.value(), p.value()));
        fake.recorder().clear();

        assertThat(complete(genesys.groups().everybody(group), 1002))
                .containsExactlyInAnyOrderElementsOf(people.subList(0, 1002));
        assertThat(fake.recorder().count("GET", "/api/v2/groups/" + group + "/members"))
                .isEqualTo(3);
        assertThat(genesys.groups().members(group).entries())
                .containsExactlyInAnyOrderElementsOf(people.subList(2, 1002));
    }

    @ParameterizedTest
    @EnumSource
    void readsMembersBySmallerPagesIfTheServiceTakesNoLargeOnes(Reach reach) {
        Directory genesys = reach.to(fake).build();
        GroupId group = new GroupId(fake.createGroup("g").id());
        List<AccountId> people = people(30, acme);
        people.forEach(p -> fake.addMembers(group.value(), p.value()));
        String path = "/api/v2/groups/" + group + "/members";
        fake.recorder().clear();

        fake.faults().on("GET", path).times(2).answer(400);
        assertThat(complete(genesys.groups().everybody(group), 30)).containsAll(people);
        assertThat(complete(genesys.groups().everybody(group), 30)).containsAll(people);

        assertThat(fake.recorder().count("GET", path)).isEqualTo(2 + 2 + 2);
        fake.faults().on("GET", path).always().answer(400);
        assertFails(Failure.REJECTED, () -> genesys.groups().everybody(group));
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheVersionOfAGroupOnceTheServiceAsksForIt(Reach reach) {
        fake.set(Quirk.MemberVersion.REQUIRED);
        Directory genesys = reach.to(fake).build();
        GroupId group = new GroupId(fake.createGroup("g").id());
        List<AccountId> people = people(2, acme);

        genesys.groups().add(group, people.subList(0, 1));
        genesys.groups().add(group, people.subList(1, 2));

        assertThat(genesys.groups().members(group).entries()).containsExactlyElementsOf(people);
        assertThat(fake.recorder().writes()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoCallToBeRefusedAgainWhereTheFirstVersionConflicts(Reach reach) {
        fake.set(Quirk.MemberVersion.REQUIRED);
        Directory genesys = reach.to(fake).build();
        GroupId group = new GroupId(fake.createGroup("g").id());
        List<AccountId> people = people(1, acme);
        String members = "/api/v2/groups/*/members";
        fake.faults().on("POST", members).whenBody(b -> b.contains("version")).answer(409);

        genesys.groups().add(group, people);

        assertThat(genesys.groups().members(group).entries()).containsExactlyElementsOf(people);
        assertThat(fake.recorder().writes()).extracting(Exchange::status).containsExactly(400, 409, 202);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoIsNotThere(Reach reach) {
        Directory genesys = reach.to(fake).build();
        GroupId nowhere = new GroupId("00000000-0000-4000-8000-000000000000");

        assertFails(Failure.NOT_FOUND, () -> genesys.groups().members(nowhere));
        assertFails(Failure.NOT_FOUND, () -> genesys.groups().add(nowhere, people(1, acme)));
        assertFails(
                Failure.NOT_FOUND,
                () -> genesys.accounts().update(new AccountId(nowhere.value()), AccountChange.deactivation()));
        assertFails(Failure.NOT_FOUND, () -> genesys.accounts().restore(new AccountId(nowhere.value())));
        assertFails(Failure.NOT_FOUND, () -> genesys.grants().in(new DivisionId(nowhere.value())));
    }

    @ParameterizedTest
    @EnumSource
    void listsRoles(Reach reach) {
        IntStream.range(0, 150).forEach(i -> fake.createRole("role " + i));

        List<Role> roles = reach.to(fake).build().roles().list().entries();

        assertThat(roles).hasSize(153).extracting(Role::name).contains("role 0", "role 149", "employee");
    }

    @ParameterizedTest
    @EnumSource
    void tellsRolesThatCanChangePeoplesAccess(Reach reach) {
        fake.createRole("Auditor", "authorization:grant:view", "oauth:client:view", "directory:user:edit");
        fake.createRole("Granter", "routing:queue:join", "authorization:grant:add");
        fake.createRole("Key maker", "oauth:client:*");

        List<Role> roles = reach.to(fake).build().roles().list().entries();

        assertThat(roles)
                .filteredOn(r -> List.of("Auditor", "Granter", "Key maker", "Master Admin", "employee")
                        .contains(r.name()))
                .filteredOn(Role::privileged)
                .extracting(Role::name)
                .containsExactlyInAnyOrder("Granter", "Key maker", "Master Admin");
    }

    @ParameterizedTest
    @EnumSource
    void grantsAndRevokesRolesOfGroupsAndPeople(Reach reach) {
        Directory genesys = reach.to(fake).build();
        SubjectId group = new SubjectId(fake.createGroup("g").id());
        SubjectId person = SubjectId.of(people(1, acme).get(0));
        RoleInDivision agent =
                new RoleInDivision(new RoleId(fake.createRole("Agent").id()), acme.id());
        RoleInDivision lead =
                new RoleInDivision(new RoleId(fake.createRole("Lead").id()), acme.id());

        genesys.grants().add(group, SubjectKind.GROUP, List.of(agent, lead));
        genesys.grants().add(person, SubjectKind.ACCOUNT, List.of(agent));
        assertThat(genesys.grants().in(acme.id()).entries())
                .containsExactlyInAnyOrder(
                        new Grant(group, agent.role(), acme.id()),
                        new Grant(group, lead.role(), acme.id()),
                        new Grant(person, agent.role(), acme.id()));

        genesys.grants().remove(group, List.of(agent, lead));
        genesys.grants().remove(person, List.of(agent));
        genesys.grants().remove(person, List.of(agent));
        assertThat(genesys.grants().in(acme.id()).entries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsOwnGrantsFromInheritedOnes(Reach reach) {
        Directory genesys = reach.to(fake).build();
        AccountId person = people(1, acme).get(0);
        String group = fake.createGroup("g").id();
        fake.addMembers(group, person.value());
        String role = fake.createRole("Agent").id();
        fake.grant(group, role, acme.id().value());
        fake.grant(person.value(), role, acme.id().value());

        assertThat(genesys.grants().of(SubjectId.of(person)).entries())
                .containsExactlyInAnyOrder(
                        new Grant(new SubjectId(group), new RoleId(role), acme.id()),
                        new Grant(SubjectId.of(person), new RoleId(role), acme.id()));
    }

    @ParameterizedTest
    @EnumSource
    void readsGrantsEverywhereApartAndNeverMakesOne(Reach reach) {
        fake.set(Quirk.WildcardListing.IN_EVERY_DIVISION);
        Directory genesys = reach.to(fake).build();
        SubjectId person = SubjectId.of(people(1, acme).get(0));
        RoleId role = new RoleId(fake.createRole("Agent").id());
        fake.grant(person.value(), role.value(), "*");

        assertThat(genesys.grants().in(DivisionId.EVERYWHERE).entries())
                .contains(new Grant(person, role, DivisionId.EVERYWHERE));
        assertThat(genesys.grants().in(acme.id()).entries()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> genesys.grants()
                        .add(person, SubjectKind.ACCOUNT, List.of(new RoleInDivision(role, DivisionId.EVERYWHERE))));

        genesys.grants().remove(person, List.of(new RoleInDivision(role, DivisionId.EVERYWHERE)));
        assertThat(genesys.grants().in(DivisionId.EVERYWHERE).entries())
                .extracting(Grant::subject)
                .doesNotContain(person);
    }

    @ParameterizedTest
    @EnumSource
    void revokesOneByOneWhatCannotBeRevokedAsAWhole(Reach reach) {
        Directory genesys = reach.to(fake).build();
        SubjectId person = SubjectId.of(people(1, acme).get(0));
        RoleInDivision agent =
                new RoleInDivision(new RoleId(fake.createRole("Agent").id()), acme.id());
        RoleInDivision gone = new RoleInDivision(new RoleId("00000000-0000-4000-8000-000000000000"), acme.id());
        genesys.grants().add(person, SubjectKind.ACCOUNT, List.of(agent));

        genesys.grants().remove(person, List.of(gone, agent));

        assertThat(genesys.grants().in(acme.id()).entries()).isEmpty();
    }

    private static final Map<AccountAttribute, String> ALL = Map.of(
            AccountAttribute.TITLE, "Agent",
            AccountAttribute.DEPARTMENT, "Voice",
            AccountAttribute.EMPLOYEE_NUMBER, "17",
            AccountAttribute.DATE_HIRE, "2026-01-15",
            AccountAttribute.WORK_PHONE, "+3211111111");

    private NewAccount ana() {
        return new NewAccount("hr-17", "ana@acme.example", "Ána \"Quote\" 山田", acme, ALL);
    }

    private static Account withoutExternalId(Account account) {
        return new Account(
                account.id(),
                account.state(),
                account.userName(),
                account.displayName(),
                Optional.empty(),
                account.division(),
                account.attributes());
    }

    private Division made(String name) {
        return new Division(new DivisionId(fake.createDivision(name).id()), name, false);
    }

    private List<AccountId> people(int count, Division division) {
        int before = fake.org().users().size();
        return IntStream.range(before, before + count)
                .mapToObj(i -> fake.createUser(
                        "Person " + i, "p" + i + "@acme.example", division.id().value()))
                .map(user -> new AccountId(user.id()))
                .toList();
    }

    private static <T> List<T> complete(Listing<T> listing, int expected) {
        assertThat(listing.completeness().doubts()).isEmpty();
        assertThat(listing.entries()).hasSize(expected);
        return listing.entries();
    }

    private static void assertFails(Failure failure, Runnable action) {
        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.failure()).isEqualTo(failure));
    }
}
