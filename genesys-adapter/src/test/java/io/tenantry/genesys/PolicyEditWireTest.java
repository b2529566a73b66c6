// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Phase;
import io.tenantry.fixtures.org.Access;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edits of a policy within one tenant, over the wire: nobody is without a role on the way. */
class PolicyEditWireTest {
    private static final String GRANTS = "/api/v2/authorization/subjects/**";
    private final Site site = Site.of(1, 1);

    PolicyEditWireTest() {
        site.fake.createRole("Supervisor", "conversation:call:add");
        site.put("u1", Site.account(0)).put("u2", Site.account(0)).run();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRefusedRoleOfTheNewGroupKeepsThePeopleInTheFormerOne() {
        edit("Group new", "Agent");
        site.fake.faults().on("POST", GRANTS).always().answer(403);

        ApplyReport report = site.run();

        assertSkipped(report);
        assertThat(roles("u1")).containsExactly("Agent");
        assertCompletes("Agent");
    }

    @Test
    void aRefusedRoleThatReplacesAnotherKeepsTheFormerOne() {
        edit(Site.group(0, 0), "Supervisor");
        site.fake.faults().on("POST", GRANTS).always().answer(403);

        ApplyReport report = site.run();

        assertSkipped(report);
        assertThat(roles("u1")).containsExactly("Agent");
        assertCompletes("Supervisor");
    }

    @Test
    void aRoleThatTheServiceAcceptedAndDoesNotShowYetClearsNothing() {
        edit("Group new", "Agent");
        site.fake.advance(Duration.ofHours(1));
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        site.fake.lag(Lag.AUTHORIZATION, Duration.ofMinutes(30));

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertSkipped(report);
        assertThat(roles("u1")).containsExactly("Agent");
        site.fake.lag(Lag.AUTHORIZATION, Duration.ZERO);
        site.fake.advance(Duration.ofHours(1));
        assertCompletes("Agent");
    }

    @Test
    void aPolicyEditIsCompleteInOneRunAndNobodyIsWithoutARoleOnTheWay() {
        edit("Group new", "Supervisor");
        int before = site.fake.history().snapshots().size();

        ApplyReport report = site.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        Set<Boolean> withRole = new HashSet<>();
        String user = site.user("u1").id();
        site.fake.history().snapshots().stream()
                .skip(before)
                .forEach(s -> withRole.add(s.org().effectiveAccess(user).stream()
                        .anyMatch(a -> site.divisionIds.contains(a.divisionId()))));
        assertThat(withRole).containsExactly(true);
        assertThat(roles("u1")).containsExactly("Supervisor");
    }

    private static void assertSkipped(ApplyReport report) {
        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().change().phase() == Phase.CLEAR)
                .isNotEmpty()
                .allMatch(o -> o.status() == Outcome.Status.SKIPPED);
    }

    private void assertCompletes(String role) {
        site.fake.faults().clear();
        site.run();
        assertThat(roles("u1")).containsExactly(role);
        assertThat(roles("u2")).containsExactly(role);
        assertThat(site.provisioner().plan().isEmpty()).isTrue();
    }

    private Set<String> roles(String id) {
        return site.fake.org().effectiveAccess(site.user(id).id()).stream()
                .filter(a -> site.divisionIds.contains(a.divisionId()))
                .map(Access::roleId)
                .map(role -> site.fake.org().role(role).orElseThrow().name())
                .collect(Collectors.toSet());
    }

    private void edit(String group, String role) {
        TenantPolicy t = site.tenants.get(0);
        AccessProfile p = t.profiles().get(0);
        AccessProfile edited = new AccessProfile(p.id(), p.when(), group, Set.of(role));
        site.tenants =
                List.of(new TenantPolicy(t.id(), t.name(), t.division(), t.match(), List.of(edited), t.governance()));
    }
}
