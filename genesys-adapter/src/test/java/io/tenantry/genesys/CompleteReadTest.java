// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Credential;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings prove that they are whole, or say why not. */
class CompleteReadTest {
    private static final String MEMBERS = "add and remove members of groups";
    private static final String EDITS = "change, deactivate, reactivate, restore and move accounts";
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final String acme = fake.createDivision("Acme").id();
    private final FaultyWire wire = new FaultyWire(fake);

    @AfterEach
    void stop() throws IOException {
        wire.close();
        fake.close();
    }

    @Test
    void readsAgainWhenPeopleCameWhileItRead() throws IOException {
        IntStream.range(0, 30).forEach(i -> fake.createUser("P" + i, "p" + i + "@acme.example"));
        GenesysCloud genesys = overTheWire().accountPage(10).build();
        wire.damage("GET", "/api/v2/users?state=any&pageSize=10&pageNumber=2", 1, (socket, good) -> {
            fake.createUser("Late", "late@acme.example");
            FaultyWire.write(socket.getOutputStream(), good.reply(), Map.of());
        });
        List<Account> read = new ArrayList<>();

        Completeness proof = genesys.accounts().list(read::addAll);

        assertThat(proof.doubts()).isEmpty();
        assertThat(read).hasSize(31).doesNotHaveDuplicates();
    }

    @Test
    void staysInDoubtWhenRowsKeepMoving() {
        fake.set(Quirk.ListOrder.UNSTABLE);
        IntStream.range(0, 95).forEach(i -> fake.createUser("P" + i, "p" + i + "@acme.example"));
        List<Account> read = new ArrayList<>();

        Completeness proof =
                Reach.MEMORY.to(fake).accountPage(10).build().accounts().list(read::addAll);

        assertThat(proof.isComplete()).isFalse();
        assertThat(proof.doubts()).containsExactly("accounts: a row was returned twice, so another may be missing");
        assertThat(read).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"entities\":[]}",
                "{\"entities\":[{\"id\":\"1\",\"name\":\"a\"}]}",
                "{\"entities\":[{\"id\":\"1\",\"name\":\"a\"}],\"total\":2}",
                "{\"entities\":[],\"total\":2}",
                "{\"entities\":[{\"id\":\"1\",\"name\":\"a\"},{\"id\":\"1\",\"name\":\"a\"}],\"total\":2}",
                "{\"entities\":[{\"id\":\"1\",\"name\":\"a\"},{\"id\":\"2\",\"name\":\"b\"}],\"total\":1}"
            })
    void doubtsAPageThatDoesNotAddUp(String page) {
        wire.damage(
                "GET",
                "/api/v2/groups",
                Integer.MAX_VALUE,
                (socket, good) -> FaultyWire.write(
                        socket.getOutputStream(), new FaultyWire.Reply(200, page.getBytes(UTF_8)), Map.of()));

        Listing<Group> groups = overTheWire().build().groups().list();

        assertThat(groups.completeness().doubts()).hasSize(1);
    }

    @Test
    void doubtsAListingWhoseLaterPagesAreRefused() {
        IntStream.range(0, 30).forEach(i -> fake.createUser("P" + i, "p" + i + "@acme.example"));
        wire.damage(
                "GET",
                "/api/v2/users?state=any&pageSize=10&pageNumber=3",
                Integer.MAX_VALUE,
                (socket, good) ->
                        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(400, new byte[0]), Map.of()));

        Completeness proof = overTheWire().accountPage(10).build().accounts().list(page -> {});

        assertThat(proof.doubts()).containsExactly("accounts: page 3 was refused, so the rest was not read");
    }

    @Test
    void doubtsAPageBeforeWhichARowWasTakenAway() {
        IntStream.range(0, 3).forEach(i -> fake.createUser("P" + i, "p" + i + "@acme.example"));
        wire.damage("GET", "/api/v2/users?state=any&pageSize=1&pageNumber=2", Integer.MAX_VALUE, (socket, good) -> {
            String shrunk = new String(good.reply().body(), UTF_8).replace("\"total\":3", "\"total\":2");
            FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(200, shrunk.getBytes(UTF_8)), Map.of());
        });

        Completeness proof = overTheWire().accountPage(1).build().accounts().list(page -> {});

        assertThat(proof.doubts()).containsExactly("accounts: the total changed between two pages");
    }

    @Test
    void doubtsACursorThatLeadsInACircle() {
        String page = "{\"entities\":[],\"nextUri\":\"http://elsewhere.example/api/v2/x?pageSize=1&after=abc\"}";
        wire.damage(
                "GET",
                "/api/v2/authorization/divisions/query",
                Integer.MAX_VALUE,
                (socket, good) -> FaultyWire.write(
                        socket.getOutputStream(), new FaultyWire.Reply(200, page.getBytes(UTF_8)), Map.of()));

        assertThat(overTheWire().build().divisions().list().completeness().doubts())
                .containsExactly("the link to the next page of divisions has no new cursor");
    }

    @Test
    void doubtsAListingWithoutThoseWhomTheServiceCountsAsInactive() {
        String gone = fake.createUser("Gone", "gone@acme.example").id();
        fake.change("leaves", o -> o.with(fake.user(gone).withState(UserState.INACTIVE)));
        wire.damage("GET", "/api/v2/users?state=any", Integer.MAX_VALUE, (socket, good) -> {
            String all = new String(good.reply().body(), UTF_8);
            answer(socket, withoutInactive(all));
        });

        Completeness proof = overTheWire().build().accounts().list(page -> {});

        assertThat(proof.doubts())
                .containsExactly("accounts: the listing has 0 active and inactive accounts, but the service counts 1");
    }

    @Test
    void readsAgainIfAnAccountAppearedBetweenTheListingAndTheCount() {
        fake.createUser("Ana", "ana@acme.example");
        wire.damage("GET", "/api/v2/users?state=active", 1, (socket, good) -> {
            fake.createUser("Late", "late@acme.example");
            FaultyWire.write(socket.getOutputStream(), good.reply(), Map.of());
        });
        List<Account> read = new ArrayList<>();

        Completeness proof = overTheWire().build().accounts().list(read::addAll);

        assertThat(proof.doubts()).isEmpty();
        assertThat(read).extracting(Account::userName).containsExactly("ana@acme.example", "late@acme.example");
    }

    /** Answers as a service would that takes "any" for "active": with neither the rows nor a total of others. */
    private static String withoutInactive(String page) {
        assertThat(page).contains("\"inactive\"");
        return "{\"entities\":[],\"total\":0}";
    }

    @Test
    void doubtsAccountsThatTheCredentialCannotSeeAll() {
        OAuthClient limited = limited("directory:user:view");

        Completeness proof = as(limited).accounts().list(page -> {});

        assertThat(proof.doubts())
                .containsExactly("accounts: the credential sees only those of 1 division;"
                        + " give it directory:user:view in all divisions");
    }

    @Test
    void namesEveryPermissionThatIsMissingAndWhere() {
        DivisionId other = new DivisionId(fake.createDivision("Other").id());
        OAuthClient limited = limited(
                "directory:user:view",
                "directory:user:add",
                "directory:user:edit",
                "authorization:grant:view",
                "authorization:grant:add",
                "directory:group:add");

        DivisionId home = new DivisionId(fake.org().home().id());
        ManagedDivisions managed = new ManagedDivisions(Set.of(new DivisionId(acme), other), Set.of(home), true);

        List<MissingPermission> missing = as(limited).missingPermissions(managed);

        assertThat(missing)
                .containsExactly(
                        new MissingPermission("directory:user:view", Optional.empty(), "read all accounts"),
                        new MissingPermission(
                                "authorization:grant:view", Optional.empty(), "read who holds which role"),
                        new MissingPermission(
                                "authorization:role:view", Optional.empty(), "read the roles and their permissions"),
                        new MissingPermission("directory:group:view", Optional.empty(), "read the rules of groups"),
                        new MissingPermission("directory:user:add", Optional.of(home), "create accounts"),
                        new MissingPermission("directory:user:add", Optional.of(other), "create accounts"),
                        new MissingPermission("directory:user:edit", Optional.of(home), EDITS),
                        new MissingPermission("directory:user:edit", Optional.of(other), EDITS),
                        new MissingPermission("authorization:grant:add", Optional.of(other), "grant roles to groups"),
                        new MissingPermission(
                                "authorization:grant:delete", Optional.of(new DivisionId(acme)), "revoke roles"),
                        new MissingPermission("authorization:grant:delete", Optional.of(other), "revoke roles"),
                        new MissingPermission("directory:group:edit", Optional.of(home), MEMBERS),
                        new MissingPermission("directory:group:edit", Optional.of(new DivisionId(acme)), MEMBERS),
                        new MissingPermission("directory:group:edit", Optional.of(other), MEMBERS),
                        new MissingPermission("authorization:division:add", Optional.of(home), "create divisions"),
                        new MissingPermission(
                                "authorization:division:add", Optional.of(new DivisionId(acme)), "create divisions"),
                        new MissingPermission("authorization:division:add", Optional.of(other), "create divisions"));
        assertThat(Reach.MEMORY.to(fake).build().missingPermissions(managed)).isEmpty();
        assertThat(fake.recorder().writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void namesNothingAsMissingWhereTheServiceDoesNotTell(int status) {
        fake.faults()
                .on("GET", "/api/v2/authorization/divisionspermitted/paged/me")
                .always()
                .answer(status);

        assertThat(as(limited()).missingPermissions(new ManagedDivisions(Set.of(new DivisionId(acme)), Set.of(), true)))
                .isEmpty();
    }

    @Test
    void namesTheClientsAmongTheHoldersOfARoleAndReadsNoFurther() {
        Role role = fake.createRole("Agent");
        OAuthClient client = fake.createClient("Dialer", List.of(role), List.of(acme));
        String person = fake.createUser("Ana", "ana@acme.example").id();
        fake.grant(person, role.id(), acme);
        IntStream.range(0, 150)
                .forEach(i -> fake.grant(fake.createGroup("g" + i).id(), role.id(), acme));
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();
        Set<SubjectId> asked = Set.of(new SubjectId(client.id()), new SubjectId(person));

        assertThat(genesys.grants().clients(new RoleId(role.id()), asked))
                .isEqualTo(Map.of(new SubjectId(client.id()), "Dialer"));
        assertThat(genesys.grants().clients(new RoleId(role.id()), Set.of(new SubjectId("nobody"))))
                .isEmpty();
        assertThat(fake.recorder().matching("GET", "/api/v2/authorization/roles/" + role.id() + "/subjectgrants"))
                .extracting(Exchange::query)
                .containsExactly(
                        "pageSize=100&pageNumber=1",
                        "pageSize=100&pageNumber=1",
                        "pageSize=100&pageNumber=2",
                        "pageSize=100&pageNumber=3");
    }

    @Test
    void knowsTheClientsThatItWorksWithAndWhatTheyNeed() {
        OAuthClient second = limited();
        GenesysCloud genesys = Reach.MEMORY
                .to(fake)
                .credentials(ClientCredentials.of(second.id(), second.secret().toCharArray()))
                .build();
        Credential credential = genesys.credentials().get(1);

        assertThat(genesys.credentials())
                .extracting(c -> c.id().value())
                .containsExactly(fake.rootClient().id(), second.id());
        assertThat(credential.reading())
                .containsExactlyInAnyOrder(
                        "directory:user:view",
                        "directory:group:view",
                        "authorization:grant:view",
                        "authorization:role:view");
        assertThat(credential.writing()).hasSize(7).doesNotContainAnyElementsOf(credential.reading());
    }

    @Test
    void readsTheGrantsEverywhereByRoleWhereTheirOwnListingIsRefused() {
        String role = fake.createRole("Agent").id();
        String group = fake.createGroup("g").id();
        fake.grant(group, role, "*");
        fake.grant(group, role, acme);
        wire.damage(
                "GET",
                "/api/v2/authorization/divisions/%2A/grants",
                Integer.MAX_VALUE,
                (socket, good) ->
                        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(404, new byte[0]), Map.of()));
        GenesysCloud genesys = overTheWire().build();

        assertThat(genesys.grants().in(DivisionId.EVERYWHERE).entries())
                .containsExactlyInAnyOrderElementsOf(Reach.MEMORY
                        .to(fake)
                        .build()
                        .grants()
                        .in(DivisionId.EVERYWHERE)
                        .entries())
                .extracting(g -> g.subject().value())
                .contains(group);
    }

    @ParameterizedTest
    @EnumSource
    void asksForFewerGrantsFromThePageOnWhoseAnswerIsTooLarge(Reach reach) {
        String small = fake.createRole("Small", "routing:queue:view").id();
        String large = fake.createRole("Large", permissions(67)).id();
        IntStream.range(0, 500)
                .forEach(i -> fake.grant(fake.createGroup("s" + i).id(), small, acme));
        IntStream.range(0, 101)
                .forEach(i -> fake.grant(fake.createGroup("l" + i).id(), large, acme));
        GenesysCloud genesys = reach.to(fake).largestAnswer(400_000).build();

        Listing<Grant> grants = genesys.grants().in(new DivisionId(acme));

        assertThat(grants.completeness()).isEqualTo(Completeness.complete(601, 7));
        assertThat(grants.entries()).hasSize(601).doesNotHaveDuplicates();
        assertThat(fake.recorder().exchanges())
                .extracting(Exchange::query)
                .filteredOn(query -> query.contains("pageSize"))
                .containsExactly(
                        "pageSize=500&pageNumber=1",
                        "pageSize=500&pageNumber=2",
                        "pageSize=100&pageNumber=6",
                        "pageSize=20&pageNumber=26",
                        "pageSize=20&pageNumber=27",
                        "pageSize=20&pageNumber=28",
                        "pageSize=20&pageNumber=29",
                        "pageSize=20&pageNumber=30",
                        "pageSize=20&pageNumber=31");
    }

    @Test
    void readsGroupsRolesAndAccountsInPagesAsLargeAsTheServiceTakes() {
        fake.set(Quirk.PageSizes.UP_TO_100);
        IntStream.range(0, 130).forEach(i -> {
            fake.createGroup("g" + i);
            fake.createRole("r" + i);
            fake.createUser("P" + i, "p" + i + "@acme.example");
        });
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();

        assertThat(genesys.groups().list().completeness()).isEqualTo(Completeness.complete(130, 2));
        assertThat(genesys.roles().list().completeness())
                .isEqualTo(Completeness.complete(fake.org().roles().size(), 2));
        assertThat(genesys.accounts().list(page -> {})).isEqualTo(Completeness.complete(130, 2));
    }

    @Test
    void asksForFewerGrantsWhereTheServiceFindsTheAnswerTooLarge() {
        String agent = fake.createRole("Agent").id();
        IntStream.range(0, 120)
                .forEach(i -> fake.grant(fake.createGroup("g" + i).id(), agent, acme));
        fake.faults()
                .on("GET", "/api/v2/authorization/divisions/*/grants")
                .nth(1)
                .answer(413);

        Listing<Grant> grants = Reach.MEMORY.to(fake).build().grants().in(new DivisionId(acme));

        assertThat(grants.completeness()).isEqualTo(Completeness.complete(120, 2));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatToDoWhereASingleGrantIsTooLarge(Reach reach) {
        String large = fake.createRole("Large", permissions(67)).id();
        fake.grant(fake.createGroup("g").id(), large, acme);
        GenesysCloud genesys = reach.to(fake).largestAnswer(2_000).build();

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() -> genesys.grants().in(new DivisionId(acme)))
                .withMessage(
                        "GET /api/v2/authorization/divisions/{}/grants failed: the answer is larger than 2000 bytes;"
                                + " allow more with largestAnswer of GenesysCloud.Builder; nothing was changed, retry later")
                .matches(e -> e.failure() == Failure.RETRY_LATER);
    }

    private static String[] permissions(int policies) {
        return IntStream.range(0, policies)
                .mapToObj(i -> "wfm:activity" + i + ":view")
                .toArray(String[]::new);
    }

    @Test
    void waitsUntilANewRoleIsKnownToTheCacheOfGrants() {
        fake.lag(Lag.AUTHORIZATION, Duration.ofSeconds(10));
        fake.advance(Duration.ofMinutes(1));
        GroupId group = new GroupId(fake.createGroup("g").id());
        RoleInDivision agent =
                new RoleInDivision(new RoleId(fake.createRole("Agent").id()), new DivisionId(acme));
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();

        genesys.grants().add(SubjectId.of(group), SubjectKind.GROUP, List.of(agent));

        assertThat(fake.grants(group.value())).hasSize(1);
    }

    @Test
    void readsAgainAfterAStaleVersionInEveryForm() {
        fake.set(Quirk.MemberVersion.REQUIRED);
        for (Quirk.StaleVersion form : Quirk.StaleVersion.values()) {
            fake.set(form);
            GenesysCloud genesys = overTheWire().build();
            GroupId group = new GroupId(fake.createGroup(form.name()).id());
            String person = fake.createUser(form.name(), form + "@acme.example").id();
            wire.damage("GET", "/api/v2/groups/" + group.value(), 1, (socket, good) -> {
                FaultyWire.Reply read = good.reply();
                fake.addMembers(
                        group.value(),
                        fake.createUser("x", form + "x@acme.example").id());
                FaultyWire.write(socket.getOutputStream(), read, Map.of());
            });

            genesys.groups().add(group, List.of(new AccountId(person)));

            assertThat(fake.members(group.value())).contains(person).hasSize(2);
        }
    }

    @Test
    void readsTheMembersOfAGroupAgainWhereTheTotalDiffersAndDoubtsThemInTheEnd() {
        GroupId group = new GroupId(fake.createGroup("g").id());
        fake.addMembers(
                group.value(), fake.createUser("Ana", "ana@acme.example").id());
        String path = "/api/v2/groups/" + group.value() + "/individuals";
        String other = "{\"entities\":[],\"total\":1}";
        GenesysCloud genesys = overTheWire().build();

        wire.damage("GET", path, 1, (socket, good) -> answer(socket, other));
        assertThat(genesys.groups().members(group).completeness().isComplete()).isTrue();
        assertThat(genesys.groups().members(group).entries()).hasSize(1);

        wire.damage("GET", path, Integer.MAX_VALUE, (socket, good) -> answer(socket, other));
        assertThat(genesys.groups().members(group).completeness().doubts())
                .containsExactly("the number of members of the group differs from its total");

        wire.damage("GET", path, Integer.MAX_VALUE, (socket, good) -> answer(socket, "{\"entities\":[]}"));
        assertThat(genesys.groups().members(group).completeness().doubts())
                .containsExactly("the members of the group were returned without a total");
    }

    @ParameterizedTest
    @EnumSource
    void writesAfterAConflictOnlyWhatIsStillMissing(MembershipWrites way) {
        GroupId group = new GroupId(fake.createGroup("g").id());
        String ana = fake.createUser("Ana", "ana@acme.example").id();
        String bob = fake.createUser("Bob", "bob@acme.example").id();
        List<AccountId> both = List.of(new AccountId(ana), new AccountId(bob));
        GenesysCloud genesys = overTheWire().membershipWrites(way).build();
        String method = way == MembershipWrites.PLATFORM ? "POST" : "PATCH";

        wire.damage(method, "/api/v2/", 1, (socket, good) -> {
            fake.addMembers(group.value(), ana);
            conflict(socket);
        });
        genesys.groups().add(group, both);
        assertThat(fake.members(group.value())).containsExactlyInAnyOrder(ana, bob);
        assertThat(last(method)).contains(bob).doesNotContain(ana);

        method = way == MembershipWrites.PLATFORM ? "DELETE" : "PATCH";
        wire.damage(method, "/api/v2/", 1, (socket, good) -> {
            fake.removeMembers(group.value(), bob);
            conflict(socket);
        });
        genesys.groups().remove(group, both);
        assertThat(fake.members(group.value())).isEmpty();
        assertThat(last(method)).contains(ana).doesNotContain(bob);
    }

    @Test
    void changesAfterAConflictOnlyWhatIsStillToBeChanged() {
        String ana = fake.createUser("Ana", "ana@acme.example").id();
        AccountChange change = new AccountChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of("Ana B."),
                Optional.empty(),
                Map.of(AccountAttribute.TITLE, "Lead"));
        wire.damage("PATCH", "/api/v2/scim/", 1, (socket, good) -> {
            fake.change("by hand", o -> o.with(fake.user(ana).withName("Ana B.")));
            conflict(socket);
        });

        Account now = overTheWire().build().accounts().update(new AccountId(ana), change);

        assertThat(now.attributes()).containsEntry(AccountAttribute.TITLE, "Lead");
        assertThat(last("PATCH")).contains("Lead").doesNotContain("Ana B.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Resources\":[],\"totalResults\":1}",
                "{\"Resources\":[]}",
                "{\"Resources\":[{\"id\":\"u1\",\"active\":true,\"userName\":\"else@acme.example\"}],\"totalResults\":50000}"
            })
    void failsIfATruncatedSearchMayHideTheUser(String truncated) {
        Accounts accounts = overTheWire().build().accounts();
        List<Supplier<List<Account>>> searches =
                List.of(() -> accounts.findByExternalId("hr-1"), () -> accounts.findByUserName("ana@acme.example"));

        for (Supplier<List<Account>> search : searches) {
            wire.damage("GET", "/api/v2/scim/", 3, (socket, good) -> answer(socket, truncated));

            assertThatExceptionOfType(DirectoryException.class)
                    .isThrownBy(search::get)
                    .withMessageContaining("so the user may exist and be missing here")
                    .matches(e -> e.failure() == Failure.RETRY_LATER);
        }
    }

    @Test
    void searchesAgainWhereAnAnswerWasTruncated() {
        String ana = fake.createUser("Ana", "ana@acme.example").id();
        wire.damage(
                "GET", "/api/v2/scim/", 2, (socket, good) -> answer(socket, "{\"Resources\":[],\"totalResults\":1}"));

        List<Account> found = overTheWire().build().accounts().findByUserName("ana@acme.example");

        assertThat(found).extracting(Account::id).containsExactly(new AccountId(ana));
        assertThat(wire.requests())
                .filteredOn(r -> r.line().startsWith("GET /api/v2/scim/v2/users?"))
                .hasSize(3);
    }

    @Test
    void leavesTheOutcomeOfACreationUnknownIfItCannotSearch() {
        String id = fake.createDivision("New").id();
        NewAccount ana = new NewAccount(
                "hr-1", "ana@acme.example", "Ana", new Division(new DivisionId(id), "New", false), Map.of());
        wire.damage("POST", "/api/v2/scim/", 1, (socket, good) -> {
            good.reply();
            wire.damage("GET", "/api/v2/scim/", 9, (s, g) -> answer(s, "{\"Resources\":[],\"totalResults\":1}"));
            socket.close();
        });

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() -> overTheWire().build().accounts().create(ana))
                .matches(e -> e.failure() == Failure.OUTCOME_UNKNOWN);

        assertThat(fake.usersByEmail("ana@acme.example")).hasSize(1);
    }

    @Test
    void doesNotTakeForWholeAPageWithAnIdThatNoPathCanHold() {
        GroupId group = new GroupId(fake.createGroup("g").id());
        String path = "/api/v2/groups/" + group.value() + "/individuals";
        wire.damage(
                "GET",
                path,
                Integer.MAX_VALUE,
                (socket, good) -> answer(socket, "{\"entities\":[{\"id\":\"a,b\"}],\"total\":1}"));

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() -> overTheWire().build().groups().members(group))
                .withMessageContaining("the id of a user is not a valid id");
    }

    private String last(String method) {
        return wire.requests().stream()
                .filter(r -> r.method().equals(method))
                .reduce((one, next) -> next)
                .map(r -> r.target() + new String(r.body(), UTF_8))
                .orElseThrow();
    }

    private static void conflict(Socket socket) throws IOException {
        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(409, new byte[0]), Map.of());
    }

    private static void answer(Socket socket, String body) throws IOException {
        FaultyWire.write(socket.getOutputStream(), new FaultyWire.Reply(200, body.getBytes(UTF_8)), Map.of());
    }

    private OAuthClient limited(String... permissions) {
        Role role = fake.createRole("limited", permissions);
        return fake.createClient("limited", List.of(role), List.of(acme));
    }

    private GenesysCloud as(OAuthClient client) {
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .sleeper(fake::advance)
                .build();
    }

    private GenesysCloud.Builder overTheWire() {
        return Reach.through(wire, fake);
    }
}
