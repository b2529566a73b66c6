// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/** One side of a comparison of memberships, as ordinals that lie ready by group. */
@FunctionalInterface
public interface MembersByGroup {
    /** Is called before groups are visited. By default nothing is to do. */
    default void ready() {}

    /** Shows every member of a group, some perhaps more than once, to a visitor as slices of arrays; of an unknown group none. */
    void visit(int group, Slices visitor);

    /** Receives parts of arrays, which it must not change or keep. */
    @FunctionalInterface
    interface Slices {
        /** Takes the values from {@code from} up to {@code to}, not included. */
        void slice(int[] values, int from, int to);
    }
}
