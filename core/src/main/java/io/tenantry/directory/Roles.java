// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.proof.Completeness;
import java.util.List;

/** Reads roles; Tenantry never creates or changes one. */
public interface Roles {
    /** Reads every role, with its permissions. */
    Listing<Role> list();

    /**
     * Reads the catalogue of permissions, which says for each whether a division limits it. The default returns none,
     * with a doubt, so that isolation cannot be proven; implement it to read them all.
     */
    default Listing<Permission> permissions() {
        return new Listing<>(
                List.of(), Completeness.doubtful(0, 0, "which permissions a division limits was not read"));
    }
}
