// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Credential;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.isolation.IsolationText;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OAuth clients of an organization: the one that runs us, and others. */
@NullUnmarked
class CredentialTest {
    private static final SubjectId OWN = new SubjectId("client-own");
    private static final SubjectId OTHER = new SubjectId("client-other");
    private static final TenantId A = new TenantId("a");

    private final World world = new World();

    @BeforeEach
    void credential() {
        world.directory.credentials = List.of(new Credential(OWN, Set.of("d:user:view"), Set.of("d:user:edit")));
        world.directory.clients.put(OWN, "Tenantry");
        world.directory.clients.put(OTHER, "Dialer");
        role("Reads", "d:user:view");
        role("Writes", "d:user:view", "d:user:edit");
        role("More", "d:user:edit", "d:queue:edit");
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    @Test
    void ownAccessIsNoFindingAndStandsInTheProofByItself() {
        asToldByThePageOnGoingLive();

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(world.plan().findings()).isEmpty();
        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(proof.others()).isEmpty();
        assertThat(proof.credentials())
                .singleElement()
                .satisfies(r -> assertThat(r.subject()).hasToString("CLIENT client-own"))
                .satisfies(r -> assertThat(r.paths()).hasSize(3));
        assertThat(IsolationText.of(proof))
                .contains("""
                        The credential of this run, with no more than it needs, 1
                          client Tenantry (client-own)
                              tenant a: holds role "Writes" in division "Tenant_A"
                              tenant b: holds role "Writes" in division "Tenant_B"
                              every tenant: holds role "Reads" in all divisions
                        """)
                .contains("and no account, group or client reaches all divisions but the credential of this run.");
    }

    @Test
    void ownAccessBeyondWhatIsNeededIsAViolation() {
        grant(OWN, "Writes", "*");

        assertThat(world.plan().findings())
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        FindingCode.UNACCEPTED_CLIENT,
                        Finding.Severity.VIOLATION,
                        "client \"Tenantry\" (client-own), the credential of this run, holds role \"Writes\" in all"
                                + " divisions"));
        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(v -> v.reach().subject().label(), v -> v.advice())
                .containsExactly(
                        tuple("Tenantry", "give the credential of this run no more than the page on going live lists"));
    }

    @Test
    void roleWithOnePermissionMoreIsNotWhatIsNeeded() {
        grant(OWN, "More", "Tenant_A");
        grant(OWN, "Agent", "Tenant_A");

        assertThat(world.plan().findings()).extracting(Finding::code).containsExactly(FindingCode.UNACCEPTED_CLIENT);
        assertThat(world.provisioner().proveIsolation().credentials()).isEmpty();
    }

    @Test
    void sameAccessOfAnotherClientIsAViolation() {
        grant(OTHER, "Reads", "*");

        assertThat(world.plan().findings())
                .extracting(Finding::code, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        FindingCode.UNACCEPTED_CLIENT,
                        Finding.Severity.VIOLATION,
                        "client \"Dialer\" (client-other) holds role \"Reads\" in all divisions"));
    }

    @Test
    void clientOfOneTenantIsAWarningAndOfTwoAViolation() {
        grant(OTHER, "Agent", "Tenant_A");
        assertThat(world.plan().findings())
                .extracting(Finding::severity, Finding::tenant)
                .containsExactly(tuple(Finding.Severity.WARNING, java.util.Optional.of(A)));

        grant(OTHER, "Agent", "Tenant_B");

        assertThat(world.plan().findings())
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Finding.Severity.VIOLATION))
                .satisfies(f -> assertThat(f.advice())
                        .startsWith(
                                "revoke the roles, or accept them in the policy, under accepted:\n  - { holder: { client:"
                                        + " \"Dialer\", id: client-other }, roles: [\"Agent\"], in: { tenants: [a] }"));
    }

    @Test
    void holderThatNoReadShowsAsAClientIsADoubtAndNoViolationInAnyNumberOfTenants() {
        SubjectId stranger = new SubjectId("stranger");
        grant(stranger, "Agent", "Tenant_A");
        grant(stranger, "Agent", "Tenant_B");
        grant(stranger, "Agent", "*");

        IsolationProof proof = world.provisioner().proveIsolation();

        assertThat(proof.violations()).isEmpty();
        assertThat(proof.doubts()).singleElement().asString().startsWith("subject stranger ");
    }

    @Test
    void offBoardingTouchesNoCredentialAndEndsAtZeroAndSaysWhatItStillHolds() {
        asToldByThePageOnGoingLive();
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(A);

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
        ZeroAccess zero = provisioner.zeroAccess(A);

        assertThat(report.isClean()).isTrue();
        assertThat(plan.findings()).isEmpty();
        assertThat(world.directory.grants)
                .extracting(Grant::subject)
                .filteredOn(OWN::equals)
                .hasSize(4);
        assertThat(zero.isZero()).as(zero.text()).isTrue();
        assertThat(zero.everywhere()).isEmpty();
        assertThat(zero.text())
                .contains("the credential of this run, Tenantry, still holds role \"Writes\" in division \"Tenant_A\","
                        + " holds role \"Reads\" in all divisions; once the tenant is out of the policy, take from it what it"
                        + " holds in the tenant's division");
    }

    @Test
    void offBoardingReportsAnotherClientByNameAndDoesNotEndAtZero() {
        grant(OTHER, "Agent", "Tenant_A");
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(A);

        provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(plan.findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        FindingCode.UNACCEPTED_CLIENT,
                        "client \"Dialer\" (client-other) holds role \"Agent\" in the tenant's division"));
        assertThat(provisioner.zeroAccess(A).isZero()).isFalse();
    }

    private void asToldByThePageOnGoingLive() {
        grant(OWN, "Reads", "*");
        grant(OWN, "Writes", "Tenant_A");
        grant(OWN, "Writes", "Tenant_B");
        grant(OWN, "Writes", "Home");
    }

    private void role(String name, String... permissions) {
        Role role = new Role(new RoleId("role-" + name), name, true, Set.of(permissions));
        world.directory.roles.put(role.id(), role);
    }

    private void grant(SubjectId subject, String role, String division) {
        DivisionId in = division.equals("*")
                ? DivisionId.EVERYWHERE
                : world.division(division).id();
        world.directory.grants.add(new Grant(subject, new RoleId("role-" + role), in));
    }
}
