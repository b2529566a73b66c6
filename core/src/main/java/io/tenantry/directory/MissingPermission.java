// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Optional;

/**
 * A permission that the credential lacks, and where. Immutable.
 *
 * @param permission the service's own name for it, such as {@code directory:user:edit}
 * @param division where it is missing; absent if it is needed in all divisions, or has no division
 */
public record MissingPermission(String permission, Optional<DivisionId> division) {
    /** Returns a sentence that says how to give the permission. */
    @Override
    public String toString() {
        return "give the OAuth client a role with " + permission
                + division.map(d -> " in division " + d).orElse(" in all divisions");
    }
}
