// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Operations that a guard holds back. They are part of the plan and are not applied. Immutable.
 *
 * @param code the kind of reason, for machines
 * @param tenant the tenant whose operations they are; absent if the hold is on the whole organization
 * @param message what tripped the guard, with the numbers
 * @param advice what to do
 * @param until the {@linkplain #name() names} of the holds of this plan that keep the operations: an override of all of
 *     them releases these. Empty if no override does, because something else would keep them
 */
public record Hold(
        HoldCode code,
        Optional<TenantId> tenant,
        List<Operation> operations,
        String message,
        String advice,
        Set<String> until) {
    /** Copies the operations. */
    public Hold {
        operations = List.copyOf(operations);
        until = Collections.unmodifiableSet(new TreeSet<>(until));
    }

    /** Creates a hold that its own override releases, if its code can be overridden. */
    public Hold(HoldCode code, Optional<TenantId> tenant, List<Operation> operations, String message, String advice) {
        this(code, tenant, operations, message, advice, alone(code, tenant));
    }

    private static Set<String> alone(HoldCode code, Optional<TenantId> tenant) {
        return code.canBeOverridden() ? Set.of(code.of(tenant)) : Set.of();
    }

    /** Returns what an override calls it, as in {@code limit-names:retail}. */
    public String name() {
        return code.of(tenant);
    }

    /** Returns whether it can be overridden, as its code says. */
    public boolean canBeOverridden() {
        return code.canBeOverridden();
    }

    /** Returns this hold, released by an override of all holds with these names. */
    public Hold releasedBy(Set<String> names) {
        return new Hold(code, tenant, operations, message, advice, names);
    }

    /** Returns whether other holds than this one decide whether an override releases the operations. */
    boolean dependsOnOthers() {
        return !until.equals(alone(code, tenant));
    }
}
