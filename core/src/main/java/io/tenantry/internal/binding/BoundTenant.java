// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tenant, with the division, groups and roles of the organization that its names mean. Immutable.
 *
 * @param troubles why nothing can be given in this tenant now; empty if everything was found
 * @param renamed what it names and an earlier run found, and has another name now; it is used by its id
 * @param former groups that applied plans used for it and that no profile of the policy names now; people leave them
 * @param lost the id of its division, if no listing shows the division; a remaining grant there counts as a grant in
 *     this tenant
 * @param doubts why it is unknown what it gives: the doubts of the listings that did not show something it names
 */
public record BoundTenant(
        TenantPolicy policy,
        DivisionTarget division,
        List<BoundProfile> profiles,
        List<Finding> troubles,
        List<Finding> renamed,
        List<Group> former,
        Optional<DivisionId> lost,
        List<String> doubts) {
    /** Copies the lists. */
    public BoundTenant {
        profiles = List.copyOf(profiles);
        former = List.copyOf(former);
        troubles = List.copyOf(troubles);
        renamed = List.copyOf(renamed);
        doubts = List.copyOf(doubts);
    }

    /** Describes a tenant without former groups whose division was not lost. */
    public BoundTenant(
            TenantPolicy policy, DivisionTarget division, List<BoundProfile> profiles, List<Finding> troubles) {
        this(policy, division, profiles, troubles, List.of(), List.of(), Optional.empty(), List.of());
    }

    /** Returns this tenant with these former groups. */
    BoundTenant withFormer(List<Group> groups) {
        return new BoundTenant(policy, division, profiles, troubles, renamed, groups, lost, doubts);
    }

    /** Returns the groups that its profiles name and that exist, and its former groups. */
    public List<Group> groups() {
        return Stream.concat(profiles.stream().flatMap(p -> p.existing().stream()), former.stream())
                .toList();
    }

    /** Returns its troubles, and then what was renamed. */
    public List<Finding> findings() {
        return Stream.concat(troubles.stream(), renamed.stream()).toList();
    }

    /** Returns the tenant's id. */
    public TenantId id() {
        return policy.id();
    }

    /** Returns whether everything the tenant's policy names was found or will be created. */
    public boolean isWhole() {
        return troubles.isEmpty();
    }
}
