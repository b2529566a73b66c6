// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Collection;

/**
 * One side of a {@link MembershipDiff}: a set of pairs of member and group, added person by person, group by group, or
 * both. Adding a pair twice has no effect.
 */
public final class Memberships implements MembersByGroup {
    private static final int PENDING = 4096;

    private final MembershipDiff ids;

    /** The pairs that were added by id and are not yet stored by group, because their ordinals may not be known yet. */
    private final Runs ofMembers = new Runs(PENDING);

    private final Runs ofGroups = new Runs(PENDING);

    private final Buckets lists = new Buckets();

    Memberships(MembershipDiff ids) {
        this.ids = ids;
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, Collection<String> groups) {
        ids.stageMember(member, ofMembers.heads);
        int count = 0;
        for (String group : groups) {
            ids.stageGroup(group, ofMembers.tails);
            count++;
        }
        end(ofMembers, count);
    }

    /** Adds the groups of a member, all by id. */
    public void ofMember(String member, String... groups) {
        ids.stageMember(member, ofMembers.heads);
        for (String group : groups) {
            ids.stageGroup(group, ofMembers.tails);
        }
        end(ofMembers, groups.length);
    }

    /** Adds the groups of a member, these by the ordinals that {@link MembershipDiff#group} gave. */
    public void ofMember(String member, int[] groups, int from, int to) {
        ids.checkGroups(groups, from, to);
        ids.stageMember(member, ofMembers.heads);
        ids.flushGroups();
        ofMembers.tails.addAll(groups, from, to);
        end(ofMembers, to - from);
    }

    /** Adds the groups of a member by ordinals. */
    public void ofMember(int member, int[] groups, int from, int to) {
        ids.checkMember(member);
        ids.checkGroups(groups, from, to);
        lists.reserve(ids.groups());
        for (int i = from; i < to; i++) {
            lists.add(groups[i], member);
        }
    }

    /** Adds the members of a group, all by id. */
    public void ofGroup(String group, Collection<String> members) {
        int count = 0;
        ids.stageGroup(group, ofGroups.heads);
        for (String member : members) {
            count = ofGroup(group, member, count);
        }
        end(ofGroups, count);
    }

    /** Adds the members of a group, all by id. */
    public void ofGroup(String group, String... members) {
        int count = 0;
        ids.stageGroup(group, ofGroups.heads);
        for (String member : members) {
            count = ofGroup(group, member, count);
        }
        end(ofGroups, count);
    }

    /**
     * Continues with a group and returns the number of members in this part. A long group comes in parts, so that few
     * pairs are pending.
     */
    private int ofGroup(String group, String member, int count) {
        int before = count;
        if (before == PENDING) {
            end(ofGroups, before);
            ids.stageGroup(group, ofGroups.heads);
            before = 0;
        }
        ids.stageMember(member, ofGroups.tails);
        return before + 1;
    }

    /** Adds the members of a group by ordinals. */
    public void ofGroup(int group, int[] members, int from, int to) {
        ids.checkGroup(group);
        ids.checkMembers(members, from, to);
        lists.reserve(ids.groups());
        lists.addAll(group, members, from, to);
    }

    private void end(Runs runs, int count) {
        runs.close(count);
        if (runs.told() >= PENDING) {
            ready();
        }
    }

    /** Stores all pairs added so far by group. */
    @Override
    public void ready() {
        ids.flush();
        ofMembers.check();
        ofGroups.check();
        lists.reserve(ids.groups());
        for (int run = 0; run < ofMembers.count(); run++) {
            int member = ofMembers.heads.values[run];
            for (int i = ofMembers.start(run); i < ofMembers.end(run); i++) {
                lists.add(ofMembers.tails.values[i], member);
            }
        }
        for (int run = 0; run < ofGroups.count(); run++) {
            lists.addAll(ofGroups.heads.values[run], ofGroups.tails.values, ofGroups.start(run), ofGroups.end(run));
        }
        ofMembers.clear();
        ofGroups.clear();
    }

    @Override
    public void visit(int group, Slices visitor) {
        lists.visit(group, visitor);
    }

    /** Forgets the pairs of this side; ids and the other side stay. */
    public void clear() {
        ofMembers.clear();
        ofGroups.clear();
        lists.clear();
    }
}
