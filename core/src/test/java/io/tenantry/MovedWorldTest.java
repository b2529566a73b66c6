// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.Settling;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a plan still counts when people, divisions, the day or the credential changed after it was made. */
class MovedWorldTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @BeforeEach
    void anaIsInTenantA() {
        world.person("ana", "Account-a").run();
    }

    @Test
    void accountThatLivesElsewhereByNowLosesAndGainsNothing() {
        world.person("ana", "Account-b");

        ApplyReport report = applied(() -> world.state(ANA, AccountState.ACTIVE, MemoryDirectory.HOME.id()));

        assertThat(statuses(report))
                .containsEntry("leave group \"Tenant_A_Agents\"", Outcome.Status.APPLIED)
                .containsEntry("join group \"Tenant_B_Agents\"", Outcome.Status.SKIPPED)
                .containsEntry("move from division \"Tenant_A\" to \"Tenant_B\"", Outcome.Status.SKIPPED);
        assertThat(world.reach(ANA)).isEmpty();
    }

    @Test
    void leaverWhoWasSuspendedByHandStillLeavesTheGroups() {
        world.disable("ana");

        ApplyReport report = applied(() -> world.state(
                ANA, AccountState.INACTIVE, world.division("Tenant_A").id()));

        assertThat(statuses(report).values()).containsOnly(Outcome.Status.APPLIED);
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @Test
    void whatIsGoneAlreadyIsTakenAwayAllTheSame() {
        world.disable("ana");

        ApplyReport report = applied(() -> world.directory.members.values().forEach(Set::clear));

        assertThat(statuses(report).values()).containsOnly(Outcome.Status.APPLIED);
    }

    @Test
    void accountOfAnotherNameByNowIsLeftAlone() {
        world.disable("ana");

        assertLeftAlone(a -> put(a, "eva@acme.example", a.externalId(), a.state()));
    }

    @Test
    void accountOfAnotherIdentityByNowIsLeftAlone() {
        world.disable("ana");

        assertLeftAlone(a -> put(a, a.userName(), Optional.of("eva"), a.state()));
    }

    @Test
    void accountThatWasDeletedByNowIsLeftAlone() {
        world.disable("ana");

        assertLeftAlone(a -> put(a, a.userName(), a.externalId(), AccountState.DELETED));
    }

    @Test
    void accountThatWasRestoredByNowIsLeftAlone() {
        Account a = account();
        put(a, a.userName(), a.externalId(), AccountState.DELETED);

        assertLeftAlone(now -> put(now, now.userName(), now.externalId(), AccountState.INACTIVE));
    }

    @Test
    void accountOfTheSameNameInOtherLettersIsTheSame() {
        world.disable("ana");

        ApplyReport report = applied(() -> put(
                account(), "ANA@acme.example", account().externalId(), account().state()));

        assertThat(statuses(report).values()).containsOnly(Outcome.Status.APPLIED);
    }

    // The next day.

    @Test
    void planEndsWithTheLastDayOfAJointAgent() {
        joint(LocalDate.of(2026, 11, 24));
        world.clock = at("2026-11-24T23:50:00Z");
        world.person("ana", "Account-a", "Account-b");
        Plan plan = world.plan();

        world.clock = at("2026-11-25T00:00:00Z");

        assertThat(plan.expiresAt()).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(refused(world.provisioner(), plan)).isEqualTo(PlanRefusedException.Cause.EXPIRED);
    }

    @Test
    void planOfOnePersonEndsWithThatDayToo() {
        joint(LocalDate.of(2026, 11, 24));
        world.clock = at("2026-11-24T23:50:00Z");

        assertThat(world.provisioner().explain("ana").plan().expiresAt())
                .isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void planEndsWithTheLastDayOfAcceptedAccess() {
        world.accepted = List.of(new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.GROUP, "All employees", Optional.empty()),
                Set.of("Agent"),
                AcceptedAccess.Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "phone book",
                "ciso",
                Optional.of(LocalDate.of(2026, 11, 24))));
        world.clock = at("2026-11-24T23:50:00Z");

        assertThat(world.plan().expiresAt()).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void planLastsAsLongAsEverWhereNoDateComesBefore() {
        joint(LocalDate.of(2026, 11, 23));
        world.clock = at("2026-11-24T23:50:00Z");

        assertThat(world.plan().expiresAt()).isEqualTo(Instant.parse("2026-11-25T00:20:00Z"));
    }

    // The same plan twice.

    @Test
    void planThatWasAppliedIsRefused() {
        world.person("bea", "Account-a");
        Plan plan = world.plan();
        later();
        world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(refused(world.provisioner(), plan)).isEqualTo(PlanRefusedException.Cause.ALREADY_APPLIED);
    }

    @Test
    void planThatANodeWithASlowClockAppliedIsRefused() {
        world.person("bea", "Account-a");
        Plan plan = world.plan();
        world.clock = Clock.fixed(World.NOW.minus(Duration.ofMinutes(10)), ZoneOffset.UTC);
        world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(refused(world.provisioner(), plan)).isEqualTo(PlanRefusedException.Cause.ALREADY_APPLIED);
    }

    @Test
    void planThatWasAppliedInPartIsRefused() {
        world.person("bea", "Account-a");
        Plan plan = world.plan();
        later();
        world.provisioner().apply(plan, Approval.of(plan, "test"), () -> true);

        assertThat(refused(world.provisioner(), plan)).isEqualTo(PlanRefusedException.Cause.ALREADY_APPLIED);
    }

    @Test
    void planThatAnotherNodeAppliedDuringTheApprovalIsRefused() {
        world.person("bea", "Account-a");
        Plan plan = world.plan();
        later();
        Provisioner other = world.provisioner();
        world.gate = (p, approval) -> {
            other.apply(p, approval);
            return new ApprovalGate.Decision.Granted("");
        };

        assertThat(refused(world.provisioner(), plan)).isEqualTo(PlanRefusedException.Cause.ALREADY_APPLIED);
    }

    @Test
    void planWithNothingToDoMayBeAppliedAgain() {
        Plan plan = world.plan();
        later();
        world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(world.provisioner().apply(plan, Approval.of(plan, "test")).isClean())
                .isTrue();
    }

    @Test
    void planThatWasAppliedSkipsEachPersonWhereTheStoreForgot() {
        for (int i = 0; i < 3; i++) {
            world.person("new" + i, "Account-a");
        }
        Plan plan = world.plan();
        world.provisioner().apply(plan, Approval.of(plan, "test"));

        ApplyReport report = world.provisioner(new MemoryStore(world.clock)).apply(plan, Approval.of(plan, "test"));

        assertThat(report.outcomes()).extracting(Outcome::status).containsOnly(Outcome.Status.SKIPPED);
    }

    // What is gone, and who may not come in any more.

    @Test
    void divisionThatIsGoneEndsTheJoinersAfterTheFirst() {
        for (int i = 0; i < 5; i++) {
            world.person("new" + i, "Account-a");
        }
        fail("create account", Failure.NOT_FOUND);

        ApplyReport report = applied(() -> {});

        assertThat(report.count(Outcome.Status.FAILED)).isEqualTo(1);
        assertThat(report.count(Outcome.Status.SKIPPED)).isEqualTo(9);
        assertThat(report.writes()).isEqualTo(1);
    }

    @Test
    void divisionThatIsGoneLeavesNoAccountInHomeWhereACreateCannotPlace() {
        world.directory.limits(new DirectoryLimits(50, 50, 50, 100, false, 300));
        world.person("new", "Account-a").person("other", "Account-b");
        DivisionId gone = world.division("Tenant_A").id();

        ApplyReport report = applied(() -> world.directory.divisions.remove(gone));

        assertThat(world.directory.accounts.values())
                .extracting(Account::userName)
                .contains("other@acme.example")
                .doesNotContain("new@acme.example");
        assertThat(report.troubles()).extracting(Outcome::status).containsOnly(Outcome.Status.SKIPPED);
    }

    @Test
    void divisionThatIsGoneIsNoMatterOfOtherTenants() {
        world.person("new", "Account-a").person("other", "Account-b");
        world.directory.before = write -> {
            if (write.equals("create account new")) {
                throw new DirectoryException(Failure.NOT_FOUND, "no such division", null);
            }
        };

        applied(() -> {});

        assertThat(world.reach("other@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void credentialThatIsNotAcceptedEndsTheRunWithTheFirstCall() {
        world.person("new", "Account-a").person("ana", "Account-b");
        fail("", Failure.NOT_AUTHENTICATED);

        ApplyReport report = applied(() -> {});

        assertThat(report.writes()).isEqualTo(1);
        assertThat(report.stopped()).isTrue();
        assertThat(report.count(Outcome.Status.FAILED)).isEqualTo(1);
    }

    @Test
    void credentialThatIsNotAcceptedByAReadIsTriedNoMore() {
        world.person("ana", "Account-b");
        world.settling(new Settling(5, Duration.ofSeconds(1)), d -> {});
        int[] tries = {0};
        world.directory.after = write -> world.directory.beforeRead = () -> {
            tries[0]++;
            throw new DirectoryException(Failure.NOT_AUTHENTICATED, "revoked", null);
        };

        ApplyReport report = applied(() -> {});

        assertThat(tries[0]).isEqualTo(1);
        assertThat(report.stopped()).isTrue();
    }

    private void fail(String what, Failure failure) {
        world.directory.before = write -> {
            if (write.startsWith(what)) {
                throw new DirectoryException(failure, "no such luck", null);
            }
        };
    }

    private void joint(LocalDate until) {
        world.jointAgents = List.of(new JointAgent(
                ANA,
                List.of(new TenantId("a"), new TenantId("b")),
                new TenantId("a"),
                "both queues",
                "cto@acme.example",
                until));
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private void later() {
        world.clock = Clock.fixed(World.NOW.plusSeconds(60), ZoneOffset.UTC);
    }

    private ApplyReport applied(Runnable meanwhile) {
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.plan();
        meanwhile.run();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    private void assertLeftAlone(Consumer<Account> meanwhile) {
        List<String> before = List.copyOf(world.directory.writes);

        ApplyReport report = applied(() -> meanwhile.accept(account()));

        assertThat(report.outcomes()).isNotEmpty().allMatch(o -> o.status() == Outcome.Status.SKIPPED);
        assertThat(world.directory.writes).isEqualTo(before);
    }

    private static PlanRefusedException.Cause refused(Provisioner provisioner, Plan plan) {
        PlanRefusedException refused = catchThrowableOfType(
                PlanRefusedException.class, () -> provisioner.apply(plan, Approval.of(plan, "test")));
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private static Map<String, Outcome.Status> statuses(ApplyReport report) {
        Map<String, Outcome.Status> statuses = new TreeMap<>();
        report.outcomes().forEach(o -> statuses.put(Wording.of(o.operation().change()), o.status()));
        return statuses;
    }

    private Account account() {
        return world.directory.byName(ANA);
    }

    private void put(Account a, String userName, Optional<String> externalId, AccountState state) {
        world.directory.accounts.put(
                a.id(),
                new Account(a.id(), state, userName, a.displayName(), externalId, a.division(), a.attributes()));
    }
}
