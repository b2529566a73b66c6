// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.reach.TenantMap;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The access that a read showed for one account. Immutable.
 *
 * @param groups the groups of the policy of which it is a direct member
 * @param grants its own grants in divisions of tenants, and in all divisions
 * @param fixed the groups of the policy that it is in as an owner or by a rule, which no write removes
 * @param outside the groups that no profile names and that lead to a tenant
 */
public record Observed(
        Account account, Set<GroupId> groups, List<Grant> grants, Set<GroupId> fixed, Set<GroupId> outside) {
    /** Copies and sorts the groups, and copies the grants. */
    public Observed {
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        grants = List.copyOf(grants);
        fixed = Collections.unmodifiableSet(new TreeSet<>(fixed));
        outside = Collections.unmodifiableSet(new TreeSet<>(outside));
    }

    /** Creates the access of an account whose only memberships are direct. */
    public Observed(Account account, Set<GroupId> groups, List<Grant> grants) {
        this(account, groups, grants, Set.of(), Set.of());
    }

    /** Returns the groups that no plan takes the account out of. */
    Set<GroupId> kept() {
        Set<GroupId> kept = new TreeSet<>(fixed);
        kept.addAll(outside);
        return kept;
    }

    /** Returns whether it lives in a tenant's division, is in a group that leads to one, or holds a role of its own. */
    boolean holdsAnythingOf(TenantMap tenants) {
        return !groups.isEmpty()
                || !kept().isEmpty()
                || !grants.isEmpty()
                || !tenants.of(account.division()).isEmpty();
    }

    /** Returns this access without the grants that match. */
    Observed without(Predicate<Grant> which) {
        return new Observed(
                account, groups, grants.stream().filter(which.negate()).toList(), fixed, outside);
    }

    /** Returns the access of an account that is in no group of the policy and has no grants of its own. */
    public static Observed bare(Account account) {
        return new Observed(account, Set.of(), List.of());
    }
}
