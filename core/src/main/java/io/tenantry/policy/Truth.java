// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/**
 * The answer of a rule for a person. An attribute or group that the source does not deliver makes a rule unknown only
 * where the answer depends on it: one true part decides {@code any}, one false part decides {@code all}.
 */
public enum Truth {
    /** The rule does not hold. */
    FALSE,

    /** The source does not deliver enough to decide. */
    UNKNOWN,

    /** The rule holds. */
    TRUE;

    /** Returns true or false as a truth. */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Returns whether both hold: the lesser of the two. */
    public Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    /** Returns whether at least one holds: the greater of the two. */
    public Truth or(Truth other) {
        return compareTo(other) < 0 ? other : this;
    }

    /** Returns the opposite; the opposite of unknown is unknown. */
    public Truth not() {
        return this == UNKNOWN ? this : of(this == FALSE);
    }
}
