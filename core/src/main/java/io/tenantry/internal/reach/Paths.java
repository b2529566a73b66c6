// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Path;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Follows every path from one subject to the tenants. Not safe for use by several threads. */
public final class Paths {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final AccessFacts facts;
    private final Map<GroupId, List<Path>> throughGroup = new HashMap<>();
    private final Map<GroupId, List<Path>> ofGroup = new HashMap<>();
    private final Map<DivisionId, List<Path>> residences = new HashMap<>();

    /** Creates a finder of the paths that these facts show. */
    public Paths(TenantMap tenants, AccessFacts facts) {
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.facts = facts;
    }

    /** Returns the paths of an account; a deleted account lives in no division. */
    public List<Path> of(Account account) {
        List<Path> paths = new ArrayList<>(4);
        if (account.state() != AccountState.DELETED) {
            paths.addAll(in(facts.division(account)));
        }
        paths.addAll(held(SubjectId.of(account.id()), account.userName()));
        paths.addAll(inherited(account.id()));
        return paths;
    }

    /** Returns the paths of everybody who lives in a division. */
    public List<Path> in(DivisionId division) {
        return residences.computeIfAbsent(division, this::residence);
    }

    /** Returns the paths of an account of which only the id was read. */
    public List<Path> ofUnseen(AccountId account) {
        List<Path> paths = new ArrayList<>(held(SubjectId.of(account), ""));
        paths.addAll(inherited(account));
        return paths;
    }

    /** Returns the paths of a group: the tenants it belongs to, and the roles it holds. */
    public List<Path> of(GroupId group) {
        return ofGroup.computeIfAbsent(group, g -> {
            List<Path> paths = new ArrayList<>(tenants.of(g));
            paths.addAll(held(SubjectId.of(g), ""));
            return paths;
        });
    }

    /**
     * Returns whether an account with these paths has a role in a division, so that a move there lets it reach nothing
     * more. An accepted role is no path.
     */
    public static boolean lead(Collection<Path> paths, DivisionId to) {
        return paths.stream().anyMatch(p -> p.roleIn().map(Division::id).equals(Optional.of(to)));
    }

    /** Returns the paths of a holder that is neither an account nor a group. */
    public List<Path> ofOther(SubjectId holder) {
        return held(holder, "");
    }

    /** Returns the paths that members of a group have through it; every member gets the same objects, if an accepted line
     * covers all of them. */
    public List<Path> through(GroupId group) {
        return throughGroup.computeIfAbsent(group, g -> membership(g, grant -> tenants.of(grant, "")));
    }

    private List<Path> inherited(AccountId account) {
        List<Path> paths = new ArrayList<>(4);
        facts.perhapsIn(account).forEach(division -> paths.addAll(in(division)));
        facts.groups(account).forEach(group -> paths.addAll(through(group, account)));
        return paths;
    }

    private List<Path> through(GroupId group, AccountId member) {
        return tenants.isCrowded(group) ? membership(group, grant -> tenants.ofMember(grant, member)) : through(group);
    }

    private List<Path> residence(DivisionId id) {
        Division division = bound.division(id);
        return tenants.of(id).stream()
                .<Path>map(tenant -> new Path.Residence(tenant, division))
                .toList();
    }

    private List<Path> held(SubjectId holder, String userName) {
        List<Path> paths = new ArrayList<>(2);
        for (Grant grant : facts.grants(holder)) {
            tenants.of(grant, userName)
                    .map(tenant ->
                            new Path.OwnGrant(tenant, bound.role(grant.role()), bound.division(grant.division())))
                    .forEach(paths::add);
        }
        return paths;
    }

    private List<Path> membership(GroupId id, Function<Grant, Stream<Optional<TenantId>>> leads) {
        Group group = bound.group(id);
        List<Path> paths = new ArrayList<>();
        tenants.of(id).forEach(owned -> paths.add(new Path.Membership(owned.owner(), group, owned.profile())));
        for (Grant grant : facts.grants(SubjectId.of(id))) {
            leads.apply(grant)
                    .map(tenant -> new Path.InheritedGrant(
                            tenant, group, bound.role(grant.role()), bound.division(grant.division())))
                    .forEach(paths::add);
        }
        return List.copyOf(paths);
    }
}
