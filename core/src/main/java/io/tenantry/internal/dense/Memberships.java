// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;
import java.util.Collection;

/**
 * One side of a {@link MembershipDiff}: a set of pairs of member and group, told person by person, group by group, or both. Saying a pair twice has no
 * effect.
 */
public final class Memberships {
    private final MembershipDiff ids;
    private final Runs byMember;
    private final Runs byGroup;

    /** The pairs of {@link #byMember}, counted and laid out by group. */
    int[] offsets = new int[0];

    int[] members = new int[0];

    /** The runs of {@link #byGroup} as a list per group: its first run, and the next of each run; -1 ends it. */
    private int[] firstRun = new int[0];

    private int[] nextRun = new int[0];

    Memberships(MembershipDiff ids, Runs byMember, Runs byGroup) {
        this.ids = ids;
        this.byMember = byMember;
        this.byGroup = byGroup;
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, Collection<String> groups) {
        ids.stageMember(member, byMember.heads);
        int count = 0;
        for (String group : groups) {
            ids.stageGroup(group, byMember.tails);
            count++;
        }
        byMember.close(count);
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, String... groups) {
        ids.stageMember(member, byMember.heads);
        for (String group : groups) {
            ids.stageGroup(group, byMember.tails);
        }
        byMember.close(groups.length);
    }

    /** Adds the groups of a member, these by the ordinals that {@link MembershipDiff#group} gave. */
    public void ofMember(String member, int[] groups, int from, int to) {
        ids.checkGroups(groups, from, to);
        ids.stageMember(member, byMember.heads);
        ids.flushGroups();
        byMember.tails.addAll(groups, from, to);
        byMember.close(to - from);
    }

    /** Adds the groups of a member by ordinals. */
    public void ofMember(int member, int[] groups, int from, int to) {
        ids.checkMember(member);
        ids.checkGroups(groups, from, to);
        ids.flush();
        byMember.heads.add(member);
        byMember.tails.addAll(groups, from, to);
        byMember.close(to - from);
    }

    /** Adds the members of a group, all by id. */
    public void ofGroup(String group, Collection<String> members) {
        ids.stageGroup(group, byGroup.heads);
        int count = 0;
        for (String member : members) {
            ids.stageMember(member, byGroup.tails);
            count++;
        }
        byGroup.close(count);
    }

    /** Adds the members of a group, all by id. */
    public void ofGroup(String group, String... members) {
        ids.stageGroup(group, byGroup.heads);
        for (String member : members) {
            ids.stageMember(member, byGroup.tails);
        }
        byGroup.close(members.length);
    }

    /** Adds the members of a group by ordinals. */
    public void ofGroup(int group, int[] members, int from, int to) {
        ids.checkGroup(group);
        ids.checkMembers(members, from, to);
        ids.flush();
        byGroup.heads.add(group);
        byGroup.tails.addAll(members, from, to);
        byGroup.close(to - from);
    }

    /** Lays everything out by group; to be called when all ordinals are known. */
    void arrange(int groups) {
        byMember.check();
        byGroup.check();
        transpose(groups);
        chain(groups);
    }

    private void transpose(int groups) {
        int pairs = byMember.tails.size;
        offsets = zeroed(offsets, groups + 2);
        members = members.length < pairs ? new int[pairs] : members;
        int[] tails = byMember.tails.values;
        // Counts stand two places on, so that the filling below leaves each group's start in its own place.
        for (int i = 0; i < pairs; i++) {
            offsets[tails[i] + 2]++;
        }
        for (int group = 0; group < groups; group++) {
            offsets[group + 2] += offsets[group + 1];
        }
        int next = 0;
        for (int run = 0; run < byMember.count(); run++) {
            int member = byMember.heads.values[run];
            for (int end = byMember.end(run); next < end; next++) {
                members[offsets[tails[next] + 1]++] = member;
            }
        }
    }

    private void chain(int groups) {
        int runs = byGroup.count();
        firstRun = firstRun.length < groups ? new int[groups] : firstRun;
        nextRun = nextRun.length < runs ? new int[runs] : nextRun;
        Arrays.fill(firstRun, 0, groups, -1);
        for (int run = runs - 1; run >= 0; run--) {
            int group = byGroup.heads.values[run];
            nextRun[run] = firstRun[group];
            firstRun[group] = run;
        }
    }

    private static int[] zeroed(int[] array, int length) {
        if (array.length < length) {
            return new int[length];
        }
        Arrays.fill(array, 0, length, 0);
        return array;
    }

    /** Shows every member of a group, some perhaps more than once, to a visitor as slices of arrays. */
    void visit(int group, Slices visitor) {
        visitor.slice(members, offsets[group], offsets[group + 1]);
        for (int run = firstRun[group]; run >= 0; run = nextRun[run]) {
            visitor.slice(byGroup.tails.values, byGroup.start(run), byGroup.end(run));
        }
    }

    void clear() {
        byMember.clear();
        byGroup.clear();
    }

    /** Receives parts of arrays. */
    interface Slices {
        void slice(int[] values, int from, int to);
    }
}
