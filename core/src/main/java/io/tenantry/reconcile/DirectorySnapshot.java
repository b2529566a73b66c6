// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a read of the organization showed: accounts, members of the policy's groups, grants in its divisions. Filled by one
 * thread, then only read.
 */
public final class DirectorySnapshot {
    private final AccountIndex accounts;
    private final Completeness accountsProof;
    private final List<GroupId> groups = new ArrayList<>();
    private final List<int[]> membersOf = new ArrayList<>();
    private final Map<GroupId, Completeness> memberProofs = new TreeMap<>();
    private final Map<GroupId, Integer> memberCounts = new TreeMap<>();
    private final Map<DivisionId, Completeness> grantProofs = new TreeMap<>();
    private final Map<DivisionId, Integer> grantCounts = new TreeMap<>();
    private final Map<SubjectId, List<Grant>> grantsOf = new HashMap<>();
    private int[] starts = new int[0];
    private int[] groupsOf = new int[0];

    /** Begins a snapshot with the accounts that were read. */
    public DirectorySnapshot(AccountIndex accounts, Completeness accountsProof) {
        this.accounts = accounts;
        this.accountsProof = accountsProof;
    }

    /**
     * Takes a whole snapshot at once.
     *
     * @param members direct members of each group that the policy owns
     * @param grants grants in each division that a tenant owns, and under {@link DivisionId#EVERYWHERE} those in all
     */
    public DirectorySnapshot(
            AccountIndex accounts,
            Completeness accountsProof,
            Map<GroupId, Listing<AccountId>> members,
            Map<DivisionId, Listing<Grant>> grants) {
        this(accounts, accountsProof);
        new TreeMap<>(members).forEach(this::members);
        new TreeMap<>(grants).forEach(this::grants);
    }

    /** Adds the direct members of a group that the policy owns. */
    public void members(GroupId group, Listing<AccountId> listing) {
        int[] rows = new int[listing.entries().size()];
        int at = 0;
        for (AccountId member : listing.entries()) {
            rows[at++] = accounts.memberships.member(member.value());
        }
        accounts.memberships.observed().ofGroup(accounts.memberships.group(group.value()), rows, 0, rows.length);
        groups.add(group);
        membersOf.add(rows);
        memberProofs.put(group, listing.completeness());
        memberCounts.put(group, rows.length);
        starts = new int[0];
    }

    /** Adds the grants in a division that a tenant owns, or in all divisions at once. */
    public void grants(DivisionId division, Listing<Grant> listing) {
        grantProofs.put(division, listing.completeness());
        grantCounts.put(division, listing.entries().size());
        listing.entries()
                .forEach(g -> grantsOf.computeIfAbsent(g.subject(), k -> new ArrayList<>(2))
                        .add(g));
    }

    /** Returns the accounts. */
    public AccountIndex accounts() {
        return accounts;
    }

    /** Returns whether all accounts were read. */
    public Completeness accountsProof() {
        return accountsProof;
    }

    /** Returns whether all members of a group were read; a group that was not read is in doubt. */
    public Completeness membersProof(GroupId group) {
        return memberProofs.getOrDefault(group, Completeness.doubtful(0, 0, "group " + group + " was not read"));
    }

    /** Returns whether all grants in a division were read; a division that was not read is in doubt. */
    public Completeness grantsProof(DivisionId division) {
        return grantProofs.getOrDefault(
                division, Completeness.doubtful(0, 0, "the grants in division " + division + " were not read"));
    }

    /** Returns what an account was seen to have. */
    public Observed observed(Account account) {
        int row = accounts.row(account.id());
        return new Observed(account, row < 0 ? Set.of() : groupsOf(row), grantsOf(SubjectId.of(account.id())));
    }

    /** Returns the grants a subject holds itself. */
    public List<Grant> grantsOf(SubjectId subject) {
        return grantsOf.getOrDefault(subject, List.of());
    }

    /** Returns the grants of every subject. */
    public Map<SubjectId, List<Grant>> grants() {
        return Collections.unmodifiableMap(grantsOf);
    }

    /** Returns how many direct members a group was seen to have. */
    public int memberCount(GroupId group) {
        return memberCounts.getOrDefault(group, 0);
    }

    /** Returns how many grants were seen in a division. */
    public int grantCount(DivisionId division) {
        return grantCounts.getOrDefault(division, 0);
    }

    /** Returns the groups that an account, or a member that is no account, was seen in. */
    Set<GroupId> groupsOf(int row) {
        if (starts.length == 0) {
            transpose();
        }
        Set<GroupId> found = new TreeSet<>();
        for (int i = row < starts.length - 1 ? starts[row] : 0;
                i < (row < starts.length - 1 ? starts[row + 1] : 0);
                i++) {
            found.add(groups.get(groupsOf[i]));
        }
        return found;
    }

    private void transpose() {
        int rows = accounts.memberships.members();
        int[] ends = new int[rows + 1];
        membersOf.forEach(of -> {
            for (int row : of) {
                ends[row + 1]++;
            }
        });
        for (int row = 0; row < rows; row++) {
            ends[row + 1] += ends[row];
        }
        starts = ends.clone();
        groupsOf = new int[ends[rows]];
        for (int group = 0; group < membersOf.size(); group++) {
            for (int row : membersOf.get(group)) {
                groupsOf[ends[row]++] = group;
            }
        }
    }
}
