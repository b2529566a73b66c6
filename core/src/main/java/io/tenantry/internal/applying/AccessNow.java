// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.AccessFacts;
import io.tenantry.internal.reach.TenantMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The access of some accounts as a run reads it between taking and giving: by account, or by division and group if that
 * takes fewer reads. Filled by one thread, then only read.
 */
final class AccessNow implements AccessFacts {
    private final Readback readback;
    private final TenantMap tenants;
    private final Function<Account, DivisionId> divisions;
    private final Map<SubjectId, Set<Grant>> grants = new HashMap<>();
    private final Map<AccountId, Set<GroupId>> groups = new HashMap<>();
    private final Map<SubjectId, List<String>> doubts = new HashMap<>();

    /**
     * Creates an empty view.
     *
     * @param divisions returns the division in which an account counts as living
     */
    AccessNow(Readback readback, TenantMap tenants, Function<Account, DivisionId> divisions) {
        this.readback = readback;
        this.tenants = tenants;
        this.divisions = divisions;
    }

    /**
     * Reads the access of these accounts, and the roles of these groups, in the cheaper way; and in the other way, if
     * the first one shows too little.
     */
    void read(Set<AccountId> accounts, Set<GroupId> joined) {
        List<SubjectId> people = accounts.stream().map(SubjectId::of).sorted().toList();
        List<SubjectId> groups = joined.stream().map(SubjectId::of).sorted().toList();
        boolean members = !accounts.isEmpty();
        if (people.size() + groups.size() <= places(members)) {
            readPeople(people, people.size());
            readAlone(groups, groups.size());
            if (!doubts.isEmpty() && readPlaces(members)) {
                doubts.clear();
            }
        } else if (!readPlaces(members)) {
            // Everybody who joins a group waits for what is read of it.
            readPeople(people, Math.max(0, readback.alone() - groups.size()));
            readAlone(groups, readback.alone());
        }
    }

    private void readAlone(List<SubjectId> holders, int most) {
        holders.stream().limit(most).forEach(this::readHolder);
        holders.stream().skip(most).forEach(h -> doubts.put(h, List.of("a listing was incomplete")));
    }

    // A group of a tenant that left the policy leads there without roles too, and no read of roles shows it.
    private void readPeople(List<SubjectId> people, int most) {
        readAlone(people, most);
        if (!people.isEmpty()) {
            tenants.otherGroups(Set.of()).forEach(this::readMembers);
        }
    }

    private long places(boolean members) {
        return members
                ? placesOf(tenants)
                        - tenants.bound().ownedGroups().stream()
                                .filter(readback::isReadNow)
                                .count()
                : tenants.grantedDivisions().size();
    }

    /** Returns how many listings show the access of all accounts, without groups that no profile names. */
    static int placesOf(TenantMap tenants) {
        return tenants.grantedDivisions().size() + tenants.bound().ownedGroups().size();
    }

    private void readHolder(SubjectId holder) {
        Listing<Grant> held = readback.grants(holder);
        Set<Grant> before = grants.get(holder);
        if (!held.completeness().isComplete()) {
            doubts.put(holder, held.completeness().doubts());
        } else if (before != null) {
            // The read of a member is older, and may have shown a role that the group has lost since.
            before.retainAll(held.entries());
        }
        held.entries().forEach(grant -> {
            add(grant);
            if (!grant.subject().equals(holder)) {
                join(new AccountId(holder.value()), new GroupId(grant.subject().value()));
            }
        });
    }

    // Returns whether everything could be read. If not, the holders are read one by one.
    private boolean readPlaces(boolean members) {
        for (DivisionId division : tenants.grantedDivisions()) {
            Listing<Grant> held = readback.grants(division);
            if (!held.completeness().isComplete()) {
                return false;
            }
            held.entries().forEach(this::add);
        }
        if (!members) {
            return true;
        }
        Set<GroupId> all = new LinkedHashSet<>(tenants.bound().ownedGroups());
        all.addAll(tenants.otherGroups(grants.keySet()));
        return addNewGroups(all) && all.stream().allMatch(this::readMembers);
    }

    // A holder may be a group that was created since the structure was read.
    private boolean addNewGroups(Set<GroupId> all) {
        BoundPolicy bound = tenants.bound();
        List<GroupId> unknown = grants.keySet().stream()
                .map(holder -> new GroupId(holder.value()))
                .filter(holder -> !bound.isGroup(holder))
                .toList();
        if (unknown.isEmpty()) {
            return true;
        }
        Listing<Group> now = readback.groups();
        now.entries().stream().map(Group::id).filter(unknown::contains).forEach(all::add);
        return now.completeness().isComplete();
    }

    private boolean readMembers(GroupId group) {
        Listing<AccountId> members = readback.everybodyNow(group);
        members.entries().forEach(member -> join(member, group));
        return members.completeness().isComplete();
    }

    private void add(Grant grant) {
        grants.computeIfAbsent(grant.subject(), k -> new LinkedHashSet<>(2)).add(grant);
    }

    void join(AccountId account, GroupId group) {
        groups.computeIfAbsent(account, k -> new HashSet<>(2)).add(group);
    }

    /** Returns why the access of a holder is not fully known, if so. */
    Optional<String> doubt(SubjectId holder) {
        return Optional.ofNullable(doubts.get(holder)).map(d -> String.join("; ", d));
    }

    @Override
    public DivisionId division(Account account) {
        return divisions.apply(account);
    }

    @Override
    public List<Grant> grants(SubjectId holder) {
        return new ArrayList<>(grants.getOrDefault(holder, Set.of()));
    }

    @Override
    public Collection<GroupId> groups(AccountId account) {
        return groups.getOrDefault(account, Set.of());
    }
}
