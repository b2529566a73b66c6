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

    /** Forgets the link of an identity and the mark of its account; without a link, has no effect. */
    void unlink(IdentityId identity);

    /**
     * Returns the mark that an earlier run saw on an account, if there is one. The default returns none, so each plan
     * reads the account again before it changes it.
     */
    default Optional<Mark> mark(AccountId account) {
        return Optional.empty();
    }

    /** Keeps the mark that a run saw on an account. The default has no effect. */
    default void mark(AccountId account, Mark mark) {}

    /**
     * The external id that an account carries, if any. Immutable.
     *
     * @param externalId empty if the account carries none
     */
    record Mark(Optional<String> externalId) {
        /** Returns the mark of an account that carries this identity's id. */
        public static Mark of(IdentityId identity) {
            return new Mark(Optional.of(identity.value()));
        }

        /** Returns whether the account may belong to this identity: it carries this identity's id, or none. */
        public boolean admits(IdentityId identity) {
            return externalId.map(identity.value()::equals).orElse(true);
        }
    }
}
