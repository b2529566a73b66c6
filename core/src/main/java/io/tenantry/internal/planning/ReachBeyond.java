// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Path;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AllowedTenants;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the accounts that reach several tenants after all that a plan takes away, in one finding. A role in all
 * divisions has a finding of its own.
 */
final class ReachBeyond {
    private static final int FEW = 5;

    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final AllowedTenants allowed;
    private final Map<AccountId, Set<GroupId>> groups = new HashMap<>();
    private final Paths paths;

    /** @param ready what the plan does */
    ReachBeyond(TenantMap tenants, DirectorySnapshot directory, AllowedTenants allowed, Collection<Difference> ready) {
        this.bound = tenants.bound();
        this.directory = directory;
        this.allowed = allowed;
        this.paths = new Paths(
                tenants, new KeptAccess(directory, groups, ready, bound.home().id()));
    }

    List<Finding> findings() {
        Set<AccountId> perhaps = directory.perhapsBeyond(bound, this::isWide);
        if (perhaps.isEmpty()) {
            return List.of();
        }
        groups.putAll(directory.groupsOf(perhaps));
        List<String> beyond = new ArrayList<>();
        perhaps.forEach(account -> ways(account).ifPresent(beyond::add));
        return beyond.isEmpty() ? List.of() : List.of(finding(beyond));
    }

    private boolean isWide(GroupId group) {
        Optional<TenantId> first = Optional.empty();
        for (Path path : paths.through(group)) {
            Optional<TenantId> tenant = path.tenant();
            if (first.isPresent() && tenant.isPresent() && !tenant.equals(first)) {
                return true;
            }
            first = first.or(() -> tenant);
        }
        return false;
    }

    private static Map<TenantId, Path> tenants(List<Path> paths) {
        Map<TenantId, Path> first = new TreeMap<>();
        paths.forEach(path -> path.tenant().ifPresent(tenant -> first.putIfAbsent(tenant, path)));
        return first;
    }

    private Optional<String> ways(AccountId id) {
        Optional<Account> account = directory.accounts().find(id);
        boolean deleted = account.filter(a -> a.state() == AccountState.DELETED).isPresent();
        Map<TenantId, Path> reached = tenants(account.map(paths::of).orElseGet(() -> paths.ofUnseen(id)));
        boolean within = reached.size() < 2 || allowed.ofJointAgent(id).containsAll(reached.keySet());
        return deleted || within
                ? Optional.empty()
                : Optional.of(account.map(a -> (bound.isProtected(a, Optional.empty()) ? "protected " : "")
                                        + Words.some(List.of(a.userName())) + " ")
                                .orElse("")
                        + "(" + id + ") "
                        + reached.entrySet().stream()
                                .map(e -> e.getValue().why() + " (tenant " + e.getKey() + ")")
                                .collect(Collectors.joining(", ")));
    }

    private static Finding finding(List<String> beyond) {
        int more = beyond.size() - FEW;
        return new Finding(
                FindingCode.REACHES_BEYOND,
                Finding.Severity.WARNING,
                Optional.empty(),
                "accounts",
                Words.count(beyond.size(), "account reaches", "accounts reach")
                        + " several tenants, and this plan does not end"
                        + " that: " + String.join("; ", beyond.subList(0, Math.min(FEW, beyond.size())))
                        + (more > 0 ? "; and " + more + " more" : ""),
                "take the other access away by hand, override the hold that keeps it, let the authority cover it, accept it"
                        + " in the policy, or declare a joint agent");
    }
}
