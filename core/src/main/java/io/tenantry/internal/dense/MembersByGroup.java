// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/** One side of a comparison of memberships, as ordinals stored by group. */
@FunctionalInterface
public interface MembersByGroup {
    /** Prepares for visits of groups. The default does nothing. */
    default void ready() {}

    /**
     * Shows every member of a group to a visitor as slices of arrays, some perhaps more than once; an unknown group has
     * none.
     */
    void visit(int group, Slices visitor);

    /** Receives parts of arrays, which it must not change or keep. */
    @FunctionalInterface
    interface Slices {
        /** Takes the values from {@code from} up to {@code to}, not included. */
        void slice(int[] values, int from, int to);
    }
}
