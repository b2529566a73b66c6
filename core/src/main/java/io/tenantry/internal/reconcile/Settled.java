// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.internal.dense.MembersByGroup;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The people whose account already matches, groups aside, and the groups they should be in. The accounts of people with
 * the same wish lie next to each other, so a group shows them without a copy.
 */
final class Settled implements MembersByGroup {
    private final List<List<Integer>> wishes;
    private final int[] wishOf;
    private final Pairing pairing;

    /**
     * The accounts of all wishes, grouped by wish; {@link #starts} holds the start of each wish, and its last entry is
     * the end of the last wish.
     */
    private final int[] members;

    private final int[] starts;

    /** The wishes that contain each group. */
    private final Map<Integer, List<Integer>> byGroup = new HashMap<>();

    /**
     * Gathers the accounts.
     *
     * @param wishes the ordinals of the groups of each wish
     * @param wishOf the wish of each person, or {@link Wishes#NONE} for people whose account does not match
     */
    Settled(List<List<Integer>> wishes, int[] wishOf, Pairing pairing) {
        this.wishes = wishes;
        this.wishOf = wishOf;
        this.pairing = pairing;
        starts = starts();
        members = members();
        for (int wish = 0; wish < wishes.size(); wish++) {
            for (int group : wishes.get(wish)) {
                byGroup.computeIfAbsent(group, g -> new ArrayList<>(4)).add(wish);
            }
        }
    }

    private int[] starts() {
        int[] ends = new int[wishes.size() + 1];
        for (int wish : wishOf) {
            if (wish != Wishes.NONE) {
                ends[wish + 1]++;
            }
        }
        for (int wish = 0; wish < wishes.size(); wish++) {
            ends[wish + 1] += ends[wish];
        }
        return ends;
    }

    private int[] members() {
        int[] next = starts.clone();
        int[] accounts = new int[starts[wishes.size()]];
        for (int person = 0; person < wishOf.length; person++) {
            if (wishOf[person] != Wishes.NONE) {
                accounts[next[wishOf[person]]++] = pairing.accountOf(person);
            }
        }
        return accounts;
    }

    /** Returns all other people. */
    BitSet others() {
        BitSet others = new BitSet(wishOf.length);
        for (int person = 0; person < wishOf.length; person++) {
            if (wishOf[person] == Wishes.NONE) {
                others.set(person);
            }
        }
        return others;
    }

    /**
     * Returns the ordinals of the groups that an account should be in; none if it belongs to no person, or to a person
     * whose account does not match.
     */
    List<Integer> groupsOf(int account) {
        int person = pairing.personOf(account);
        return person < 0 || wishOf[person] == Wishes.NONE ? List.of() : wishes.get(wishOf[person]);
    }

    @Override
    public void visit(int group, Slices visitor) {
        for (int wish : byGroup.getOrDefault(group, List.of())) {
            visitor.slice(members, starts[wish], starts[wish + 1]);
        }
    }
}
