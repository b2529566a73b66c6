// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Operations that a guard holds back. They are part of the plan and are not applied. Immutable.
 *
 * @param code the kind of reason, for machines
 * @param tenant the tenant whose operations they are; absent if the hold is on the whole organization
 * @param message what tripped the guard, with the numbers
 * @param advice what to do
 */
public record Hold(
        HoldCode code, Optional<TenantId> tenant, List<Operation> operations, String message, String advice) {
    /** Copies the operations. */
    public Hold {
        operations = List.copyOf(operations);
    }

    /** Returns whether it can be overridden, as its code says. */
    public boolean canBeOverridden() {
        return code.canBeOverridden();
    }
}
