// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.RefusedListings.Read.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.RefusedListings.Read;
import io.tenantry.RefusedListings.Trouble;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Mark;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.StoreWrite;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A listing that the service refuses, or that has gaps, stops the tenant that rests on it, and no other. */
class OneTenantsTroubleTest {
    private static final GroupId AGENTS_OF_A = new GroupId("grp-Tenant_A_Agents");
    private static final GroupId SIDE_DOOR = new GroupId("grp-Side");

    private final World world = new World();
    private final RefusedListings directory = new RefusedListings(world.directory);

    OneTenantsTroubleTest() {
        world.third();
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("mia", "Account-b")
                .person("cem", "Account-a")
                .run();
        world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
        // The owner of a group makes a read of all its members necessary.
        world.directory.ruled.put(
                AGENTS_OF_A, new LinkedHashSet<>(Set.of(account("cem").id())));
        world.directory
                .ruled
                .get(AGENTS_OF_A)
                .add(world.directory
                        .account("acc-own", "own@acme.example", MemoryDirectory.HOME)
                        .id());
        world.directory.groups.put(SIDE_DOOR, new Group(SIDE_DOOR, "Side door"));
        world.directory.members.put(SIDE_DOOR, new LinkedHashSet<>());
        world.directory.grants.add(new Grant(SubjectId.of(SIDE_DOOR), new RoleId("role-Agent"), division("Tenant_A")));
    }

    /** What happens in a run in which each tenant should lose a person, get a new one and get one from elsewhere. */
    enum Event {
        A_LOSES,
        A_GETS_NEW,
        B_LOSES,
        B_GETS_NEW,
        B_GETS_ACCOUNT,
        C_GETS_MOVER
    }

    private static final Set<Event> ALL = EnumSet.allOf(Event.class);
    private static final Set<Event> OTHERS = EnumSet.complementOf(EnumSet.of(Event.A_LOSES, Event.A_GETS_NEW));
    private static final Set<Event> LOSSES = EnumSet.of(Event.A_LOSES, Event.B_LOSES);
    // A move out of a tenant is a loss, so the mover waits too.
    private static final Set<Event> GAINS = EnumSet.of(Event.A_GETS_NEW, Event.B_GETS_NEW, Event.B_GETS_ACCOUNT);
    private static final Set<Event> NOTHING = EnumSet.noneOf(Event.class);

    /**
     * A listing that a plan for everybody reads.
     *
     * @param refused what goes on while it is refused; empty if the plan ends
     * @param withGaps what goes on while it has gaps
     * @param subject what the plan says is in doubt, or nothing
     */
    record EachListing(String name, Read read, Optional<Set<Event>> refused, Set<Event> withGaps, String subject) {
        EachListing(String name, Read read, Set<Event> goesOn, String subject) {
            this(name, read, Optional.of(goesOn), goesOn, subject);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<EachListing> LISTINGS = List.of(
            new EachListing("grants of a", Read.of("grants", "in", division("Tenant_A")), OTHERS, "tenant a"),
            new EachListing("members of a", Read.of("groups", "members", AGENTS_OF_A), OTHERS, "tenant a"),
            new EachListing("all members of a", Read.of("groups", "everybody", AGENTS_OF_A), OTHERS, "tenant a"),
            new EachListing(
                    "members of nobody's group",
                    Read.of("groups", "everybody", SIDE_DOOR),
                    ALL,
                    "access outside the policy"),
            new EachListing(
                    "grants in all divisions", Read.of("grants", "in", DivisionId.EVERYWHERE), GAINS, "all tenants"),
            new EachListing("roles", list("roles"), Optional.of(LOSSES), ALL, "roles"),
            new EachListing("accounts", list("accounts"), Optional.empty(), NOTHING, "accounts"),
            new EachListing("groups", list("groups"), Optional.empty(), ALL, "access outside the policy"),
            new EachListing("divisions", list("divisions"), Optional.empty(), ALL, ""));

    static Stream<Arguments> everyListing() {
        return cases(LISTINGS);
    }

    private static Stream<Arguments> cases(List<?> of) {
        return of.stream().flatMap(l -> Arrays.stream(Trouble.values()).map(t -> Arguments.of(l, t)));
    }

    @ParameterizedTest
    @MethodSource("everyListing")
    void onlyWhatRestsOnAListingWaitsForIt(EachListing listing, Trouble trouble) {
        directory.troubles.put(listing.read(), trouble);
        world.disable("ana").person("ann", "Account-a");
        world.disable("bob").person("ben", "Account-b").person("eve", "Account-b");
        world.person("mia", "Account-c");
        Optional<Set<Event>> right = trouble.isRefusal() ? listing.refused() : Optional.of(listing.withGaps());
        if (right.isEmpty()) {
            assertThatThrownBy(this::run).isInstanceOf(DirectoryException.class);
            return;
        }

        Plan plan = plan();
        for (int i = 0; i < 4; i++) {
            assertThat(run().count(Status.FAILED)).isZero();
        }

        assertThat(events()).isEqualTo(right.get());
        assertThat(world.directory.groupsOf("mia@acme.example"))
                .as("what the mover has")
                .hasSize(1);
        assertThat(world.store.notes().quarantines()).isEmpty();
        world.isolated(listing + " " + trouble);
        assertThat(said(plan)).as("what the plan says").isEqualTo(said(listing, trouble));
        directory.troubles.clear();
        run();
        assertThat(events()).isEqualTo(ALL);
    }

    private static Set<String> said(EachListing listing, Trouble trouble) {
        return listing.subject().isEmpty() ? Set.of() : Set.of(listing.subject() + ": " + trouble);
    }

    private static Set<String> said(Plan plan) {
        Set<String> said = new TreeSet<>();
        plan.findings().stream()
                .filter(f -> f.code() == FindingCode.LISTING_IN_DOUBT)
                .forEach(f -> said.add(f.subject() + ": " + trouble(f)));
        return said;
    }

    private static Trouble trouble(Finding finding) {
        return Arrays.stream(Trouble.values())
                .filter(t -> finding.message().contains(t.name()))
                .findFirst()
                .orElseThrow();
    }

    private Set<Event> events() {
        Set<Event> events = EnumSet.noneOf(Event.class);
        add(events, Event.A_LOSES, account("ana").state() == AccountState.INACTIVE);
        add(events, Event.A_GETS_NEW, isIn("ann", "Tenant_A_Agents"));
        add(events, Event.B_LOSES, account("bob").state() == AccountState.INACTIVE);
        add(events, Event.B_GETS_NEW, isIn("ben", "Tenant_B_Agents"));
        add(events, Event.B_GETS_ACCOUNT, isIn("eve", "Tenant_B_Agents"));
        add(events, Event.C_GETS_MOVER, isIn("mia", "Tenant_C_Agents"));
        return events;
    }

    private static void add(Set<Event> events, Event event, boolean happened) {
        if (happened) {
            events.add(event);
        }
    }

    private static final AccountId MIA = new AccountId("acc-4");

    /** Every read of a plan for one person, here a mover from b to c, beside those that say which account it is. */
    private static final List<Read> READS = List.of(
            Read.of("grants", "of", SubjectId.of(MIA)),
            Read.of("directory", "account", MIA),
            Read.of("groups", "everybody", new GroupId("grp-Tenant_B_Agents")),
            Read.of("grants", "in", division("Tenant_B")),
            Read.of("grants", "of", SubjectId.of(new GroupId("grp-Tenant_C_Agents"))));

    static Stream<Arguments> everyRead() {
        return cases(READS);
    }

    @ParameterizedTest
    @MethodSource("everyRead")
    void onePersonWaitsForTheReadsOfThatPersonAndNobodyElseDoes(Read read, Trouble trouble) {
        // Without groups in the former tenant, its listings are asked as well.
        assertThat(account("mia").id()).isEqualTo(MIA);
        world.directory.members.values().forEach(m -> m.remove(MIA));
        world.person("mia", "Account-c").person("eve", "Account-b");
        directory.troubles.put(read, trouble);

        for (int i = 0; i < 4; i++) {
            Provisioned provisioned = provisioner().provision("mia", "test");
            assertThat(provisioned.report().writes()).isZero();
            assertThat(PlanText.of(provisioned.explanation().plan()))
                    .contains("read-incomplete")
                    .contains(trouble.name());
        }

        assertThat(world.store.notes().quarantines()).isEmpty();
        assertThat(provisioner().provision("eve", "test").report().isClean()).isTrue();
        assertThat(isIn("eve", "Tenant_B_Agents")).isTrue();
        directory.troubles.clear();
        assertThat(provisioner().provision("mia", "test").report().isClean()).isTrue();
        assertThat(world.reach("mia@acme.example")).containsExactly("Tenant_C");
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"FORBIDDEN", "GONE", "CONFLICT", "TOO_LARGE"})
    void refusedSearchForOnePersonsAccountIsNoOutageOfTheOrganization(Trouble trouble) {
        world.person("zoe", "Account-b");
        directory.troubles.put(Read.of("accounts", "findByExternalId", "zoe"), trouble);

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> provisioner().provision("zoe", "test")).isInstanceOf(DirectoryException.class);
        }

        assertThat(world.store.notes().quarantines()).isEmpty();
    }

    /** A read that shows whose account an account is, in a plan for everybody. */
    enum Lookup {
        SEARCH {
            @Override
            Read prepare(OneTenantsTroubleTest test) {
                test.world.person("zoe", "Account-b");
                return Read.of("accounts", "findByExternalId", "zoe");
            }
        },
        ACCOUNT_OF_NOBODY {
            @Override
            Read prepare(OneTenantsTroubleTest test) {
                List.of("x", "y", "z").forEach(p -> test.world.person(p, "Account-b"));
                test.world.person("zoe", "Account-b");
                test.directory.troubles.put(Read.of("accounts", "findByExternalId", "zoe"), Trouble.FORBIDDEN);
                return Read.of("directory", "account", new AccountId("acc-own"));
            }
        },
        LINKED_ACCOUNT {
            @Override
            Read prepare(OneTenantsTroubleTest test) {
                AccountId id = test.settled("zoe");
                test.world.directory.unlisted.add(id);
                test.directory.troubles.put(Read.of("accounts", "find", List.of(id)), Trouble.FORBIDDEN);
                test.directory.troubles.put(Read.of("accounts", "findByExternalId", "zoe"), Trouble.FORBIDDEN);
                return Read.of("directory", "account", id);
            }
        },
        MARK {
            @Override
            Read prepare(OneTenantsTroubleTest test) {
                AccountId id = test.settled("zoe");
                test.world.store.commit(List.of(new StoreWrite.Marked(id, new Mark(Optional.of("other")))));
                test.world.person("zoe", "Account-b", "Supervisors-b");
                return Read.of("directory", "account", id);
            }
        };

        /** Lets one read decide which account is Zoe's. */
        abstract Read prepare(OneTenantsTroubleTest test);
    }

    static Stream<Arguments> everyLookup() {
        return Arrays.stream(Lookup.values())
                .flatMap(l -> Arrays.stream(Trouble.values())
                        .filter(Trouble::isRefusal)
                        .map(t -> Arguments.of(l, t)));
    }

    @ParameterizedTest
    @MethodSource("everyLookup")
    void personWhoseAccountCannotBeLookedUpWaitsAndNobodyElseDoes(Lookup lookup, Trouble trouble) {
        world.directory.listsNoExternalIds = true;
        directory.troubles.put(lookup.prepare(this), trouble);
        world.disable("ana").person("eve", "Account-b");
        int accounts = world.directory.accounts.size();

        Plan plan = plan();
        for (int i = 0; i < 4; i++) {
            assertThat(run().count(Status.FAILED)).isZero();
        }

        assertThat(plan.held().map(o -> o.person().orElseThrow().key()))
                .as(PlanText.of(plan))
                .containsOnly("zoe");
        assertThat(plan.holds()).extracting(Hold::code).containsOnly(HoldCode.READ_INCOMPLETE);
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.LISTING_IN_DOUBT)
                .extracting(Finding::subject)
                .containsExactly("identity zoe");
        assertThat(world.directory.accounts.size() - accounts).isEqualTo(lookup == Lookup.ACCOUNT_OF_NOBODY ? 3 : 0);
        assertThat(account("ana").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(isIn("eve", "Tenant_B_Agents")).isTrue();
        assertThat(world.store.notes().quarantines()).isEmpty();
        directory.troubles.clear();
        run();
        assertThat(isIn("zoe", "Tenant_B_Agents")).isTrue();
    }

    @Test
    void linkedAccountThatTheSearchFindsIsNotInDoubt() {
        AccountId id = settled("zoe");
        world.directory.unlisted.add(id);
        directory.troubles.put(Read.of("accounts", "find", List.of(id)), Trouble.FORBIDDEN);
        directory.troubles.put(Read.of("directory", "account", id), Trouble.FORBIDDEN);

        Plan plan = plan();

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.findings()).extracting(Finding::code).doesNotContain(FindingCode.LISTING_IN_DOUBT);
    }

    @Test
    void leaverWhoseAccountCannotBeLookedUpIsReportedAndLookedUpAgain() {
        world.directory.listsNoExternalIds = true;
        AccountId id = settled("zoe");
        Account zoe = account("zoe");
        world.directory.accounts.put(
                id,
                new Account(
                        id,
                        AccountState.ACTIVE,
                        "left@acme.example",
                        zoe.displayName(),
                        zoe.externalId(),
                        zoe.division(),
                        zoe.attributes()));
        world.disable("zoe");
        MemoryStore store = new MemoryStore(world.clock);
        directory.troubles.put(Read.of("accounts", "findByExternalId", "zoe"), Trouble.FORBIDDEN);
        Provisioner forgetful = world.provisioner(directory, store);

        assertThat(forgetful.plan().findings()).extracting(Finding::subject).contains("identity zoe");
        directory.troubles.clear();

        assertThat(forgetful
                        .plan()
                        .operations()
                        .map(o -> o.person().orElseThrow().key()))
                .contains("zoe");
    }

    @Test
    void accountThatMayBelongToAPersonWhoseSearchIsRefusedKeepsItsGroup() {
        world.directory.listsNoExternalIds = true;
        world.govern("b", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.member("eve@acme.example", "Tenant_B_Agents").person("zoe", "Account-b");
        directory.troubles.put(Read.of("accounts", "findByExternalId", "zoe"), Trouble.FORBIDDEN);

        run();

        assertThat(isIn("eve", "Tenant_B_Agents")).isTrue();
        directory.troubles.clear();
        run();
        assertThat(isIn("eve", "Tenant_B_Agents")).isFalse();
    }

    private AccountId settled(String person) {
        world.person(person, "Account-b").run();
        return account(person).id();
    }

    @Test
    void personWhoHoldsARoleWhereTheListingIsRefusedGainsNothingElsewhere() {
        world.grant("bob@acme.example", "Agent", division("Tenant_A"));
        refuseGrantsOfA();
        world.person("bob", "Account-c");

        run();

        assertThat(world.reach("bob@acme.example")).contains("Tenant_A").doesNotContain("Tenant_C");
        assertThat(plan().holds()).extracting(h -> h.code()).contains(HoldCode.KEEPS_OLD_ACCESS);
    }

    @Test
    void personInAGroupWithARoleWhereTheListingIsRefusedGainsNothingElsewhere() {
        world.member("eve@acme.example", "Side door");
        refuseGrantsOfA();
        world.person("eve", "Account-b");

        run();

        assertThat(world.directory.groupsOf("eve@acme.example")).containsExactly("Side door");
    }

    @Test
    void memberOfAGroupWhoseListingIsRefusedGainsNothingElsewhereEvenIfTheGroupHoldsNoRole() {
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(AGENTS_OF_A)));
        world.member("eve@acme.example", "Tenant_A_Agents");
        directory.troubles.put(Read.of("groups", "members", AGENTS_OF_A), Trouble.FORBIDDEN);
        world.person("eve", "Account-b");

        run();

        assertThat(world.directory.groupsOf("eve@acme.example")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void nobodyJoinsAGroupThatHoldsARoleWhereTheListingIsRefused() {
        Group ofB = world.directory.named("Tenant_B_Agents");
        world.directory.grants.add(new Grant(SubjectId.of(ofB.id()), new RoleId("role-Agent"), division("Tenant_A")));
        refuseGrantsOfA();
        world.person("ben", "Account-b");

        run();

        assertThat(world.directory.members.get(ofB.id())).hasSize(2);
    }

    @Test
    void morePeopleThanAreReadAloneWaitAndTheRestGoOn() {
        refuseGrantsOfA();
        for (int i = 0; i < 5; i++) {
            world.directory.account("acc-p" + i, "p" + i + "@acme.example", MemoryDirectory.HOME);
        }
        world.persons(5, "Account-b");
        // One of the four is the group that all join.
        Provisioner few = world.builder(directory, world.store).readAlone(4).build();

        Plan plan = few.plan();
        ApplyReport report = few.apply(plan, Approval.of(plan, "test"));

        assertThat(report.count(Status.FAILED)).isZero();
        assertThat(Stream.of("p0", "p1", "p2", "p3", "p4").filter(p -> isIn(p, "Tenant_B_Agents")))
                .containsExactly("p0", "p1", "p2");
        assertThat(PlanText.of(plan)).contains("were not read one by one").contains("readAlone");
    }

    @Test
    void findingNamesTenantListingStatusCorrelationAndWhatToDo() {
        refuseGrantsOfA();

        assertThat(plan().findings())
                .filteredOn(f -> f.code() == FindingCode.LISTING_IN_DOUBT)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.tenant()).contains(new TenantId("a"));
                    assertThat(f.message())
                            .isEqualTo(
                                    "the listing of grants in division \"Tenant_A\" was refused: status of FORBIDDEN,"
                                            + " correlation c-1; until it is read completely nobody gets or loses access there,"
                                            + " and only people who were read one by one gain access elsewhere");
                    assertThat(f.advice()).contains("check what the credential may see");
                });
    }

    @Test
    void countsOfARefusedListingDoNotBecomeTheBaseOfLimits() {
        var before = world.store.notes().counts();
        directory.troubles.put(Read.of("groups", "members", AGENTS_OF_A), Trouble.FORBIDDEN);

        run();

        assertThat(world.store.notes().counts()).isEqualTo(before);
    }

    @Test
    void serviceThatAnswersForNoTenantEndsTheRun() {
        for (String tenant : List.of("Tenant_A", "Tenant_B", "Tenant_C")) {
            directory.troubles.put(Read.of("grants", "in", division(tenant)), Trouble.UNAVAILABLE);
        }

        assertThatThrownBy(this::plan).isInstanceOf(DirectoryException.class);
    }

    private void refuseGrantsOfA() {
        directory.troubles.put(Read.of("grants", "in", division("Tenant_A")), Trouble.FORBIDDEN);
    }

    private static DivisionId division(String name) {
        return new DivisionId("div-" + name);
    }

    private Provisioner provisioner() {
        return world.provisioner(directory, world.store);
    }

    private Plan plan() {
        return provisioner().plan();
    }

    private ApplyReport run() {
        Provisioner provisioner = provisioner();
        Plan plan = provisioner.plan();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    private Account account(String person) {
        return world.directory.byName(person + "@acme.example");
    }

    private boolean isIn(String person, String group) {
        return world.directory.accounts.values().stream()
                        .anyMatch(a -> a.userName().equals(person + "@acme.example"))
                && world.directory.groupsOf(person + "@acme.example").contains(group);
    }
}
