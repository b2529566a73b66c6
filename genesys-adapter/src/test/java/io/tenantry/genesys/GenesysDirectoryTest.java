// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

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
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.GroupRule;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter does beyond the contract of every directory: how many calls it makes, and what is Genesys' own. */
class GenesysDirectoryTest {
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
    void listsDivisionsByTwoHundred(Reach reach) {
        IntStream.range(0, 450).forEach(i -> made("Client " + i));

        complete(reach.to(fake).build().divisions().list(), 452);

        assertThat(fake.recorder().count("GET", "/api/v2/authorization/divisions/query"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void listsAccountsByFiveHundred(Reach reach) {
        people(1203, acme);

        Completeness proof = reach.to(fake).build().accounts().list(page -> {});

        assertThat(proof).isEqualTo(Completeness.complete(1203, 3));
    }

    @ParameterizedTest
    @EnumSource
    void movesFiftyAccountsInOneCallAndRefusesMore(Reach reach) {
        Directory genesys = reach.to(fake).build();

        genesys.divisions().move(acme, people(50, home));

        assertThat(fake.recorder().writes()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> genesys.divisions().move(acme, people(51, home)));
    }

    @ParameterizedTest
    @EnumSource
    void createsAndChangesAnAccountInOneCallEach(Reach reach) {
        Directory genesys = reach.to(fake).build();
        genesys.divisions().list();

        Account created = genesys.accounts().create(ana());
        assertThat(fake.recorder().writes()).hasSize(1);

        fake.recorder().clear();
        genesys.accounts()
                .update(
                        created.id(),
                        new AccountChange(
                                Optional.of(false),
                                Optional.of("ana.b@acme.example"),
                                Optional.of("Ana B"),
                                Optional.of("hr-18"),
                                Map.of(AccountAttribute.TITLE, "", AccountAttribute.DEPARTMENT, "Chat")));
        assertThat(fake.recorder().exchanges()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void restoresADeletedAccountWithItsLogInOff(Reach reach) {
        AccountId deleted = people(1, acme).get(0);
        fake.change(
                "delete",
                org -> org.with(fake.user(deleted.value())
                        .withState(UserState.DELETED)
                        .withDivision(home.id().value())));

        Account restored = reach.to(fake).build().accounts().restore(deleted);

        assertThat(restored.state()).isEqualTo(AccountState.INACTIVE);
    }

    @ParameterizedTest
    @EnumSource
    void showsForWhichGroupsRolesAreOff(Reach reach) {
        var off = fake.createGroup("off");
        fake.createGroup("on");
        fake.change("off", org -> org.with(off.withAttribute("rolesEnabled", "false")));

        assertThat(reach.to(fake).build().groups().list().entries())
                .filteredOn(g -> List.of("on", "off").contains(g.name()))
                .extracting(Group::name, Group::rolesEnabled)
                .containsExactlyInAnyOrder(tuple("on", true), tuple("off", false));
    }

    @ParameterizedTest
    @EnumSource
    void createsGroupsThatCarryRolesOnceByTheirName(Reach reach) {
        Directory genesys = reach.to(fake).build();

        Group created = genesys.groups().create("acme-agents");

        assertThat(fake.group(created.id().value()).attribute("rolesEnabled")).contains("true");
        assertFails(Failure.ALREADY_EXISTS, () -> genesys.groups().create("acme-agents"));
    }

    @ParameterizedTest
    @EnumSource
    void writesMembersOfOneGroupInOneCallByEitherWay(Reach reach) {
        for (MembershipWrites way : MembershipWrites.values()) {
            Directory genesys = reach.to(fake).membershipWrites(way).build();
            GroupId group = new GroupId(fake.createGroup(way.name()).id());
            List<AccountId> people = people(50, acme);
            fake.recorder().clear();

            genesys.groups().add(group, people);
            genesys.groups().remove(group, people.subList(0, 49));
            genesys.groups().remove(group, people.subList(0, 49));

            assertThat(genesys.groups().members(group).entries()).containsExactly(people.get(49));
            assertThat(fake.recorder().writes()).hasSize(3);
        }
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
    void readsWhatTheServiceShowsOfTheRuleOfAGroup(Reach reach) {
        Directory genesys = reach.to(fake).build();
        GroupId plain = new GroupId(fake.createGroup("plain").id());
        GroupId skilled = new GroupId(fake.createGroup("skilled").id());
        GroupId titled = new GroupId(fake.createGroup("titled").id());
        fake.rule(skilled.value(), GroupRule.whereSkill("Billing"));
        fake.rule(titled.value(), GroupRule.where("title", "Lead"));

        assertThat(genesys.groups().rule(plain)).isEmpty();
        assertThat(genesys.groups().rule(skilled))
                .contains(new io.tenantry.directory.GroupRule(skilled, "skill Billing GreaterThanOrEqualTo 0.0"));
        assertThat(genesys.groups().rule(titled)).contains(new io.tenantry.directory.GroupRule(titled, ""));
        fake.faults()
                .on("GET", "/api/v2/groups/" + plain + "/dynamicsettings")
                .always()
                .answer(403);
        assertFails(Failure.NOT_PERMITTED, () -> genesys.groups().rule(plain));
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
    @ValueSource(
            strings = {
                "directory:group:add",
                "directory:group:edit",
                "directory:group:*",
                "directory:*:edit",
                "directory:organization:admin",
                "directory:user:setPassword",
                "routing:queue:edit",
                "routing:queueMember:manage",
                "routing:*:*",
                "groups:team:assign",
                "groups:work_team:manage"
            })
    void thePowerToLetPeopleInIsAPrivilege(String permission) {
        fake.createRole("Doorkeeper", "routing:queue:join", permission);

        assertThat(Reach.MEMORY.to(fake).build().roles().list().entries())
                .filteredOn(r -> r.name().equals("Doorkeeper"))
                .extracting(Role::privileged, Role::permissions)
                .containsExactly(tuple(true, Set.of("routing:queue:join", permission)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "directory:group:view",
                "directory:group:delete",
                "directory:*:view",
                "directory:user:edit",
                "routing:queue:join",
                "routing:queueMember:view",
                "groups:team:view"
            })
    void thePowerToLookOrToWorkIsNoPrivilege(String permission) {
        fake.createRole("Worker", permission);

        assertThat(Reach.MEMORY.to(fake).build().roles().list().entries())
                .filteredOn(r -> r.name().equals("Worker"))
                .extracting(Role::privileged)
                .containsExactly(false);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhichPermissionsADivisionLimits(Reach reach) {
        List<Permission> catalogue = complete(
                reach.to(fake).build().roles().permissions(),
                io.tenantry.fixtures.org.Permission.catalogue().size());

        assertThat(catalogue)
                .contains(
                        new Permission("directory:group:edit", false, true),
                        new Permission("directory:user:view", true, false),
                        new Permission("ui:supervisor:view", false, false));
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

    @ParameterizedTest
    @EnumSource
    void readsGrantsEverywhereApartThoughEveryDivisionListsThem(Reach reach) {
        fake.set(Quirk.WildcardListing.IN_EVERY_DIVISION);
        Directory genesys = reach.to(fake).build();
        SubjectId person = SubjectId.of(people(1, acme).get(0));
        RoleId role = new RoleId(fake.createRole("Agent").id());
        fake.grant(person.value(), role.value(), "*");

        assertThat(genesys.grants().in(DivisionId.EVERYWHERE).entries())
                .contains(new Grant(person, role, DivisionId.EVERYWHERE));
        assertThat(genesys.grants().in(acme.id()).entries()).isEmpty();
    }

    private NewAccount ana() {
        return new NewAccount("hr-17", "ana@acme.example", "Ana", acme, Map.of(AccountAttribute.EMPLOYEE_NUMBER, "17"));
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
