// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/**
 * Pairs of group and member, each once, ordered by the ordinal of the group, then of the member. Immutable. The
 * ordinals stay valid; the ids can be read until the comparison is cleared.
 */
public final class MembershipPairs {
    private final MembershipDiff ids;
    private final int generation;
    private final int[] groups;
    private final int[] members;

    MembershipPairs(MembershipDiff ids, int[] groups, int[] members) {
        this.ids = ids;
        this.generation = ids.generation();
        this.groups = groups;
        this.members = members;
    }

    /** Returns the number of pairs. */
    public int size() {
        return members.length;
    }

    /** Returns the ordinal of the member of a pair. */
    public int member(int pair) {
        return members[pair];
    }

    /** Returns the ordinal of the group of a pair. */
    public int group(int pair) {
        return groups[pair];
    }

    /** Returns the id of the member of a pair. */
    public String memberId(int pair) {
        return current().memberId(members[pair]);
    }

    /** Returns the id of the group of a pair. */
    public String groupId(int pair) {
        return current().groupId(groups[pair]);
    }

    /** Returns the same pairs by member. */
    public GroupsOfMembers byMember() {
        return new GroupsOfMembers(this, ids.members());
    }

    /** Shows all pairs in order. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < members.length; i++) {
            visitor.pair(members[i], groups[i]);
        }
    }

    private MembershipDiff current() {
        if (ids.generation() != generation) {
            throw new IllegalStateException("the comparison was cleared, so its ids can no longer be read");
        }
        return ids;
    }

    /** Receives pairs as ordinals. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes a pair. */
        void pair(int member, int group);
    }
}
