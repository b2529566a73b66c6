// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The accounts, groups and other holders of an organization that reach a tenant, with every path. Immutable.
 *
 * @param accounts by id
 * @param groups by id
 * @param others holders of roles that are neither an account nor a group of the organization, by id
 * @param unseen for each group with members that are not in the listing of accounts, their number, in the order of the
 *     group ids
 */
public record Reaches(List<Reach> accounts, List<Reach> groups, List<Reach> others, Map<Group, Integer> unseen) {
    /** Finds every path that the listings show. */
    public static Reaches of(TenantMap tenants, OrganizationListing listing) {
        return new Search(tenants, listing).reaches();
    }

    /** Goes through the listings once. */
    private static final class Search {
        private final BoundPolicy bound;
        private final OrganizationListing listing;
        private final ListingIndex index;
        private final Paths paths;

        Search(TenantMap tenants, OrganizationListing listing) {
            this.bound = tenants.bound();
            this.listing = listing;
            this.index = new ListingIndex(listing);
            this.paths = new Paths(tenants, index);
        }

        Reaches reaches() {
            return new Reaches(accounts(), groups(), others(), unseen());
        }

        private List<Reach> accounts() {
            List<Reach> reaches = new ArrayList<>();
            for (Account account : listing.accounts()) {
                add(subject(account), paths.of(account), 0, reaches);
            }
            index.unseen().forEach(id -> add(Subject.unseen(id), paths.ofUnseen(id), 0, reaches));
            reaches.sort(Comparator.comparing(r -> r.subject().id()));
            return List.copyOf(reaches);
        }

        private Subject subject(Account account) {
            return Subject.of(
                    account, bound.division(account.division()), bound.isProtected(account, Optional.empty()));
        }

        private List<Reach> groups() {
            List<Reach> reaches = new ArrayList<>();
            for (GroupId id : index.groups()) {
                int members = listing.members().getOrDefault(id, List.of()).size();
                add(Subject.of(bound.group(id)), paths.of(id), members, reaches);
            }
            return List.copyOf(reaches);
        }

        private List<Reach> others() {
            List<Reach> reaches = new ArrayList<>();
            for (SubjectId holder : index.holders()) {
                if (!index.isKnown(holder)) {
                    add(other(holder), paths.ofOther(holder), 0, reaches);
                }
            }
            return List.copyOf(reaches);
        }

        private Subject other(SubjectId holder) {
            String name = listing.clients().get(holder);
            return name == null ? Subject.other(holder) : Subject.client(holder, name);
        }

        private static void add(Subject subject, List<Path> paths, int members, List<Reach> to) {
            if (!paths.isEmpty()) {
                to.add(new Reach(subject, paths, members));
            }
        }

        private Map<Group, Integer> unseen() {
            Map<Group, Integer> unseen = new TreeMap<>(Comparator.comparing(Group::id));
            listing.members().forEach((id, members) -> {
                int count = (int) members.stream().filter(index::isUnseen).count();
                if (count > 0) {
                    unseen.put(bound.group(id), count);
                }
            });
            return Collections.unmodifiableMap(unseen);
        }
    }
}
