// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Ids;
import java.util.Optional;

/**
 * The external id that an account carries, if any. Immutable.
 *
 * @param externalId empty if the account carries none
 */
public record Mark(Optional<String> externalId) {
    /** Returns the mark of an account that carries this identity's id. */
    public static Mark of(IdentityId identity) {
        return new Mark(Optional.of(identity.value()));
    }

    /** Returns whether a store can keep it: an external id that no identity can have is read again each time. */
    public boolean isKept() {
        return externalId.flatMap(Ids::flaw).isEmpty();
    }

    /** Returns whether the account may belong to this identity: it carries this identity's id, or none. */
    public boolean admits(IdentityId identity) {
        return externalId.map(identity.value()::equals).orElse(true);
    }
}
