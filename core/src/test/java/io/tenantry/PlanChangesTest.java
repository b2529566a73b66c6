// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.RefusedListings.Read;
import io.tenantry.RefusedListings.Trouble;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.SubjectId;
import io.tenantry.host.Progress;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Erasure;
import io.tenantry.store.Feed;
import io.tenantry.store.Fence;
import io.tenantry.store.Links;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A plan for the people who changed does for them what a plan for everybody does, and reads nobody else. */
class PlanChangesTest {
    private final World world = new World();
    private MemorySource source = MemorySource.named("test");

    PlanChangesTest() {
        world.persons(20, "Account-a").person("bo", "Account-b");
        deliver();
        applied(provisioner().planChanges().plan());
        // The first plan made the groups, so another one begins with them.
        applied(provisioner().plan());
    }

    /** The source delivers the people of the world as they are now. */
    private void deliver() {
        source.putAll(world.people.values());
        Set<IdentityId> gone = new TreeSet<>(source.changes().map(f -> known()).orElseThrow());
        gone.removeAll(world.people.keySet());
        gone.forEach(source::remove);
    }

    private Set<IdentityId> known() {
        Set<IdentityId> known = new TreeSet<>();
        source.read(page -> page.identities().forEach(i -> known.add(i.id())));
        return known;
    }

    @Test
    void namesWhatTheCredentialLacksForItsWrites() {
        world.person("cleo", "Account-a");
        deliver();
        world.directory.lacks =
                () -> List.of(new MissingPermission("directory:user:add", Optional.empty(), "create accounts"));

        ChangePlan changes = provisioner().planChanges();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.MISSING_PERMISSION);
    }

    private Provisioner provisioner() {
        return provisioner(world.directory, world.store);
    }

    private Provisioner provisioner(Directory directory, ProvisioningStore store) {
        return world.builder(directory, store)
                .source(source)
                .structureAge(Duration.ZERO)
                .build();
    }

    private ChangePlan changes() {
        deliver();
        return provisioner().planChanges();
    }

    private ApplyReport applied(Plan plan) {
        return provisioner().apply(plan, Approval.of(plan, "test"));
    }

    private static List<String> words(Plan plan) {
        return plan.operations()
                .map(o -> o.person().map(p -> p.key() + ": ").orElse("") + Wording.of(o.change()))
                .toList();
    }

    private Set<String> due() {
        return world.store.notes().due("test").stream()
                .flatMap(d -> d.people().stream())
                .map(IdentityId::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void readsOnlyWhoChangedAndPlansAsForEverybody() {
        world.person("p1", "Account-b").disable("p2").remove("p3").person("new", "Account-b");

        ChangePlan changes = changes();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.people()).isEqualTo(4);
        assertThat(words(changes.plan())).as(PlanText.of(changes.plan())).isEqualTo(words(everybody()));
        assertThat(applied(changes.plan()).isClean()).isTrue();
        assertThat(everybody().isEmpty()).isTrue();
        assertThat(due()).isEmpty();
    }

    // The plan of another node, which keeps nothing.
    private Plan everybody() {
        return provisioner().whatIf(world.policy()).current();
    }

    @Test
    void firstPlanReadsEverybodyAndSaysWhy() {
        source = MemorySource.named("another");

        assertThat(changes().everybody())
                .hasValueSatisfying(why -> assertThat(why).startsWith("no plan for everybody has read this source"));
        assertThat(changes().everybody()).isEmpty();
    }

    @Test
    void planForEverybodyIsTheBeginningToo() {
        world.person("new", "Account-b");
        deliver();
        applied(provisioner().plan());

        ChangePlan changes = changes();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.people()).isZero();
    }

    @Test
    void sourceWithoutAFeedIsReadCompletely() {
        ChangePlan changes = world.provisioner().planChanges();

        assertThat(changes.everybody()).contains("the source has no feed of changes");
    }

    @Test
    void personInAGroupMadeSinceTheStructureWasReadGainsNothingElsewhere() {
        AccountId ana = world.directory
                .account("acc-ana", "ana@acme.example", MemoryDirectory.HOME)
                .id();
        Provisioner cached =
                world.builder(world.directory, world.store).source(source).build();
        cached.plan();
        Group side = new Group(new GroupId("grp-side"), "Tenant_A_Side");
        world.directory.groups.put(side.id(), side);
        world.directory.members.put(side.id(), new TreeSet<>(Set.of(ana)));
        world.grant(SubjectId.of(side.id()), "Agent", world.division("Tenant_A").id());
        world.person("ana", "Account-b");
        deliver();

        ChangePlan changes = cached.planChanges();

        assertThat(changes.everybody()).isEmpty();
        assertThat(words(changes.plan())).containsExactly("ana: update displayName, externalId, title");
    }

    @Test
    void nobodyChangedCostsOneReadAndNoWrite() {
        CountingReads reads = new CountingReads(world.directory);
        CountedCommits store = new CountedCommits(world.store);

        ChangePlan changes = provisioner(reads, store).planChanges();

        assertThat(changes.plan().isEmpty()).isTrue();
        assertThat(changes.everybody()).isEmpty();
        assertThat(reads.reads()).isEqualTo(1);
        assertThat(store.commits).isZero();
    }

    @Test
    void personWhoseChangeIsHeldIsPlannedAgain() {
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 0, 0));
        world.govern("a", Map.of(), World.limit(EntitlementKind.MEMBERSHIPS, 0, 0));
        applied(changes().plan());
        world.disable("p1");
        Plan held = changes().plan();
        assertThat(held.holds()).isNotEmpty();
        applied(held);

        ChangePlan again = changes();

        assertThat(again.people()).isEqualTo(1);
        assertThat(again.plan().holds()).isNotEmpty();
        assertThat(due()).containsExactly("p1");
    }

    @Test
    void titleWaitsWhereTheRuleOfAGroupMayLetThePersonIntoAnotherTenant() {
        Group door = new Group(new GroupId("grp-door"), "Door");
        world.directory.groups.put(door.id(), door);
        world.directory.members.put(door.id(), new LinkedHashSet<>());
        world.directory.rules.put(door.id(), "");
        world.grant(SubjectId.of(door.id()), "Agent", world.division("Tenant_B").id());
        world.with(Identity.of("p1", "p1@acme.example", "Name p1", List.of("Account-a"), Map.of("jobTitle", "Lead")));

        ChangePlan changes = changes();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.plan().batches()).as(PlanText.of(changes.plan())).isEmpty();
        assertThat(words(everybody())).isEmpty();
    }

    @Test
    void personWhomTheLineOfAnAcceptedGroupWithTooManyMembersDoesNotCoverIsReported() {
        Group all = new Group(new GroupId("grp-All"), "All");
        world.directory.groups.put(all.id(), all);
        world.directory.members.put(all.id(), new LinkedHashSet<>());
        world.grant(SubjectId.of(all.id()), "Agent", DivisionId.EVERYWHERE);
        world.accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.GROUP, "All", Optional.empty()),
                Set.of("Agent"),
                AcceptedAccess.Extent.all(),
                OptionalInt.of(1),
                false,
                false,
                "phone book",
                "ciso",
                Optional.empty()));
        world.member("p1@acme.example", "All");
        provisioner().proveIsolation();
        applied(provisioner().plan());
        world.member("p2@acme.example", "All");
        for (String person : List.of("p1", "p2")) {
            world.with(Identity.of(
                    person,
                    person + "@acme.example",
                    "Name " + person,
                    List.of("Account-a"),
                    Map.of("jobTitle", "Lead")));
        }

        ChangePlan changes = changes();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.plan().findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(FindingCode.UNACCEPTED_HOLDER);
            assertThat(f.severity()).isEqualTo(Finding.Severity.VIOLATION);
            assertThat(f.message()).endsWith("for \"p2@acme.example\"");
        });
    }

    @Test
    void planThatNobodyAppliesIsMadeAgain() {
        world.disable("p1");
        List<String> first = words(changes().plan());

        assertThat(words(changes().plan())).isEqualTo(first).isNotEmpty();
        assertThat(due()).containsExactly("p1");
    }

    @Test
    void personWhoseChangeFailedIsPlannedAgain() {
        world.disable("p1").person("p2", "Account-b");
        Plan plan = changes().plan();
        world.directory.before = write -> {
            if (write.contains("update")) {
                throw new DirectoryException(Failure.RETRY_LATER, "fault before " + write, null);
            }
        };
        ApplyReport report = applied(plan);
        assertThat(report.isClean()).isFalse();
        world.directory.before = write -> {};

        assertThat(due()).containsExactly("p1");
        applied(changes().plan());

        assertThat(everybody().isEmpty()).isTrue();
        assertThat(due()).isEmpty();
    }

    @Test
    void personWithSeveralTenantsStaysDueAndOneWithNoneDoesNot() {
        world.person("p1", "Account-a", "Account-b").person("guest", "Visitors");

        applied(changes().plan());

        assertThat(due()).containsExactly("p1");
    }

    @Test
    void personOfATenantThatIsNotReadyStaysDueUntilItIs() {
        Division division = world.division("Tenant_B");
        world.directory.divisions.remove(division.id());
        world.person("new", "Account-b");
        applied(changes().plan());

        assertThat(due()).contains("new");
        world.directory.divisions.put(division.id(), division);
        applied(changes().plan());
        applied(changes().plan());

        assertThat(world.reach("new@acme.example")).containsExactly("Tenant_B");
        assertThat(due()).isEmpty();
    }

    @Test
    void personWhoseUserNameIsTakenStaysDueUntilItIsFree() {
        world.directory.account("stranger", "wanted@acme.example", MemoryDirectory.HOME);
        world.with(
                Identity.of("p1", "wanted@acme.example", "Name p1", List.of("Account-a"), Map.of("jobTitle", "Agent")));
        applied(changes().plan());

        assertThat(due()).containsExactly("p1");
        world.directory.accounts.remove(new AccountId("stranger"));
        applied(changes().plan());

        assertThat(world.directory.byName("wanted@acme.example").displayName()).isEqualTo("Name p1");
        assertThat(due()).isEmpty();
    }

    /** A feed names who changed, and nobody else. */
    @Test
    void personWhoseRowAnotherRowSpoiltStaysDue() {
        world.person("p1", "Account-b");
        deliver();
        String before = source.changes().orElseThrow().latest();
        source.put(Identity.of("double", "p1@acme.example", "Double", List.of("Account-a"), Map.of()));
        assertThat(changes().plan().rejected()).hasSize(2);

        assertThat(due()).contains("p1", "double");
        assertThat(before).isNotEqualTo(source.changes().orElseThrow().latest());
    }

    @Test
    void peopleOfAPlanAreDueAlthoughTheFeedCouldNotBeRead() {
        world.directory.members.values().forEach(members -> members.remove(account("p1")));
        IdentitySource deaf = new IdentitySource() {
            @Override
            public String name() {
                return source.name();
            }

            @Override
            public Completeness read(Consumer<IdentityPage> pages) {
                return source.read(pages);
            }

            @Override
            public Optional<Identity> find(String idOrUserName) {
                return source.find(idOrUserName);
            }

            @Override
            public Optional<ChangeFeed> changes() {
                return Optional.of(new ChangeFeed() {
                    @Override
                    public String latest() {
                        throw new IllegalStateException("the feed is down");
                    }

                    @Override
                    public Changes since(String watermark) {
                        throw new IllegalStateException("the feed is down");
                    }
                });
            }
        };

        Plan plan = world.builder(world.directory, world.store)
                .source(deaf)
                .structureAge(Duration.ZERO)
                .build()
                .plan();

        assertThat(words(plan)).containsExactly("p1: join group \"Tenant_A_Agents\"");
        assertThat(due()).containsExactly("p1");
        applied(changes().plan());
        assertThat(world.directory.groupsOf("p1@acme.example")).containsExactly("Tenant_A_Agents");
    }

    private AccountId account(String person) {
        return world.directory.byName(person + "@acme.example").id();
    }

    @Test
    void unknownWatermarkReadsEverybody() {
        source = MemorySource.named("test");

        assertThat(changes().everybody())
                .hasValueSatisfying(why -> assertThat(why).startsWith("the source cannot say what changed"));
        assertThat(changes().everybody()).isEmpty();
    }

    @Test
    void changedPolicyReadsEverybody() {
        world.hash = "another";

        assertThat(changes().everybody()).contains("the policy has changed");
        assertThat(changes().everybody()).isEmpty();
    }

    @Test
    void endOfAJointLineReadsEverybody() {
        LocalDate today = LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
        world.jointAgents = List.of(new JointAgent(
                "p1", List.of(new TenantId("a"), new TenantId("b")), new TenantId("a"), "queue", "cto", today));
        world.hash = "joint";
        applied(changes().plan());
        assertThat(changes().everybody()).isEmpty();

        world.clock = Clock.fixed(world.clock.instant().plus(Duration.ofDays(1)), ZoneOffset.UTC);
        world.leasesBy(world.clock);

        assertThat(changes().everybody()).contains("the policy means something else since " + today.plusDays(1));
    }

    @Test
    void groupThatWasMadeAnewReadsEverybody() {
        world.directory.delete(
                Objects.requireNonNull(world.directory.groups.get(new GroupId("grp-Tenant_B_Supervisors"))));
        world.person("p1", "Account-b");

        assertThat(changes().everybody()).contains("divisions, groups or roles of the policy have changed");
    }

    @Test
    void moreChangesThanARunForEverybodyCostsReadEverybody() {
        world.persons(11, "Account-b");

        assertThat(changes().everybody())
                .hasValueSatisfying(why -> assertThat(why).startsWith("so many people changed"));
    }

    @Test
    void twoWhoMayHaveOneAccountReadEverybody() {
        world.with(Identity.of("other", "new@acme.example", "Other", List.of("Account-a"), Map.of()))
                .with(Identity.of("p1", "new@acme.example", "P", List.of("Account-a"), Map.of()));

        assertThat(changes().everybody()).isPresent();
    }

    @Test
    void readThatIsRefusedOrInDoubtReadsEverybody() {
        world.person("p1", "Account-b");
        deliver();
        SubjectId p1 =
                SubjectId.of(Links.of(world.store).account(new IdentityId("p1")).orElseThrow());
        for (Trouble trouble : List.of(Trouble.FORBIDDEN, Trouble.REPEATED_PAGE)) {
            RefusedListings refused = new RefusedListings(world.directory);
            refused.troubles.put(Read.of("grants", "of", p1), trouble);

            ChangePlan changes = provisioner(refused, world.store).planChanges();

            assertThat(changes.everybody())
                    .hasValueSatisfying(
                            why -> assertThat(why).startsWith("what one of them has cannot be read completely"));
            assertThat(words(changes.plan())).isEqualTo(words(everybody())).isNotEmpty();
        }
    }

    @Test
    void whomTheSourceNeverHadIsNobody() {
        source.put(Identity.of("ghost", "ghost@acme.example", "Ghost", List.of(), Map.of()));
        source.remove(new IdentityId("ghost"));

        ChangePlan changes = changes();

        assertThat(changes.everybody()).isEmpty();
        assertThat(changes.people()).isEqualTo(1);
        assertThat(changes.plan().isEmpty()).isTrue();
        assertThat(due()).isEmpty();
    }

    @Test
    void planOfAnotherNodeKeepsWhoIsDueInThisOne() {
        world.disable("p1");
        deliver();
        FollowedSource slow = new FollowedSource(settings());
        Plan ours = changes().plan();
        Feed.Position position = world.store.notes().feed("test").orElseThrow();

        slow.planned(position, provisioner().planChanges().plan(), Set.of(), List.of());

        assertThat(due()).contains("p1");
        assertThat(ours.isEmpty()).isFalse();
    }

    private Settings settings() {
        return new Settings(
                world.policy(),
                source,
                world.directory,
                world.store,
                world.clock,
                Progress.NONE,
                Duration.ofMinutes(30),
                200,
                Set.of());
    }

    @Test
    void storeThatFailsAfterARunOnlyMakesPeopleDueAgain() {
        world.disable("p1");
        Plan plan = changes().plan();
        CountedCommits store = new CountedCommits(world.store);
        store.failsOnDue = true;

        ApplyReport report = provisioner(world.directory, store).apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).isTrue();
        assertThat(due()).containsExactly("p1");
        applied(changes().plan());
        assertThat(changes().plan().isEmpty()).isTrue();
    }

    @Test
    void erasedPersonIsDueNoMore() {
        Feed.Due due = Feed.Due.again("test", "plan", Set.of(new IdentityId("ana"), new IdentityId("bo")));
        Erasure erasure = new Erasure(new IdentityId("ana"), "request", "dpo", World.NOW);

        assertThat(due.without(erasure))
                .isEqualTo(Optional.of(Feed.Due.again("test", "plan", Set.of(new IdentityId("bo")))));
        assertThat(Feed.Due.again("test", "plan", Set.of(new IdentityId("ana"))).without(erasure))
                .isEmpty();
    }

    @Test
    void personWhoWasDueAndErasedIsFoundByAReadOfEverybody() {
        world.person("p1", "Account-b");
        assertThat(changes().plan().isEmpty()).isFalse();

        world.store.erase(new Erasure(new IdentityId("p1"), "request", "dpo", World.NOW));

        assertThat(changes().everybody())
                .hasValueSatisfying(why -> assertThat(why).endsWith("since a person was erased"));
        assertThat(due()).containsExactly("p1");
    }

    /** Counts the commits that reach a store. */
    private static final class CountedCommits extends ForwardingStore {
        private int commits;
        private boolean failsOnDue;

        CountedCommits(ProvisioningStore to) {
            super(to);
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            commits++;
            super.commit(writes);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            commits++;
            if (failsOnDue && writes.stream().anyMatch(w -> w.toString().startsWith("Drop[kind=due, name=run "))) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "test");
            }
            super.commit(under, writes);
        }
    }
}
