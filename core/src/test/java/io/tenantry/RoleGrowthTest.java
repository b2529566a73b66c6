// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A role that carries more than when it was first seen or last accepted is reported, and may hold its gains. */
@NullUnmarked
class RoleGrowthTest {
    private static final String CALLS = "conversation:call:add";
    private static final String HARMLESS = "directory:user:edit";
    private static final String UNDIVIDED = "ui:supervisor:view";
    private static final String PRIVILEGED = "directory:group:edit";
    private static final String ANA = "ana@acme.example";

    private final World world = new World();

    RoleGrowthTest() {
        world.directory.role("Agent", Set.of(CALLS));
        world.person("ana", "Account-a").run();
    }

    private void grow(String... permissions) {
        Set<String> all = new LinkedHashSet<>(Set.of(CALLS));
        all.addAll(List.of(permissions));
        world.directory.role("Agent", all);
    }

    private static List<Finding> grown(Plan plan) {
        return plan.findings().stream()
                .filter(f -> f.code() == FindingCode.ROLE_GROWN)
                .toList();
    }

    private static List<Hold> held(Plan plan) {
        return plan.holds().stream()
                .filter(h -> h.code() == HoldCode.ROLE_GROWN)
                .toList();
    }

    private static List<HoldCode> codes(Plan plan) {
        return plan.holds().stream().map(Hold::code).toList();
    }

    @Test
    void roleThatStaysAsItWasIsNoFindingAndCostsNoRead() {
        world.person("bob", "Account-a");

        Plan plan = world.plan();

        assertThat(grown(plan)).isEmpty();
        assertThat(plan.holds()).isEmpty();
        assertThat(world.directory.catalogueReads).isZero();
    }

    @Test
    void growthByAPermissionThatADivisionLimitsIsReportedAndHoldsNothing() {
        grow(HARMLESS);
        world.person("bob", "Account-a");

        Plan plan = world.plan();

        assertThat(grown(plan)).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.INFO);
            assertThat(f.message())
                    .isEqualTo(
                            "role \"Agent\" has gained directory:user:edit since it was first seen or last accepted");
        });
        assertThat(plan.holds()).isEmpty();
        assertThat(plan.attention()).isEmpty();
    }

    @Test
    void growthByAPermissionThatNoDivisionLimitsHoldsThoseWhoWouldJoin() {
        grow(HARMLESS, UNDIVIDED);
        world.person("bob", "Account-a");

        Plan plan = world.plan();

        String message = "role \"Agent\" has gained directory:user:edit, ui:supervisor:view since it was first seen or"
                + " last accepted: ui:supervisor:view is limited by no division";
        assertThat(held(plan)).singleElement().satisfies(h -> {
            assertThat(h.message()).isEqualTo(message);
            assertThat(h.operations()).hasSize(1);
        });
        assertThat(grown(plan)).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(f.message()).isEqualTo(message + "; until it is accepted, nobody gains it");
        });
        assertThat(plan.attention()).containsEntry(Attention.UNDECIDED, 1);
        assertThat(world.directory.catalogueReads).isEqualTo(1);
        world.run();
        assertThat(world.directory.groupsOf("bob@acme.example")).isEmpty();
    }

    @Test
    void growthByAPermissionThatChangesAccessHoldsToo() {
        grow(PRIVILEGED);
        world.person("bob", "Account-a");

        assertThat(held(world.plan())).singleElement().satisfies(h -> {
            assertThat(h.message()).endsWith("directory:group:edit changes people's access");
            assertThat(h.advice()).endsWith("; what keeps one that changes people's access needs privileged: true too");
        });
    }

    @Test
    void wildcardIsWhatItStandsFor() {
        grow("directory:*:*");
        assertThat(grown(world.plan()))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("directory:*:* changes people's access"));
        world.provisioner().acceptRole("Agent", "new release", "ciso");

        grow("directory:*:*", PRIVILEGED);

        assertThat(grown(world.plan())).isEmpty();
    }

    @Test
    void permissionThatTheCatalogueDoesNotListHolds() {
        grow("brand:new:thing");
        world.person("bob", "Account-a");

        assertThat(held(world.plan()))
                .singleElement()
                .satisfies(h -> assertThat(h.message()).endsWith("brand:new:thing is not in the catalogue"));
    }

    @ParameterizedTest
    @EnumSource
    void catalogueThatCannotBeReadHoldsAndEndsNoPlan(Failure failure) {
        grow(HARMLESS);
        world.directory.noCatalogue = Optional.of(failure);
        world.person("bob", "Account-a");

        assertThat(held(world.plan()))
                .singleElement()
                .satisfies(h -> assertThat(h.message())
                        .endsWith("directory:user:edit is unknown"
                                + " (the catalogue of permissions: the catalogue is refused)"));
    }

    @Test
    void onePersonIsHeldAsEverybodyIs() {
        grow(UNDIVIDED);
        world.person("bob", "Account-a");

        Plan plan = world.provisioner().explain("bob").plan();

        assertThat(held(plan)).hasSize(1);
        assertThat(grown(plan)).hasSize(1);
        world.provisioner().provision("bob", "test");
        assertThat(world.directory.groupsOf("bob@acme.example")).isEmpty();
    }

    @Test
    void onePersonCostsNoReadOfTheCatalogueWhileNothingGrew() {
        world.person("bob", "Account-a");
        int reads = world.directory.catalogueReads;

        world.provisioner().provision("bob", "test");

        assertThat(world.directory.catalogueReads).isEqualTo(reads);
        assertThat(world.directory.groupsOf("bob@acme.example")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void removalsGoOn() {
        world.person("bob", "Account-a").run();
        grow(UNDIVIDED);
        world.person("ana", "Account-b").disable("bob");

        world.run();

        assertThat(world.directory.groupsOf(ANA)).isEmpty();
        assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void roleIsNotGivenToAGroupAgain() {
        grow(UNDIVIDED);
        world.directory.grants.clear();

        assertThat(held(world.plan()))
                .singleElement()
                .satisfies(h -> assertThat(h.operations())
                        .isNotEmpty()
                        .allMatch(o -> o.change().grants().isPresent()));
    }

    @Test
    void accountDoesNotComeBackIntoAGroupThatHoldsIt() {
        world.state(ANA, AccountState.INACTIVE, world.division("Tenant_A").id());
        grow(UNDIVIDED);

        assertThat(held(world.plan()))
                .singleElement()
                .satisfies(h -> assertThat(h.operations())
                        .singleElement()
                        .matches(o -> o.change().writes().isPresent()));
    }

    @Test
    void acceptedRoleIsGivenAgainUntilItGainsMore() {
        grow(UNDIVIDED);
        world.person("bob", "Account-a").run();

        assertThat(world.provisioner().acceptRole("Agent", "needed for chat", "ciso@acme.example"))
                .containsExactly(UNDIVIDED);
        assertThat(grown(world.plan())).isEmpty();
        world.run();
        assertThat(world.directory.groupsOf("bob@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.plan().isEmpty()).isTrue();

        grow(UNDIVIDED, PRIVILEGED);
        assertThat(grown(world.plan()))
                .singleElement()
                .satisfies(f ->
                        assertThat(f.message()).startsWith("role \"Agent\" has gained directory:group:edit since"));
    }

    @Test
    void acceptanceCountsForOnePersonAtOnce() {
        grow(UNDIVIDED);
        Provisioner provisioner = world.person("bob", "Account-a").provisioner();
        assertThat(held(provisioner.explain("bob").plan())).hasSize(1);

        provisioner.acceptRole("Agent", "needed", "ciso");

        assertThat(provisioner.explain("bob").plan().holds()).isEmpty();
    }

    @Test
    void onlyARoleOfThePolicyIsAcceptedWithAReasonAndAnApprover() {
        Provisioner provisioner = world.provisioner();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provisioner.acceptRole("Agents", "r", "ciso"))
                .withMessage("the policy names no role \"Agents\": check the name");
        assertThatIllegalArgumentException().isThrownBy(() -> provisioner.acceptRole("Agent", " ", "ciso"));
        assertThatIllegalArgumentException().isThrownBy(() -> provisioner.acceptRole("Agent", "r", ""));
        world.directory.roles.remove(new RoleId("role-Agent"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.provisioner().acceptRole("Agent", "r", "ciso"))
                .withMessage("the organization has no role \"Agent\": check the name");
    }

    @Test
    void comparedPolicyRemembersNoRole() {
        World fresh = new World();
        fresh.provisioner().whatIf(fresh.policy());

        assertThat(fresh.store.notes().rolePrint("profiles", new RoleId("role-Agent")))
                .isEmpty();
    }

    @Test
    void roleOfAnAccountInAnotherTenantIsTakenAwayOnceItsLineDoesNotCoverIt() {
        world.directory.role("Trainer", Set.of(CALLS));
        world.grant(ANA, "Trainer", world.division("Tenant_B").id());
        world.accepted = List.of(new AcceptedAccess(
                new Holder(Kind.ACCOUNT, ANA, Optional.empty()),
                Set.of("Trainer"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "trains both teams",
                "ciso",
                Optional.empty()));
        assertThat(world.plan().isEmpty()).isTrue();

        world.directory.role("Trainer", Set.of(CALLS, HARMLESS));

        assertThat(world.plan().operations()).singleElement().satisfies(o -> {
            assertThat(Wording.of(o.change())).isEqualTo("revoke role \"Trainer\" in \"Tenant_B\"");
            assertThat(o.reason().rule()).isEqualTo("not in tenant b, but tenant a: in source group \"Account-a\"");
        });
        world.provisioner().acceptRole("Trainer", "checked", "ciso");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void acceptedLineDoesNotCoverARoleThatHasGrown() {
        Group staff = new Group(new GroupId("grp-staff"), "All staff");
        world.directory.groups.put(staff.id(), staff);
        world.directory.members.put(
                staff.id(),
                new LinkedHashSet<>(Set.of(world.directory.byName(ANA).id())));
        RoleId phone = world.directory.role("Phone book", Set.of(CALLS)).id();
        world.directory.grants.add(new Grant(
                SubjectId.of(staff.id()), phone, world.division("Tenant_B").id()));
        world.accepted = List.of(new AcceptedAccess(
                new Holder(Kind.GROUP, "All staff", Optional.empty()),
                Set.of("Phone book"),
                Extent.all(),
                OptionalInt.empty(),
                false,
                false,
                "phone book",
                "ciso",
                Optional.empty()));
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(Verdict.PROVEN);

        world.directory.role("Phone book", Set.of(CALLS, HARMLESS));

        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(grown(world.plan()))
                .singleElement()
                .satisfies(f -> assertThat(f.message())
                        .isEqualTo(
                                "role \"Phone book\" has gained directory:user:edit since it was accepted, so the accepted line"
                                        + " of group \"All staff\" does not cover it and it counts as reach"));
        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .singleElement()
                .satisfies(f -> assertThat(f.advice())
                        .isEqualTo("check the role, then accept it by name (accept-role), or take the permissions out"
                                + " of it"));
        world.person("ana", "Account-a", "Supervisors-a");
        assertThat(codes(world.provisioner().explain("ana").plan())).containsExactly(HoldCode.KEEPS_OLD_ACCESS);
        assertThat(codes(world.plan())).containsExactly(HoldCode.KEEPS_OLD_ACCESS);

        world.provisioner().acceptRole("Phone book", "vendor release", "ciso");

        assertThat(codes(world.provisioner().explain("ana").plan())).isEmpty();
        assertThat(world.provisioner().proveIsolation().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(grown(world.plan())).isEmpty();
    }
}
