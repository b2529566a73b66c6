// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.LocalDate;

/** Finds exceptions that are over, and exceptions whose end is too far away. */
final class CalendarLint {
    private static final int LONGEST_YEARS = 2;

    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;

    CalendarLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
    }

    void check(LocalDate today) {
        for (int i = 0; i < policy.jointAgents().size(); i++) {
            JointAgent agent = policy.jointAgents().get(i);
            String path = "jointAgents[" + i + "].until";
            if (agent.until().equals(Hole.DATE)) {
                continue;
            }
            if (!agent.isInForce(today)) {
                add(
                        ProblemCode.JOINT_AGENT_EXPIRED,
                        path,
                        "the exception ended on " + agent.until()
                                + "; a person whom one tenant matches moves to it, others keep no more than "
                                + Quote.of(agent.home().value()));
            } else if (agent.until().isAfter(today.plusYears(LONGEST_YEARS))) {
                add(ProblemCode.JOINT_AGENT_FAR_END, path, agent.until() + " is too far away to be an end date");
            }
        }
        for (int i = 0; i < policy.accepted().size(); i++) {
            accepted(policy.accepted().get(i), "accepted[" + i + "].until", today);
        }
    }

    private void accepted(AcceptedAccess line, String path, LocalDate today) {
        if (!line.isInForce(today)) {
            add(
                    ProblemCode.ACCEPTED_EXPIRED,
                    path,
                    "the line ended on " + line.until().orElseThrow() + "; the access of its holder counts again");
        }
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }
}
