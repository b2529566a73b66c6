// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Comparator;
import java.util.Locale;

/**
 * One thing that is wrong with a policy, or with the world it was checked against. Immutable.
 *
 * @param message what is wrong, with no personal data beyond ids
 * @param advice what to do about it
 */
public record Problem(ProblemCode code, Place place, String message, String advice) {
    /** The order in which problems are reported: by line and column; problems at one place keep the order they were found in. */
    static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt((Problem p) -> p.place.line()).thenComparingInt(p -> p.place.column());

    /** Returns how bad it is. */
    public Severity severity() {
        return code.severity();
    }

    /** Returns whether this problem keeps the policy from being used. */
    public boolean isError() {
        return severity() == Severity.ERROR;
    }

    /** Returns one line for a person: place, severity, code, message and advice. */
    @Override
    public String toString() {
        return place + ": " + severity().name().toLowerCase(Locale.ROOT) + " [" + code.key() + "] " + message + ". "
                + advice + ".";
    }
}
