// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Directory;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import io.tenantry.store.ProvisioningStore;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a lint: the document first, then what people and organization show. */
record LintRun(Host host, PolicyReading reading) {
    /** What an organization shows by itself. All other findings are about the people of a source. */
    private static final Set<FindingCode> WITHOUT_PEOPLE = EnumSet.of(
            FindingCode.UNBOUND_DIVISION,
            FindingCode.UNBOUND_GROUP,
            FindingCode.UNBOUND_ROLE,
            FindingCode.PRIVILEGED_ROLE,
            FindingCode.SHARED_DIVISION_OWNED,
            FindingCode.DIVISION_RENAMED,
            FindingCode.GROUP_RENAMED,
            FindingCode.ROLE_RENAMED,
            FindingCode.ACCOUNT_RENAMED,
            FindingCode.GROUP_BY_RULE,
            FindingCode.ROLE_EVERYWHERE,
            FindingCode.UNACCEPTED_HOLDER,
            FindingCode.UNACCEPTED_CLIENT,
            FindingCode.ACCEPTED_HOLDER_CHANGED,
            FindingCode.ROLE_GROWN,
            FindingCode.LISTING_IN_DOUBT,
            FindingCode.GROUP_WITHOUT_ROLES,
            FindingCode.LARGE_GROUP,
            FindingCode.ORPHANED_TENANT,
            FindingCode.UNCLAIMED_DIVISION);

    /** Checks the policy, and against an organization if one is given. */
    Exit run(Optional<? extends Directory> organization, ProvisioningStore store) {
        Request request = host.request();
        reading.policy()
                .ifPresent(
                        policy -> Mismatch.refuse(policy, store, request.state().name()));
        PolicyCheck check = new PolicyCheck(reading, host.context().clock());
        List<Problem> document = check.problems();
        request.source().ifPresent(source -> check.people(source, store.notes().pins()));
        organization.ifPresent(o -> check.organization(o, store.notes().pins()));
        WorldProblems world = new WorldProblems(
                check.problems().stream().filter(p -> !document.contains(p)).toList());
        if (document.stream().anyMatch(Problem::isError) || world.refuse()) {
            report(document, world, check.look());
            return Exit.REFUSED;
        }
        return organization.isPresent()
                ? asPlanned(organization.get(), store, document, world, check.look())
                : alone(document, world, check.look());
    }

    private Exit alone(List<Problem> document, WorldProblems world, SourceLook look) {
        report(document, world, look);
        return found(List.of(), world.counted(look.attention()));
    }

    // What a plan would find, so that a lint is silent about nothing for which the plan ends with 9.
    private Exit asPlanned(
            Directory organization,
            ProvisioningStore store,
            List<Problem> document,
            WorldProblems world,
            SourceLook look) {
        OrganizationPolicy policy = reading.policy().orElseThrow();
        boolean people = host.request().source().isPresent();
        Plan plan = host.provisioner(policy, host.request().source().orElseGet(Nobody::new), organization, store)
                .whatIf(policy)
                .current();
        List<Finding> findings = plan.findings().stream()
                .filter(f -> people || WITHOUT_PEOPLE.contains(f.code()))
                .toList();
        report(document, world.printed(policy, findings), look);
        return found(
                world.unsaid(policy, findings),
                world.besides(policy, findings).counted(Attention.of(findings, plan.rejected())));
    }

    private void report(List<Problem> document, WorldProblems world, SourceLook look) {
        host.reporter().problems("Policy", document);
        if (!world.problems().isEmpty()) {
            host.reporter().problems("People and organization", world.problems());
        }
        host.reporter().source(look);
    }

    private Exit found(List<Finding> findings, Map<Attention, Integer> attention) {
        host.reporter().found(findings, attention);
        return Results.linted(attention);
    }
}
