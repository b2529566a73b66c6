// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Comparator;
import java.util.Locale;

/**
 * One problem of a policy, or of the people or the organization it was checked against. Immutable.
 *
 * @param message what is wrong; ids are its only personal data
 * @param advice what to do
 */
public record Problem(ProblemCode code, Place place, String message, String advice) {
    /**
     * The order in which problems are reported: by line and column. Problems at one place keep the order in which they
     * were found.
     */
    static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt((Problem p) -> p.place.line()).thenComparingInt(p -> p.place.column());

    /** Returns the severity of its code. */
    public Severity severity() {
        return code.severity();
    }

    /** Returns whether the policy cannot be used because of this problem. */
    public boolean isError() {
        return severity() == Severity.ERROR;
    }

    /** Returns one line for people: place, severity, code, message and advice. */
    @Override
    public String toString() {
        return place + ": " + severity().name().toLowerCase(Locale.ROOT) + " [" + code.key() + "] " + message
                + (message.endsWith("?") ? " " : ". ") + advice + (advice.endsWith("?") ? "" : ".");
    }
}
