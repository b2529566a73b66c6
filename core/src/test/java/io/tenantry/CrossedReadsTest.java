// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run reads after its gains may be old, incomplete, or about people who are gone. */
@NullUnmarked
class CrossedReadsTest {
    private static final String ANA = "ana@acme.example";
    private static final String BOB = "bob@acme.example";
    private static final String DAN = "dan@acme.example";
    private static final String MOVE = "move from division \"Tenant_A\" to \"Tenant_B\"";
    private static final String JOIN = "join group \"Tenant_B_Agents\"";
    private static final String ROLE = "grant role \"Agent\" in \"Tenant_C\" to group \"Tenant_C_Agents\"";
    private final World world = new World();
    private final MemoryDirectory org = world.directory;

    CrossedReadsTest() {
        world.third();
        world.person("ana", "Account-a").person("bob", "Account-b").person("dan", "Account-a");
        world.run();
        world.person("dan", "Account-c").run();
        world.person("ana", "Account-b");
    }

    @Test
    void personWhomAHandPutIntoAGroupWhoseNewRoleNoReadShowsLosesWhatTheRunGave() {
        world.revoke("Tenant_C_Agents");
        World.Planned planned = world.planned();
        org.after = write -> {
            if (write.startsWith("grant")) {
                world.revoke("Tenant_C_Agents");
            }
        };
        onJoin(() -> world.member(ANA, "Tenant_C_Agents"));

        assertThat(told(planned.apply(), Status.CROSSED)).contains(MOVE, JOIN);
    }

    /** What a read after the gains may not show of a group that got a role. */
    enum Gap {
        MEMBERS {
            @Override
            void open(MemoryDirectory org, GroupId group) {
                org.doubtful.add(group);
            }
        },
        ROLES {
            @Override
            void open(MemoryDirectory org, GroupId group) {
                org.doubtful.add(SubjectId.of(group));
                org.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
            }
        },
        ACCOUNTS {
            @Override
            void open(MemoryDirectory org, GroupId group) {
                org.asked = what -> {
                    throw new DirectoryException(Failure.NOT_PERMITTED, "not now", null);
                };
            }
        };

        abstract void open(MemoryDirectory org, GroupId group);
    }

    @ParameterizedTest
    @EnumSource(Gap.class)
    void roleOfAGroupIsNotCalledDoneBeforeItIsReadWhatItsMembersReach(Gap gap) {
        world.remove("ana");
        world.revoke("Tenant_C_Agents");
        World.Planned planned = world.planned();
        onGrant(() -> gap.open(org, org.named("Tenant_C_Agents").id()));

        ApplyReport report = planned.apply();

        assertThat(told(report, Status.PENDING)).containsExactly(ROLE);
        assertThat(report.troubles().get(0).detail())
                .startsWith("done, but what the account reaches by now could not be read: ");
        assertThat(world.store.notes().openGains()).hasSize(1);
    }

    @Test
    void gainOfAPersonWhoWasReadInPartIsTakenBackByTheNextRun() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.grant(ANA, "Agent", world.division("Tenant_C").id());
            org.doubtful.add(SubjectId.of(id(ANA)));
            org.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
        });

        assertThat(told(planned.apply(), Status.PENDING)).containsExactly(MOVE, JOIN);

        org.doubtful.clear();
        org.closed.clear();
        assertThat(told(world.run(), Status.CROSSED)).hasSize(2).contains(JOIN);
    }

    @Test
    void roleOfAGroupThatWasReadInPartIsTakenBackByTheNextRun() {
        GroupId group = org.named("Tenant_C_Agents").id();
        ApplyReport report = roleBeside(() -> {
            world.member(BOB, "Tenant_C_Agents");
            org.doubtful.add(group);
        });

        assertThat(told(report, Status.PENDING)).containsExactly(ROLE);

        org.doubtful.clear();
        assertThat(told(world.run(), Status.CROSSED)).containsExactly(ROLE);
    }

    @Test
    void accountThatAHandDeletedMeanwhileIsNotTakenBack() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.member(ANA, "Tenant_C_Agents");
            world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
        });

        assertThat(told(planned.apply(), Status.CROSSED)).isEmpty();
    }

    @Test
    void gainOfAnAccountThatAHandDeletedMeanwhileIsNotCalledDone() {
        World.Planned planned = world.planned();
        onJoin(() -> world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id()));

        ApplyReport report = planned.apply();

        assertThat(told(report, Status.PENDING)).containsExactly(MOVE, JOIN);
        assertThat(report.troubles())
                .extracting(Outcome::detail)
                .containsOnly("done, but a read shows the account as deleted; the next plan continues from there");
        assertThat(world.store.notes().openGains()).isEmpty();
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.byName(ANA).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void nothingStaysOpenOfAnAccountThatAHandDeletedAndWhoseRolesNoReadShows() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
            org.silent = Optional.of(Failure.NOT_FOUND);
            org.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
        });

        planned.apply();

        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void gainThatAKilledRunDidNotGiveIsNotCrossedByAHand() {
        World.Planned planned = world.planned();
        killedAt("move", planned);
        world.grant(ANA, "Agent", world.division("Tenant_C").id());

        assertThat(told(world.run(), Status.CROSSED)).isEmpty();
    }

    @Test
    void noHandIsBlamedIfAReadShowsTheFormerGroupAgain() {
        World.Planned planned = world.planned();
        onJoin(() -> world.member(ANA, "Tenant_A_Agents"));

        ApplyReport report = planned.apply();

        assertThat(told(report, Status.CROSSED)).isEmpty();
        assertThat(told(report, Status.PENDING)).contains(MOVE, JOIN);
        assertThat(report.troubles().get(0).detail()).doesNotContain("by hand");
    }

    @Test
    void noHandIsBlamedForAGroupIfAReadShowsTheFormerGroupOfAMemberAgain() {
        ApplyReport report = roleBeside(() -> world.member(DAN, "Tenant_A_Agents"));

        assertThat(told(report, Status.PENDING)).containsExactly(ROLE);
        assertThat(told(report, Status.CROSSED)).isEmpty();
    }

    @Test
    void handIsNamedForAGroupIfOnlyOneMemberShowsWhatARunTook() {
        ApplyReport report = roleBeside(() -> {
            world.member(DAN, "Tenant_A_Agents");
            world.member(BOB, "Tenant_C_Agents");
        });

        assertThat(told(report, Status.CROSSED)).containsExactly(ROLE);
        assertThat(report.troubles().get(0).detail())
                .startsWith("account " + org.byName(BOB).id());
    }

    @Test
    void groupKeepsItsNewRoleIfTheRunTakesTheOnlyCrossedMemberOutAgain() {
        world.revoke("Tenant_B_Agents");
        World.Planned planned = world.planned();
        onJoin(() -> world.grant(ANA, "Agent", world.division("Tenant_C").id()));

        assertThat(told(planned.apply(), Status.CROSSED)).containsExactly(MOVE, JOIN);
        assertThat(org.grants).anyMatch(this::isOfB);
    }

    @Test
    void groupLosesItsNewRoleIfAHandPutSomebodyIntoItWhomTheRunOnlyMoved() {
        livesInAAndHasTheRoleOfB();
        world.revoke("Tenant_C_Agents");
        World.Planned planned = world.planned();
        onGrant(() -> world.member(ANA, "Tenant_C_Agents"));

        ApplyReport report = planned.apply();

        assertThat(told(report, Status.CROSSED)).containsExactly(ROLE);
        assertThat(told(report, Status.APPLIED)).containsExactly(MOVE);
        assertThat(org.byName(ANA).division())
                .isEqualTo(world.division("Tenant_B").id());
    }

    @Test
    void moveToWhereAnAccountHasARoleAnywayIsNotCrossedByARule() {
        livesInAAndHasTheRoleOfB();
        World.Planned planned = world.planned();
        on("move", () -> {
            Group auto = new Group(new GroupId("grp-auto"), "Auto");
            org.groups.put(auto.id(), auto);
            org.members.put(auto.id(), new LinkedHashSet<>(Set.of(id(ANA))));
            org.rules.put(auto.id(), "");
            org.grants.add(new Grant(
                    SubjectId.of(auto.id()),
                    new RoleId("role-Agent"),
                    world.division("Tenant_C").id()));
        });

        assertThat(planned.apply().isClean()).isTrue();
        assertThat(org.byName(ANA).division())
                .isEqualTo(world.division("Tenant_B").id());
    }

    private void livesInAAndHasTheRoleOfB() {
        org.members.get(org.named("Tenant_A_Agents").id()).remove(id(ANA));
        world.member(ANA, "Tenant_B_Agents");
    }

    @Test
    void newJointAgentIsNoReasonToTakeBackTheNewRoleOfAGroup() {
        world.joint("zoe@acme.example", LocalDate.parse("2030-01-01"), "b", "c");
        world.remove("ana").person("zoe", "Account-b", "Account-c");
        world.revoke("Tenant_C_Agents");

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach("zoe@acme.example")).containsExactly("Tenant_B", "Tenant_C");
    }

    @Test
    void personWhomARuleHasInTheGroupOfAKilledRunIsNotTakenOutOfItsMembers() {
        World.Planned planned = world.planned();
        killedAfter("add", planned);
        org.members.get(org.named("Tenant_B_Agents").id()).remove(id(ANA));
        org.ruled.put(org.named("Tenant_B_Agents").id(), new LinkedHashSet<>(Set.of(id(ANA))));
        world.grant(ANA, "Agent", world.division("Tenant_C").id());

        ApplyReport report = world.run();

        assertThat(report.outcomes().stream()
                        .filter(o -> o.status() == Status.CROSSED)
                        .map(o -> Wording.of(o.operation().change()) + ": " + o.detail()))
                .anyMatch(d -> d.startsWith(JOIN) && d.contains("nothing was left to take back"));
    }

    @Test
    void personWhoMayBeAMemberOfTheGroupOfAKilledRunIsTakenOut() {
        World.Planned planned = world.planned();
        killedAfter("add", planned);
        world.grant(ANA, "Agent", world.division("Tenant_C").id());
        Directory shortened = new ForwardingDirectory(org) {
            @Override
            protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
                return method.equals("members")
                        ? new Listing<AccountId>(List.of(), Completeness.doubtful(0, 1, "the total is another"))
                        : made.handOn();
            }
        };
        Provisioner provisioner = world.provisioner(shortened, world.store);

        new World.Planned(provisioner, provisioner.plan()).apply();

        assertThat(org.groupsOf(ANA)).isEmpty();
    }

    private ApplyReport roleBeside(Runnable hand) {
        world.remove("ana");
        world.revoke("Tenant_C_Agents");
        World.Planned planned = world.planned();
        onGrant(hand);
        return planned.apply();
    }

    private boolean isOfB(Grant grant) {
        return grant.subject().equals(SubjectId.of(org.named("Tenant_B_Agents").id()));
    }

    private void onJoin(Runnable hand) {
        on("add", hand);
    }

    private void onGrant(Runnable hand) {
        on("grant", hand);
    }

    private void on(String write, Runnable hand) {
        org.before = name -> {
            if (name.startsWith(write)) {
                org.before = later -> {};
                hand.run();
            }
        };
    }

    private void killedAt(String write, World.Planned planned) {
        on(write, () -> {
            throw new InternalError("killed");
        });
        killed(planned);
    }

    private void killedAfter(String write, World.Planned planned) {
        org.after = name -> {
            if (name.startsWith(write)) {
                throw new InternalError("killed");
            }
        };
        killed(planned);
    }

    private void killed(World.Planned planned) {
        assertThat(catchThrowable(planned::apply)).isInstanceOf(InternalError.class);
        org.after = write -> {};
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);
        world.leasesBy(world.clock);
    }

    private AccountId id(String userName) {
        return org.byName(userName).id();
    }

    private static List<String> told(ApplyReport report, Status status) {
        return report.outcomes().stream()
                .filter(o -> o.status() == status)
                .map(Outcome::operation)
                .map(o -> Wording.of(o.change()))
                .toList();
    }
}
