// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Set;

/**
 * The divisions in which a policy needs permissions. Immutable.
 *
 * @param tenants the divisions of tenants
 * @param shared Home and the shared divisions: accounts come from there and go there
 * @param creates whether divisions are created too
 */
public record ManagedDivisions(Set<DivisionId> tenants, Set<DivisionId> shared, boolean creates) {
    /** Copies the sets. */
    public ManagedDivisions {
        tenants = Set.copyOf(tenants);
        shared = Set.copyOf(shared);
    }
}
