// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.proof.Completeness;
import java.util.Optional;
import java.util.function.Consumer;

/** The source of the verbs that read no people, such as {@code prove}; every read fails. */
final class NoSource implements IdentitySource {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        throw new IdentitySourceException("no source was given: add --users FILE or --jsonl FILE", null);
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        throw new IdentitySourceException("no source was given: add --users FILE or --jsonl FILE", null);
    }
}
