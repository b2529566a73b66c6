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
import java.util.TreeMap;

/** What a read of the organization showed: accounts, members of the policy's groups, grants in its divisions. Immutable. */
public final class DirectorySnapshot {
    private final AccountIndex accounts;
    private final Completeness accountsProof;
    private final Map<GroupId, Completeness> memberProofs = new TreeMap<>();
    private final Map<DivisionId, Completeness> grantProofs = new TreeMap<>();
    private final Map<AccountId, List<GroupId>> groupsOf = new HashMap<>();
    private final Map<SubjectId, List<Grant>> grantsOf = new HashMap<>();
    private final Map<GroupId, Integer> memberCounts = new TreeMap<>();
    private final Map<DivisionId, Integer> grantCounts = new TreeMap<>();

    /**
     * Indexes what was read.
     *
     * @param members direct members of each group that the policy owns
     * @param grants grants in each division that a tenant owns, and under {@link DivisionId#EVERYWHERE} those in all
     */
    public DirectorySnapshot(
            AccountIndex accounts,
            Completeness accountsProof,
            Map<GroupId, Listing<AccountId>> members,
            Map<DivisionId, Listing<Grant>> grants) {
        this.accounts = accounts;
        this.accountsProof = accountsProof;
        new TreeMap<>(members).forEach((group, listing) -> {
            memberProofs.put(group, listing.completeness());
            memberCounts.put(group, listing.entries().size());
            listing.entries()
                    .forEach(a ->
                            groupsOf.computeIfAbsent(a, k -> new ArrayList<>(4)).add(group));
        });
        new TreeMap<>(grants).forEach((division, listing) -> {
            grantProofs.put(division, listing.completeness());
            grantCounts.put(division, listing.entries().size());
            listing.entries()
                    .forEach(g -> grantsOf.computeIfAbsent(g.subject(), k -> new ArrayList<>(2))
                            .add(g));
        });
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
        return new Observed(
                account,
                new java.util.TreeSet<>(groupsOf.getOrDefault(account.id(), List.of())),
                grantsOf(SubjectId.of(account.id())));
    }

    /** Returns every account that is in a group or holds a grant, known or not. */
    public Map<AccountId, List<GroupId>> memberships() {
        return Collections.unmodifiableMap(groupsOf);
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
}
