// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/** The difference between the observed memberships and the desired ones. Immutable. */
public record MembershipDelta(MembershipPairs additions, MembershipPairs removals) {
    /** Returns whether both sides were equal. */
    public boolean isEmpty() {
        return additions.size() == 0 && removals.size() == 0;
    }
}
