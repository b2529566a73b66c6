// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Operations that a guard holds back. They are part of the plan and are not applied. Immutable.
 *
 * @param code stable, for machines
 * @param tenant whose operations they are; absent if the hold is on the whole organization
 * @param message what tripped the guard, with the numbers
 * @param advice what to do
 */
public record Hold(String code, Optional<TenantId> tenant, List<Operation> operations, String message, String advice) {
    /** What the codes of limits on removals begin with. */
    public static final String LIMIT = "limit-";

    /** The code of a source that shrank by more than the limit on accounts. */
    public static final String SOURCE_SHRUNKEN = "source-shrunken";

    /**
     * Returns whether somebody may override it: whether it holds removals for being many, and not because what was read gives no
     * ground for them.
     */
    public boolean canBeOverridden() {
        return code.startsWith(LIMIT) || code.equals(SOURCE_SHRUNKEN);
    }

    /** Copies the operations. */
    public Hold {
        operations = List.copyOf(operations);
    }
}
