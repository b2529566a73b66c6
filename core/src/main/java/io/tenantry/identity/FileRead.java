// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every source does that reads files: opens them again for each read, and keeps nothing between two.
 *
 * @param open opens the files for one read
 */
record FileRead(String name, Supplier<TwoPassRead> open) {
    Completeness read(Consumer<IdentityPage> pages) {
        return open.get().read(pages);
    }

    Optional<Identity> find(String idOrUserName) {
        return open.get().find(name, idOrUserName);
    }
}
