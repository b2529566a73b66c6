// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Path;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.binding.AcceptedGrants;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pins;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says which tenants a division, a group or a grant leads to. What the policy gives to a tenant is that tenant's. What earlier runs
 * pinned for a tenant, under whatever name, stays that tenant's until the policy gives it to another, or until a complete read showed
 * that nobody reaches the tenant any more. Accepted grants, Home and shared divisions lead to no tenant. Immutable.
 */
public final class TenantMap {
    private final BoundPolicy bound;
    private final AcceptedGrants accepted;
    private final Map<DivisionId, List<TenantId>> divisions = new HashMap<>();
    private final Map<GroupId, List<Path.Ownership>> groups = new HashMap<>();
    private final Set<DivisionId> former = new HashSet<>();

    /**
     * Maps an organization.
     *
     * @param pins what earlier runs found
     * @param known the tenants that earlier runs knew and that somebody may still reach, those of the policy among them
     * @param day on which accepted lines count or not
     */
    public TenantMap(BoundPolicy bound, Pins pins, Set<TenantId> known, LocalDate day) {
        this.bound = bound;
        this.accepted = bound.accepted().on(day);
        bound.tenants().forEach(this::own);
        pins.divisions().forEach((tenant, of) -> {
            if (known.contains(tenant)) {
                of.forEach(division -> formerly(tenant, division));
            }
        });
        pins.groups().forEach((tenant, of) -> {
            if (known.contains(tenant)) {
                of.forEach(group -> groups.computeIfAbsent(group, g -> List.of(new Path.Ownership(tenant, FORMER))));
            }
        });
    }

    /** Stands where a profile would for a group that no profile names any more. */
    private static final String FORMER = "(no longer in the policy)";

    // Lint refuses a division or a group of two tenants; a policy made by a program may have one, and it must show.
    private void own(BoundTenant tenant) {
        tenant.division()
                .id()
                .or(tenant::lost)
                .ifPresent(d ->
                        divisions.computeIfAbsent(d, k -> new ArrayList<>(1)).add(tenant.id()));
        for (BoundProfile profile : tenant.profiles()) {
            profile.group()
                    .id()
                    .ifPresent(g -> groups.computeIfAbsent(g, k -> new ArrayList<>(1))
                            .add(new Path.Ownership(
                                    tenant.id(), profile.profile().id())));
        }
    }

    private void formerly(TenantId tenant, DivisionId division) {
        if (!bound.division(division).home() && divisions.putIfAbsent(division, List.of(tenant)) == null) {
            former.add(division);
        }
    }

    /** Returns the policy, bound to the organization. */
    public BoundPolicy bound() {
        return bound;
    }

    /** Returns the tenants whose division this is; none for Home, a shared division, and one that nobody claims. */
    public List<TenantId> of(DivisionId division) {
        return divisions.getOrDefault(division, List.of());
    }

    /** Returns the tenants whose group this is, each with the profile. */
    public List<Path.Ownership> of(GroupId group) {
        return groups.getOrDefault(group, List.of());
    }

    /**
     * Returns the tenants that a grant leads to, or an empty answer for all at once; nothing if the grant is accepted or leads to none.
     *
     * @param userName of the holder, if it is an account; else empty
     */
    public Stream<Optional<TenantId>> of(Grant grant, String userName) {
        if (!grant.division().isEverywhere() && !divisions.containsKey(grant.division())) {
            return Stream.empty();
        }
        if (accepted.of(grant, userName).isPresent()) {
            return Stream.empty();
        }
        return grant.division().isEverywhere()
                ? Stream.of(Optional.empty())
                : of(grant.division()).stream().map(Optional::of);
    }

    /** Returns whether a division is a tenant's only because an earlier run pinned it; it may be gone. */
    public boolean isFormer(DivisionId division) {
        return former.contains(division);
    }

    /** Returns the divisions in which a grant leads to a tenant, in the order of their ids, and {@link DivisionId#EVERYWHERE} last. */
    public List<DivisionId> grantedDivisions() {
        return Stream.concat(divisions.keySet().stream().sorted(), Stream.of(DivisionId.EVERYWHERE))
                .toList();
    }
}
