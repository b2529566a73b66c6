// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * Compares group by group with one stamp for each member. A stamp counts only if it belongs to the present group, so
 * nothing is cleared between groups, and a repeated pair meets its own stamp.
 */
final class Comparison {
    private static final int STATES = 3;

    private int[] stamps = new int[0];
    private int last;

    /** How many wanted values of the present group were not met; a repeated value counts twice. */
    private int unmet;

    private final Ints added = new Ints(0);
    private final Ints addedGroups = new Ints(0);
    private final Ints removed = new Ints(0);
    private final Ints removedGroups = new Ints(0);

    MembershipDelta run(MembershipDiff ids, MembersByGroup desired, MembersByGroup observed) {
        desired.ready();
        observed.ready();
        int groups = ids.groups();
        prepare(ids.members(), groups);
        for (int group = 0; group < groups; group++) {
            compare(group, desired, observed);
        }
        return new MembershipDelta(
                new MembershipPairs(ids, addedGroups.toArray(), added.toArray()),
                new MembershipPairs(ids, removedGroups.toArray(), removed.toArray()));
    }

    private void prepare(int members, int groups) {
        if (stamps.length < members) {
            stamps = new int[members];
            last = 0;
        } else if (last > Integer.MAX_VALUE - STATES * (groups + 1L)) {
            Arrays.fill(stamps, 0);
            last = 0;
        }
        added.clear();
        addedGroups.clear();
        removed.clear();
        removedGroups.clear();
    }

    private void compare(int group, MembersByGroup desired, MembersByGroup observed) {
        int wanted = last + 1;
        int kept = last + 2;
        int gone = last + 3;
        last += STATES;
        unmet = 0;
        desired.visit(group, (values, from, to) -> fill(values, from, to, wanted));
        observed.visit(group, (values, from, to) -> meet(values, from, to, wanted, kept, gone));
        if (unmet > 0) {
            desired.visit(group, (values, from, to) -> miss(values, from, to, wanted, kept));
        }
        close(group, added, addedGroups);
        close(group, removed, removedGroups);
    }

    private void fill(int[] values, int from, int to, int wanted) {
        for (int i = from; i < to; i++) {
            stamps[values[i]] = wanted;
        }
        unmet += to - from;
    }

    private void meet(int[] values, int from, int to, int wanted, int kept, int gone) {
        int met = 0;
        for (int i = from; i < to; i++) {
            int member = values[i];
            int stamp = stamps[member];
            if (stamp == wanted) {
                stamps[member] = kept;
                met++;
            } else if (stamp < wanted) {
                stamps[member] = gone;
                removed.add(member);
            }
        }
        unmet -= met;
    }

    private void miss(int[] values, int from, int to, int wanted, int kept) {
        for (int i = from; i < to; i++) {
            int member = values[i];
            if (stamps[member] == wanted) {
                stamps[member] = kept;
                added.add(member);
            }
        }
    }

    /** Sorts the members that a group added, and writes the group beside them. */
    private static void close(int group, Ints members, Ints groups) {
        int from = groups.size;
        Arrays.sort(members.values, from, members.size);
        groups.reserve(members.size - from);
        Arrays.fill(groups.values, from, members.size, group);
        groups.size = members.size;
    }
}
