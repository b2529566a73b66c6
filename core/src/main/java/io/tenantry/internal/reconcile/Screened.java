// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.GroupId;
import io.tenantry.internal.dense.GroupsOfMembers;
import io.tenantry.internal.dense.MembershipDelta;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** The result of comparing the memberships of all people. Immutable once made. */
final class Screened {
    private final DirectorySnapshot snapshot;
    private final Settled settled;
    private final GroupsOfMembers lacking;
    private final GroupsOfMembers beyond;
    private final BitSet suspects;
    private final BitSet strangers = new BitSet();

    Screened(DirectorySnapshot snapshot, Settled settled, MembershipDelta delta, Pairing pairing) {
        this.snapshot = snapshot;
        this.settled = settled;
        this.lacking = delta.additions().byMember();
        this.beyond = delta.removals().byMember();
        this.suspects = settled.others();
        delta.additions().forEach((member, group) -> suspects.set(pairing.personOf(member)));
        delta.removals().forEach((member, group) -> {
            if (pairing.personOf(member) >= 0) {
                suspects.set(pairing.personOf(member));
            } else {
                strangers.set(member);
            }
        });
    }

    /** Returns the people who have to be reconciled; the caller may change the returned set. */
    BitSet suspects() {
        return (BitSet) suspects.clone();
    }

    /** Returns the rows of the accounts in groups of the policy that belong to no person of the source. */
    BitSet strangers() {
        return strangers;
    }

    /**
     * Returns the groups of the policy whose listing shows an account, or a member that is not a known account: the
     * wanted groups without those it lacks, and its additional groups. Computed without inverting the membership
     * listings. Unordered.
     */
    Set<GroupId> groupsOf(int member) {
        Set<Integer> ordinals = new HashSet<>(settled.groupsOf(member));
        lacking.forEach(member, group -> ordinals.remove((Integer) group));
        beyond.forEach(member, ordinals::add);
        Set<GroupId> groups = new HashSet<>();
        ordinals.forEach(group -> groups.add(snapshot.group(group)));
        return groups;
    }
}
