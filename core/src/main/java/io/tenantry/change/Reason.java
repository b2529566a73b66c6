// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * Why something is to change. Immutable.
 *
 * @param rule the rule of the policy, in words
 * @param fact the fact that made the rule apply, and where it was read
 * @param basis whether that fact was read or inferred
 */
public record Reason(String rule, String fact, Basis basis) {
    /** Gives a reason that rests on something that was read. */
    public Reason(String rule, String fact) {
        this(rule, fact, Basis.STATED);
    }

    /** What a reason rests on. */
    public enum Basis {
        /** Something that was read. */
        STATED,
        /** That something was not found in a read, which counts only if that read was complete. */
        ABSENCE
    }
}
