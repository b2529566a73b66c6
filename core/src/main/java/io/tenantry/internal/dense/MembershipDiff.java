// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Objects;

/**
 * Compares the desired memberships with the observed ones. Every pair counts; the caller must leave out groups that are
 * not managed.
 *
 * <p>Members and groups get ordinals 0, 1, 2 and so on in the order in which they are first mentioned. Time and memory
 * grow with the number of pairs; only ids are hashed, and no pairs are sorted. {@link #clear} keeps the buffers, so a
 * reused object allocates little more than its answer.
 */
public final class MembershipDiff {
    private final IdTable members;
    private final IdTable groups;
    private final Memberships desired;
    private final Memberships observed;
    private final Comparison comparison = new Comparison();
    private Ints memberTarget = new Ints(0);
    private Ints groupTarget = new Ints(0);
    private int generation;

    /** Creates an empty comparison that grows as needed. */
    public MembershipDiff() {
        this(HashKey.random(), 0);
    }

    /**
     * Creates an empty comparison with room for this many members. It can grow beyond that, at the cost of hashing the
     * ids again.
     */
    public MembershipDiff(HashKey key, int expectedMembers) {
        members = new IdTable(key, expectedMembers);
        groups = new IdTable(key, 0);
        desired = new Memberships(this);
        observed = new Memberships(this);
    }

    /** Returns the ordinal of a member, a new one at its first mention. */
    public int member(String id) {
        flush();
        return members.intern(id);
    }

    /** Returns the ordinal of a member that was mentioned, or -1. */
    public int findMember(String id) {
        flush();
        return members.find(id);
    }

    /** Returns the ordinal of a group, a new one at its first mention. */
    public int group(String id) {
        flush();
        return groups.intern(id);
    }

    /** Returns the number of members mentioned so far. */
    public int members() {
        flush();
        return members.size();
    }

    /** Returns the number of groups mentioned so far. */
    public int groups() {
        flush();
        return groups.size();
    }

    /** Returns the id of a member. */
    public String memberId(int ordinal) {
        return members.text(ordinal);
    }

    /** Returns the id of a group. */
    public String groupId(int ordinal) {
        return groups.text(ordinal);
    }

    /** Returns the side that takes the desired memberships. */
    public Memberships desired() {
        return desired;
    }

    /** Returns the side that takes the observed memberships. */
    public Memberships observed() {
        return observed;
    }

    /**
     * Returns the memberships to add to and to remove from the observed ones to reach the desired ones; each pair once,
     * ordered by the ordinal of the group, then of the member. Both sides stay, so more pairs can be added and compared
     * again.
     *
     * @throws IllegalStateException if an earlier call failed half way
     */
    public MembershipDelta diff() {
        return diff(desired, observed);
    }

    /**
     * Compares any two sides, from {@link #side} or from another class that uses the ordinals of {@link #member} and
     * {@link #group}. Copies nothing.
     *
     * @throws IndexOutOfBoundsException if a side shows a member without ordinal
     * @throws IllegalStateException if an earlier call failed half way
     */
    public MembershipDelta diff(MembersByGroup desiredSide, MembersByGroup observedSide) {
        return comparison.run(this, desiredSide, observedSide);
    }

    /** Returns one more side, which the caller has to clear. */
    public Memberships side() {
        return new Memberships(this);
    }

    /** Forgets everything but keeps the buffers. The ids of earlier answers can no longer be read. */
    public void clear() {
        members.clear();
        groups.clear();
        desired.clear();
        observed.clear();
        generation++;
    }

    int generation() {
        return generation;
    }

    void stageMember(String id, Ints target) {
        if (target != memberTarget) {
            members.flush(memberTarget);
            memberTarget = target;
        }
        members.stage(id, target);
    }

    void stageGroup(String id, Ints target) {
        if (target != groupTarget) {
            groups.flush(groupTarget);
            groupTarget = target;
        }
        groups.stage(id, target);
    }

    void flushGroups() {
        groups.flush(groupTarget);
    }

    void flush() {
        members.flush(memberTarget);
        groups.flush(groupTarget);
    }

    void checkMember(int ordinal) {
        Objects.checkIndex(ordinal, members.size());
    }

    void checkGroup(int ordinal) {
        Objects.checkIndex(ordinal, groups.size());
    }

    void checkMembers(int[] ordinals, int from, int to) {
        check(ordinals, from, to, members.size());
    }

    void checkGroups(int[] ordinals, int from, int to) {
        check(ordinals, from, to, groups.size());
    }

    private static void check(int[] ordinals, int from, int to, int size) {
        Objects.checkFromToIndex(from, to, ordinals.length);
        for (int i = from; i < to; i++) {
            Objects.checkIndex(ordinals[i], size);
        }
    }
}
