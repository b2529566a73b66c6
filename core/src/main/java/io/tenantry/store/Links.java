// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which account belongs to which identity, one to one, as a store knows it. One instance reads all links at its creation
 * or asks for each; see the factory methods.
 */
public interface Links {
    /** Returns the account linked to an identity. */
    Optional<AccountId> account(IdentityId identity);

    /** Returns the identity linked to an account. */
    Optional<IdentityId> identity(AccountId account);

    /** Returns the links of a store, each asked for when it is needed. */
    static Links of(ProvisioningStore store) {
        return new Links() {
            @Override
            public Optional<AccountId> account(IdentityId identity) {
                return Optional.ofNullable(store.accounts(List.of(identity)).get(identity));
            }

            @Override
            public Optional<IdentityId> identity(AccountId account) {
                return Optional.ofNullable(store.identities(List.of(account)).get(account));
            }
        };
    }

    /** Reads all links of a store at once. */
    static Walked walked(ProvisioningStore store) {
        Walked walked = new Walked();
        store.links(walked::add);
        return walked;
    }

    /** All links, as they were read. */
    final class Walked implements Links {
        private final Map<IdentityId, AccountId> accounts = new HashMap<>();
        private final Map<AccountId, IdentityId> identities = new HashMap<>();

        private Walked() {}

        private void add(IdentityId identity, AccountId account) {
            accounts.put(identity, account);
            identities.put(account, identity);
        }

        @Override
        public Optional<AccountId> account(IdentityId identity) {
            return Optional.ofNullable(accounts.get(identity));
        }

        @Override
        public Optional<IdentityId> identity(AccountId account) {
            return Optional.ofNullable(identities.get(account));
        }

        /** Returns all links, by identity. */
        public Map<IdentityId, AccountId> all() {
            return Collections.unmodifiableMap(accounts);
        }
    }
}
