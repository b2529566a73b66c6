// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.OwnAccess;
import io.tenantry.internal.reach.OrganizationListing;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.Coverage;
import io.tenantry.isolation.RuleGroup;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The access in an organization, read for an isolation proof. Immutable.
 *
 * @param tenants the map from divisions, groups and grants to tenants
 * @param members all accounts in each group that a tenant owns or that holds one of the grants: direct members, owners
 *     and members by a rule
 * @param grants the grants in the divisions of tenants, and under {@link DivisionId#EVERYWHERE} those in all divisions
 * @param unclaimed the grants in divisions that belong to nobody
 * @param roles every role, with its permissions
 * @param permissions the catalogue of permissions, if it was read
 * @param own the access that the credential of this run needs
 * @param needed the grants that are such access; the other grants are without them
 * @param clients the names of the OAuth clients among the holders of roles that the policy does not accept
 * @param rules the groups that lead to a tenant and take accounts by a rule
 * @param doubts why the read may have missed something
 */
public record OrganizationAccess(
        Organization organization,
        TenantMap tenants,
        List<Account> accounts,
        List<Group> groups,
        Map<GroupId, Listing<AccountId>> members,
        Map<DivisionId, Listing<Grant>> grants,
        Map<DivisionId, Listing<Grant>> unclaimed,
        List<Role> roles,
        List<Permission> permissions,
        OwnAccess own,
        List<Grant> needed,
        Map<SubjectId, String> clients,
        List<RuleGroup> rules,
        List<String> doubts,
        Coverage coverage) {
    /** Copies the collections. */
    public OrganizationAccess {
        accounts = List.copyOf(accounts);
        groups = List.copyOf(groups);
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        grants = Collections.unmodifiableMap(new TreeMap<>(grants));
        unclaimed = Collections.unmodifiableMap(new TreeMap<>(unclaimed));
        roles = List.copyOf(roles);
        permissions = List.copyOf(permissions);
        needed = List.copyOf(needed);
        clients = Map.copyOf(clients);
        rules = List.copyOf(rules);
        doubts = List.copyOf(doubts);
    }

    /** Returns the policy, bound to the organization. */
    public BoundPolicy bound() {
        return tenants.bound();
    }

    /**
     * Returns who holds what through the roles in the divisions of a tenant, each as in the audit trail: also what is no
     * reach, because a line accepts it or the credential of the run needs it.
     */
    public List<Map.Entry<String, Entitlement>> throughRoles(TenantId tenant) {
        List<Map.Entry<String, Entitlement>> all = new ArrayList<>();
        Stream.concat(grants.values().stream().flatMap(l -> l.entries().stream()), needed.stream())
                .filter(g -> tenants.of(g.division()).contains(tenant))
                .forEach(g -> {
                    Role role = bound().role(g.role());
                    Division division = bound().division(g.division());
                    GroupId group = new GroupId(g.subject().value());
                    Listing<AccountId> in = members.get(group);
                    if (in == null) {
                        all.add(Map.entry(g.subject().value(), new Entitlement.AccountRole(role, division)));
                    } else {
                        Entitlement membership = new Entitlement.Membership(bound().group(group));
                        all.add(Map.entry("", new Entitlement.GroupRole(bound().group(group), role, division)));
                        in.entries().forEach(a -> all.add(Map.entry(a.value(), membership)));
                    }
                });
        return all;
    }

    /** Returns the facts about the access that the credential of this run needs. */
    OrganizationListing ownListing() {
        Map<SubjectId, String> names = new HashMap<>(clients);
        needed.forEach(g -> names.putIfAbsent(g.subject(), ""));
        return new OrganizationListing(List.of(), Map.of(), needed, names);
    }

    /** Returns the facts about access, without the doubts of the read. */
    OrganizationListing listing() {
        Map<GroupId, List<AccountId>> entries = new TreeMap<>();
        members.forEach((group, listing) -> entries.put(group, listing.entries()));
        return new OrganizationListing(
                accounts,
                entries,
                grants.values().stream().flatMap(l -> l.entries().stream()).toList(),
                clients);
    }
}
