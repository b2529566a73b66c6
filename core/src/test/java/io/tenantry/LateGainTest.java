// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run gave and did not see counts as given for the runs after it, of other processes too. */
@NullUnmarked
class LateGainTest {
    private static final String ANA = "ana@acme.example";
    private Medium medium;
    private World world;

    private static Stream<Medium.Kind> media() {
        return Stream.of(Medium.Kind.MEMORY, Medium.Kind.SQLITE);
    }

    /** Ana is in tenant a, and no read shows yet that she joined its group. */
    private void open(Medium.Kind kind) {
        medium = kind.empty();
        world = medium.world(w -> w.person("bob", "Account-a").person("cid", "Account-b"));
        restart();
        world.run();
        world.person("ana", "Account-a");
        world.directory.lag = 1_000;
        assertThat(pendingIn(run())).hasSize(1);
        world.directory.lag = 0;
    }

    private static List<Outcome> pendingIn(ApplyReport report) {
        return report.outcomes().stream()
                .filter(o -> o.status() == Status.PENDING)
                .toList();
    }

    private ApplyReport run() {
        restart();
        return world.run();
    }

    private void restart() {
        medium.open(world, point -> {});
    }

    @AfterEach
    void close() {
        medium.close();
    }

    @ParameterizedTest
    @MethodSource("media")
    void moverWaitsUntilAReadShowsTheGainOfTheFormerTenant(Medium.Kind kind) {
        open(kind);
        world.person("ana", "Account-b");

        Plan plan = world.plan();
        ApplyReport report = run();

        assertThat(plan.batches()).isEmpty();
        assertThat(plan.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.code()).isEqualTo(HoldCode.KEEPS_OLD_ACCESS));
        assertThat(report.count(Status.HELD)).isEqualTo(2);
        world.directory.settleAll();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.store.notes().unseenGains()).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("media")
    void moverWaitsUntilAReadShowsTheMoveIntoTheFormerTenant(Medium.Kind kind) {
        medium = kind.empty();
        world = medium.world(w -> w.person("bob", "Account-a").person("cid", "Account-b"));
        run();
        world.directory.account("acc-ana", ANA, MemoryDirectory.HOME);
        world.person("ana", "Account-a");
        world.directory.after = write -> {
            if (write.startsWith("move")) {
                world.state(ANA, AccountState.ACTIVE, MemoryDirectory.HOME.id());
            }
        };
        assertThat(pendingIn(run())).hasSize(1);
        world.directory.after = write -> {};
        world.person("ana", "Account-b");
        restart();

        Plan plan = world.plan();
        run();

        assertThat(plan.operations().map(o -> o.change().phase())).containsOnly(Phase.UPDATE);
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(plan.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.message())
                        .startsWith("an earlier change is not confirmed yet")
                        .contains("lives in division \"Tenant_A\" (tenant a)"));
        world.state(ANA, AccountState.ACTIVE, world.division("Tenant_A").id());
        assertThat(run().isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
    }

    @ParameterizedTest
    @MethodSource("media")
    void moverWaitsForTheGainOfAKilledRunToo(Medium.Kind kind) {
        medium = kind.empty();
        world = medium.world(w -> w.person("bob", "Account-a").person("cid", "Account-b"));
        run();
        world.person("ana", "Account-a");
        world.directory.lag = 1_000;
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                throw new InternalError("killed");
            }
        };
        assertThat(catchThrowable(this::run)).isInstanceOf(InternalError.class);
        world.directory.after = write -> {};
        world.person("ana", "Account-b");
        restart();

        Plan plan = world.plan();

        assertThat(plan.batches()).isEmpty();
        assertThat(plan.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.code()).isEqualTo(HoldCode.KEEPS_OLD_ACCESS));
    }

    @ParameterizedTest
    @MethodSource("media")
    void moverWaitsNoLongerThanAListingLags(Medium.Kind kind) {
        open(kind);
        world.person("ana", "Account-b");
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
        world.leasesBy(world.clock);

        ApplyReport report = run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_B").id());
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("media")
    void sameGainIsTriedAgainAndThenForgotten(Medium.Kind kind) {
        open(kind);

        ApplyReport report = run();

        assertThat(report.counts()).containsOnlyKeys(Status.APPLIED);
        assertThat(world.reach(ANA)).containsExactly("Tenant_A");
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("media")
    void leaverDoesNotWait(Medium.Kind kind) {
        open(kind);
        world.disable("ana");

        ApplyReport report = run();

        assertThat(report.isClean()).isTrue();
        assertThat(report.count(Status.APPLIED)).isPositive();
        world.directory.settleAll();
        assertThat(run().isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("media")
    void planThatAReadHasShownTheGainForgetsIt(Medium.Kind kind) {
        open(kind);
        world.directory.settleAll();
        restart();

        assertThat(world.plan().isEmpty()).isTrue();

        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    /** The policy gives the group to the other tenant before a read shows the role that the group got. */
    @ParameterizedTest
    @MethodSource("media")
    void groupGetsNoRoleBesideOneThatNoReadShows(Medium.Kind kind) {
        List<Grant> late = roleOfAgents(kind);
        world.tenants = List.of(agents("a", "Tenant_A", "Tenant_B_Agents"), agents("b", "Tenant_B", "Tenant_A_Agents"));
        restart();

        Plan plan = world.plan();

        assertThat(late).hasSize(1);
        assertThat(plan.holds())
                .filteredOn(h -> h.message().startsWith("an earlier change is not confirmed yet"))
                .flatExtracting(Hold::operations)
                .extracting(o -> Wording.of(o.change()))
                .contains(
                        "grant role \"Agent\" in \"Tenant_B\" to group \"Tenant_A_Agents\"",
                        "join group \"Tenant_A_Agents\"");
    }

    @ParameterizedTest
    @MethodSource("media")
    void planThatAReadHasShownTheRoleForgetsIt(Medium.Kind kind) {
        List<Grant> late = roleOfAgents(kind);
        assertThat(world.store.notes().unseenGains()).hasSize(1);
        world.directory.grants.addAll(late);
        restart();

        assertThat(world.plan().isEmpty()).isTrue();

        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    /** Whose move waits for a role that no read shows stays, and so does what the place means for another group. */
    @ParameterizedTest
    @MethodSource("media")
    void groupOfTheNextTenantGetsNoRoleWhileTheMoveOfAMemberWaitsForAReadOfAnotherGroup(Medium.Kind kind) {
        medium = kind.empty();
        world = medium.world(
                w -> w.person("ana", "Account-a").person("abe", "Account-a").person("cid", "Account-b"));
        run();
        Group group = world.directory.named("Tenant_A_Agents");
        Group supervisors = world.directory.named("Tenant_B_Supervisors");
        hideRoles(group);
        world.tenants = List.of(
                agents("a", "Tenant_A", "Tenant_B_Agents"),
                profiles(
                        "b",
                        "Tenant_B",
                        List.of(
                                world.tenants.get(1).profiles().get(1),
                                new AccessProfile("agent", Optional.empty(), group.name(), Set.of("Agent")))));
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(supervisors.id())));
        world.directory.members.put(group.id(), new LinkedHashSet<>());
        world.member(ANA, supervisors.name()).person("ana", "Account-b", "Supervisors-b");
        restart();

        Plan plan = world.plan();

        assertThat(plan.held().map(o -> Wording.of(o.change())))
                .as(PlanText.of(plan))
                .contains(
                        "move from division \"Tenant_A\" to \"Tenant_B\"",
                        "grant role \"Supervisor\" in \"Tenant_B\" to group \"Tenant_B_Supervisors\"");
    }

    /** A run gives the group of tenant a its role, and no read shows it yet. */
    private List<Grant> roleOfAgents(Medium.Kind kind) {
        medium = kind.empty();
        world = medium.world(w -> w.person("cid", "Account-b"));
        run();
        return hideRoles(world.directory.named("Tenant_A_Agents"));
    }

    /** Lets a run give a group its role, which no read shows, and returns that. */
    private List<Grant> hideRoles(Group group) {
        SubjectId holder = SubjectId.of(group.id());
        world.directory.grants.removeIf(g -> g.subject().equals(holder));
        List<Grant> late = new ArrayList<>();
        world.directory.after =
                write -> world.directory.grants.removeIf(g -> g.subject().equals(holder) && late.add(g));
        run();
        world.directory.after = write -> {};
        return late;
    }

    private TenantPolicy agents(String id, String division, String group) {
        return profiles(id, division, List.of(new AccessProfile("agent", Optional.empty(), group, Set.of("Agent"))));
    }

    private TenantPolicy profiles(String id, String division, List<AccessProfile> profiles) {
        TenantPolicy tenant = world.tenant(id, division);
        return new TenantPolicy(
                tenant.id(),
                tenant.name(),
                tenant.division(),
                tenant.match(),
                profiles,
                tenant.state(),
                tenant.governance());
    }
}
