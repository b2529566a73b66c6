// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.function.IntConsumer;

/** The groups of each member, made from pairs that are ordered by group. Immutable. */
public final class GroupsOfMembers {
    private final MembershipPairs pairs;

    /**
     * For each member its last pair plus one; {@link #befores} holds for each pair the previous pair of the same member
     * plus one. 0 ends the chain.
     */
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
