// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.function.IntConsumer;

/** Pairs turned around: the groups of each member. Immutable. */
public final class GroupsOfMembers {
    private final MembershipPairs pairs;

    /** One more than the last pair of each member, and of each pair one more than the pair of the same member before it; 0 ends. */
    private final int[] lasts;

    private final int[] befores;

    GroupsOfMembers(MembershipPairs pairs, int members) {
        this.pairs = pairs;
        lasts = new int[members];
        befores = new int[pairs.size()];
        for (int pair = 0; pair < befores.length; pair++) {
            int member = pairs.member(pair);
            befores[pair] = lasts[member];
            lasts[member] = pair + 1;
        }
    }

    /** Shows the groups of a member, each once, in no order. */
    public void forEach(int member, IntConsumer group) {
        for (int next = lasts[member]; next > 0; next = befores[next - 1]) {
            group.accept(pairs.group(next - 1));
        }
    }
}
