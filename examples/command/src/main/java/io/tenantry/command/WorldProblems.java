// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.Attention;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.Problem;
import io.tenantry.policy.ProblemCode;
import io.tenantry.policy.TenantId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a lint finds in people and organization. A document with errors is refused by lint and plan; what is wrong in the
 * world, a plan reports and works around, so a lint says the same and is not refused for it. Of a name of the policy it
 * says it as a problem, which has the line and the name that was probably meant; of all else as the plan does.
 */
record WorldProblems(List<Problem> problems) {
    /** What every verb is refused for. */
    private static final Set<ProblemCode> REFUSED =
            EnumSet.of(ProblemCode.ORGANIZATION_MISMATCH, ProblemCode.MISSING_PERMISSION);

    private static final Pattern OF_TENANT = Pattern.compile("tenants\\[(\\d+)]");

    /** The finding by which a plan says the same. */
    private static final Map<ProblemCode, FindingCode> TWINS = new EnumMap<>(Map.ofEntries(
            Map.entry(ProblemCode.UNKNOWN_DIVISION, FindingCode.UNBOUND_DIVISION),
            Map.entry(ProblemCode.DIVISION_NOT_VISIBLE, FindingCode.UNBOUND_DIVISION),
            Map.entry(ProblemCode.DIVISION_AMBIGUOUS, FindingCode.UNBOUND_DIVISION),
            Map.entry(ProblemCode.UNKNOWN_GROUP, FindingCode.UNBOUND_GROUP),
            Map.entry(ProblemCode.GROUP_AMBIGUOUS, FindingCode.UNBOUND_GROUP),
            Map.entry(ProblemCode.UNKNOWN_ROLE, FindingCode.UNBOUND_ROLE),
            Map.entry(ProblemCode.ROLE_AMBIGUOUS, FindingCode.UNBOUND_ROLE),
            Map.entry(ProblemCode.PRIVILEGED_ROLE, FindingCode.PRIVILEGED_ROLE),
            Map.entry(ProblemCode.SHARED_DIVISION_OWNED, FindingCode.SHARED_DIVISION_OWNED),
            Map.entry(ProblemCode.DIVISION_RENAMED, FindingCode.DIVISION_RENAMED),
            Map.entry(ProblemCode.GROUP_RENAMED, FindingCode.GROUP_RENAMED),
            Map.entry(ProblemCode.ROLE_RENAMED, FindingCode.ROLE_RENAMED),
            Map.entry(ProblemCode.GROUP_BY_RULE, FindingCode.GROUP_BY_RULE),
            Map.entry(ProblemCode.GROUP_GRANTS_EVERYWHERE, FindingCode.ROLE_EVERYWHERE),
            Map.entry(ProblemCode.PERSON_IN_SEVERAL_TENANTS, FindingCode.PARKED),
            Map.entry(ProblemCode.PERSON_IN_NO_TENANT, FindingCode.PARKED)));

    /** The findings about a name of the policy. */
    private static final Set<FindingCode> OF_A_NAME = EnumSet.of(
            FindingCode.UNBOUND_DIVISION,
            FindingCode.UNBOUND_GROUP,
            FindingCode.UNBOUND_ROLE,
            FindingCode.PRIVILEGED_ROLE,
            FindingCode.SHARED_DIVISION_OWNED,
            FindingCode.DIVISION_RENAMED,
            FindingCode.GROUP_RENAMED,
            FindingCode.ROLE_RENAMED);

    /** Returns whether every verb is refused for one of them. */
    boolean refuse() {
        return problems.stream().anyMatch(p -> p.isError() && REFUSED.contains(p.code()));
    }

    /** Returns those that no finding of the plan says. */
    WorldProblems besides(OrganizationPolicy policy, List<Finding> findings) {
        return new WorldProblems(problems.stream()
                .filter(p -> findings.stream().noneMatch(f -> says(f, p, tenant(policy, p))))
                .toList());
    }

    /** Returns those to print beside {@link #unsaid}. */
    WorldProblems printed(OrganizationPolicy policy, List<Finding> findings) {
        return besides(
                policy,
                findings.stream().filter(f -> !OF_A_NAME.contains(f.code())).toList());
    }

    /** Returns the findings that these problems do not say: a finding is left out only where each like it has a problem. */
    List<Finding> unsaid(OrganizationPolicy policy, List<Finding> findings) {
        return findings.stream()
                .filter(f -> !OF_A_NAME.contains(f.code())
                        || problems.stream()
                                        .filter(p -> isTwin(f, p) && f.tenant().equals(tenant(policy, p)))
                                        .count()
                                < findings.stream().filter(o -> isLike(f, o)).count())
                .toList();
    }

    private static boolean isLike(Finding one, Finding other) {
        return one.code() == other.code() && one.tenant().equals(other.tenant());
    }

    private static boolean isTwin(Finding finding, Problem problem) {
        return finding.code() == TWINS.get(problem.code());
    }

    private static boolean says(Finding finding, Problem problem, Optional<TenantId> tenant) {
        return isTwin(finding, problem)
                && (finding.tenant().isEmpty() || finding.tenant().equals(tenant));
    }

    /** Returns the tenant in whose part of the document the problem stands. */
    private static Optional<TenantId> tenant(OrganizationPolicy policy, Problem problem) {
        Matcher place = OF_TENANT.matcher(problem.place().path());
        return place.lookingAt()
                ? Optional.of(
                        policy.tenants().get(Integer.parseInt(place.group(1))).id())
                : Optional.empty();
    }

    /** Returns the counts with those that a person has to look at. */
    Map<Attention, Integer> counted(Map<Attention, Integer> counts) {
        Map<Attention, Integer> all = new EnumMap<>(Attention.class);
        all.putAll(counts);
        problems.stream()
                .filter(Problem::isError)
                .forEach(p -> all.merge(
                        TWINS.get(p.code()) == FindingCode.PARKED ? Attention.UNDECIDED : Attention.TENANT_NOT_READY,
                        1,
                        Integer::sum));
        return all;
    }
}
