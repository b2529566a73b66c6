// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * Why something is to change. Immutable.
 *
 * @param rule the rule of the policy, as a phrase for people
 * @param fact the fact that the rule applied to, and where it was read
 * @param basis whether that fact was read or inferred
 */
public record Reason(String rule, String fact, Basis basis) {
    /** Creates a reason that rests on a fact that was read. */
    public Reason(String rule, String fact) {
        this(rule, fact, Basis.STATED);
    }

    /** What a reason rests on. */
    public enum Basis {
        /** A fact that was read. */
        STATED,
        /** The read did not find it; this counts only if the read was complete. */
        ABSENCE
    }
}
