// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * A tenant in a proof. Immutable.
 *
 * @param name the name for people
 * @param division the name of its division
 * @param divisionId absent while the division does not exist or was not found
 * @param groups the names of its groups
 */
public record Tenant(TenantId id, String name, String division, Optional<DivisionId> divisionId, List<String> groups) {
    /** Copies the groups. */
    public Tenant {
        groups = List.copyOf(groups);
    }
}
