// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.List;

/** Finds the groups outside the policy that lead to a tenant, or that an earlier run used for one. */
final class OutsideGroups {
    private OutsideGroups() {}

    /** Returns these groups, once for each tenant, and for all tenants at once under {@link PersonDiff#NOBODY}. */
    static List<ForeignGroup> of(TenantMap tenants, DirectorySnapshot snapshot) {
        List<ForeignGroup> outside = new ArrayList<>();
        tenants.formerGroups().forEach((group, tenant) -> outside.add(foreign(tenants, group, tenant)));
        for (GroupId group : tenants.otherGroups(snapshot.holders())) {
            snapshot.grantsOf(SubjectId.of(group)).stream()
                    .flatMap(grant -> tenants.of(grant, ""))
                    .distinct()
                    .map(tenant -> foreign(tenants, group, tenant.orElse(PersonDiff.NOBODY)))
                    .filter(foreign -> !outside.contains(foreign))
                    .forEach(outside::add);
        }
        return List.copyOf(outside);
    }

    private static ForeignGroup foreign(TenantMap tenants, GroupId group, TenantId tenant) {
        return new ForeignGroup(
                tenant, new Group(group, tenants.bound().group(group).name()), false);
    }
}
