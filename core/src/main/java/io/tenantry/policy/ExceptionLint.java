// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.Fold;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks limits, precedence and joint agents: each must have an effect, and be complete. */
final class ExceptionLint {
    /** A higher limit on removals in one plan never holds anything, even in the largest organization. */
    private static final int ABSURD = 100_000;

    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;
    private final Set<TenantId> tenants = new HashSet<>();

    ExceptionLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
        policy.tenants().forEach(t -> tenants.add(t.id()));
    }

    void check() {
        limits(policy.defaults(), "defaults");
        for (int i = 0; i < policy.tenants().size(); i++) {
            Governance own = policy.tenants().get(i).governance();
            if (!own.limits().equals(policy.defaults().limits())) {
                limits(own, "tenants[" + i + "]");
            }
        }
        precedence();
        Set<String> people = new HashSet<>();
        for (int i = 0; i < policy.jointAgents().size(); i++) {
            jointAgent(policy.jointAgents().get(i), "jointAgents[" + i + "]", people);
        }
    }

    private void limits(Governance governance, String path) {
        for (Map.Entry<LimitKind, Limit> entry : governance.limits().entrySet()) {
            String at = path + ".limits." + entry.getKey().key();
            if (entry.getValue().percent() >= 100) {
                add(ProblemCode.LIMIT_DISABLED, at + ".percent", "a limit of 100 percent or more never holds anything");
            }
            if (entry.getValue().max() > ABSURD) {
                add(
                        ProblemCode.LIMIT_DISABLED,
                        at + ".max",
                        entry.getValue().max() + " removals in one plan never hold anything; write at most " + ABSURD);
            }
        }
    }

    private void precedence() {
        Set<TenantId> seen = new HashSet<>();
        for (TenantId tenant : policy.precedence()) {
            known(tenant, "precedence");
            if (!seen.add(tenant)) {
                problems.add(
                        ProblemCode.DUPLICATE_ID,
                        places.spot("precedence"),
                        "precedence",
                        "the tenant " + Quote.of(tenant.value()) + " is listed twice");
            }
        }
        if (policy.precedence().size() == 1) {
            problems.add(
                    ProblemCode.PRECEDENCE_POINTLESS,
                    places.spot("precedence"),
                    "precedence",
                    "precedence with only one tenant decides nothing");
        }
    }

    private void jointAgent(JointAgent agent, String path, Set<String> people) {
        agent.tenants().forEach(t -> known(t, path + ".tenants"));
        boolean homeWritten = !agent.home().value().equals(path);
        if (homeWritten) {
            known(agent.home(), path + ".home");
        }
        if (Set.copyOf(agent.tenants()).size() < 2) {
            add(ProblemCode.JOINT_AGENT_TENANTS, path + ".tenants", "a joint agent has fewer than two tenants");
        } else if (homeWritten && !agent.tenants().contains(agent.home())) {
            add(
                    ProblemCode.JOINT_AGENT_TENANTS,
                    path + ".home",
                    "the home " + Quote.of(agent.home().value()) + " is not one of the joint agent's tenants");
        }
        if (policy.tenant(agent.home()).filter(TenantPolicy::isLeaving).isPresent()) {
            add(
                    ProblemCode.JOINT_AGENT_HOME_LEAVES,
                    path + ".home",
                    "the home " + Quote.of(agent.home().value()) + " is a tenant that is leaving");
        }
        if (agent.reason().isBlank() || agent.approvedBy().isBlank()) {
            add(ProblemCode.JOINT_AGENT_INCOMPLETE, path, "a joint agent has no reason or no approver");
        }
        if (!Hole.is(agent.identity())) {
            person(agent, path + ".identity", people);
        }
    }

    private void person(JointAgent agent, String path, Set<String> people) {
        if (!people.add(Fold.of(agent.identity()))) {
            add(ProblemCode.DUPLICATE_ID, path, "a second joint agent with this identity");
        }
        if (policy.isProtected(agent.identity())) {
            problems.add(
                    ProblemCode.JOINT_AGENT_PROTECTED, places.spot(path), path, "this joint agent is also protected");
        }
    }

    private void known(TenantId tenant, String path) {
        if (!tenants.contains(tenant)) {
            problems.add(
                    ProblemCode.UNKNOWN_TENANT,
                    places.spot(path, tenant.value()),
                    path,
                    "the policy has no tenant " + Quote.of(tenant.value()),
                    Suggestion.advice(
                            tenant.value(),
                            policy.tenants().stream().map(t -> t.id().value()).toList()));
        }
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }
}
