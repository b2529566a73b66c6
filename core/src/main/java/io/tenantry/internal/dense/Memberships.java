// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;
import java.util.Collection;

/**
 * One side of a {@link MembershipDiff}: a set of pairs of member and group, told person by person, group by group, or both. Saying a pair twice has no
 * effect.
 */
public final class Memberships {
    private static final int PENDING = 4096;

    private final MembershipDiff ids;

    /** What was told by member and is not yet laid out by group. */
    private final Runs pending = new Runs(0, PENDING);

    private final Buckets byMember = new Buckets();
    private final Runs byGroup;

    /** The runs of {@link #byGroup} as a list per group: its first run, and the next of each run; -1 ends it. */
    private int[] firstRun = new int[0];

    private int[] nextRun = new int[0];

    Memberships(MembershipDiff ids, Runs byGroup) {
        this.ids = ids;
        this.byGroup = byGroup;
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, Collection<String> groups) {
        ids.stageMember(member, pending.heads);
        int count = 0;
        for (String group : groups) {
            ids.stageGroup(group, pending.tails);
            count++;
        }
        endMember(count);
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, String... groups) {
        ids.stageMember(member, pending.heads);
        for (String group : groups) {
            ids.stageGroup(group, pending.tails);
        }
        endMember(groups.length);
    }

    /** Adds the groups of a member, these by the ordinals that {@link MembershipDiff#group} gave. */
    public void ofMember(String member, int[] groups, int from, int to) {
        ids.checkGroups(groups, from, to);
        ids.stageMember(member, pending.heads);
        ids.flushGroups();
        pending.tails.addAll(groups, from, to);
        endMember(to - from);
    }

    /** Adds the groups of a member by ordinals. */
    public void ofMember(int member, int[] groups, int from, int to) {
        ids.checkMember(member);
        ids.checkGroups(groups, from, to);
        ids.flush();
        pending.heads.add(member);
        pending.tails.addAll(groups, from, to);
        endMember(to - from);
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

    private void endMember(int count) {
        pending.close(count);
        if (pending.told() >= PENDING) {
            settle();
        }
    }

    private void settle() {
        ids.flush();
        pending.check();
        byMember.reserve(ids.groups());
        int next = 0;
        for (int run = 0; run < pending.count(); run++) {
            int member = pending.heads.values[run];
            for (int end = pending.end(run); next < end; next++) {
                byMember.add(pending.tails.values[next], member);
            }
        }
        pending.clear();
    }

    /** Lays everything out by group; to be called when all is told. */
    void arrange(int groups) {
        settle();
        byGroup.check();
        chain(groups);
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

    /** Shows every member of a group, some perhaps more than once, to a visitor as slices of arrays. */
    void visit(int group, Buckets.Slices visitor) {
        byMember.visit(group, visitor);
        for (int run = firstRun[group]; run >= 0; run = nextRun[run]) {
            visitor.slice(byGroup.tails.values, byGroup.start(run), byGroup.end(run));
        }
    }

    /** Forgets what was told on this side; ids and the other side stay. */
    public void clear() {
        pending.clear();
        byMember.clear();
        byGroup.clear();
    }
}
