// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.Words;
import java.util.List;
import java.util.stream.Collectors;

/** A policy cannot be used. Holds every problem that was found, not only the first. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** Describes a policy that cannot be used because of these problems. */
    public PolicyException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns all problems in the order of the document, warnings among them. */
    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        return problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n  ", "the policy has " + Words.count(errors, "error", "errors") + ":\n  ", ""));
    }
}
