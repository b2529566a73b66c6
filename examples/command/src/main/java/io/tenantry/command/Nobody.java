// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.proof.Completeness;
import java.util.Optional;
import java.util.function.Consumer;

/** The source of the verbs that may go without people; it is no empty export, which would be in doubt. */
final class Nobody implements IdentitySource {
    @Override
    public String name() {
        return "nobody";
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return Completeness.complete(0, 0);
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        return Optional.empty();
    }
}
