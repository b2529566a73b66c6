// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Which account belongs to which identity, one to one. */
public interface Links {
    /** Returns the account linked to an identity. */
    Optional<AccountId> account(IdentityId identity);

    /** Returns the identity linked to an account. */
    Optional<IdentityId> identity(AccountId account);

    /** Shows every link once, in any order. */
    void forEach(BiConsumer<IdentityId, AccountId> action);

    /** Links the two, and removes the links that either had before. */
    void link(IdentityId identity, AccountId account);

    /** Forgets the link of an identity; without one, has no effect. */
    void unlink(IdentityId identity);
}
