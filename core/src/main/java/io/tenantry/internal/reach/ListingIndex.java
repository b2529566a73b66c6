// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The listings of an organization, by subject. */
final class ListingIndex implements AccessFacts {
    private final Set<AccountId> accounts = new HashSet<>();
    private final Map<AccountId, List<GroupId>> groupsOf = new HashMap<>();
    private final Map<SubjectId, List<Grant>> grantsOf = new TreeMap<>();
    private final Set<GroupId> groups = new TreeSet<>();

    ListingIndex(OrganizationListing listing) {
        listing.accounts().forEach(a -> accounts.add(a.id()));
        listing.grants()
                .forEach(g -> grantsOf.computeIfAbsent(g.subject(), k -> new ArrayList<>(2))
                        .add(g));
        listing.members().forEach((group, members) -> {
            groups.add(group);
            members.forEach(
                    m -> groupsOf.computeIfAbsent(m, k -> new ArrayList<>(2)).add(group));
        });
    }

    @Override
    public List<Grant> grants(SubjectId holder) {
        return grantsOf.getOrDefault(holder, List.of());
    }

    @Override
    public Collection<GroupId> groups(AccountId account) {
        return groupsOf.getOrDefault(account, List.of());
    }

    boolean isUnseen(AccountId account) {
        return !accounts.contains(account);
    }

    /** Returns the members of groups that are not in the listing of accounts, in the order of their ids. */
    List<AccountId> unseen() {
        return groupsOf.keySet().stream().filter(this::isUnseen).sorted().toList();
    }

    /** Returns the groups, in the order of their ids. */
    Set<GroupId> groups() {
        return groups;
    }

    /** Returns the holders of roles, in the order of their ids. */
    Set<SubjectId> holders() {
        return grantsOf.keySet();
    }

    /** Returns whether a holder of a role is an account of the listing, a member of a group, or a group. */
    boolean isKnown(SubjectId holder) {
        AccountId account = new AccountId(holder.value());
        return accounts.contains(account)
                || groupsOf.containsKey(account)
                || groups.contains(new GroupId(holder.value()));
    }
}
