// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.Optional;

/**
 * The person that an operation concerns: an identity, an account, or both. Immutable.
 *
 * @param identity absent for an account that no identity is linked to
 * @param account absent while it is still to be created
 * @param userName for people who read a plan; never logged
 */
public record Person(Optional<IdentityId> identity, Optional<AccountId> account, String userName)
        implements Comparable<Person> {
    /** Returns the key of this person, unique in the plan: the identity if there is one, else the account. */
    public String key() {
        if (identity.isPresent()) {
            return identity.get().value();
        }
        return account.isPresent() ? account.get().value() : "";
    }

    /** Returns the ids alone, because the user name is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return identity.map(i -> "identity " + i)
                .orElseGet(() -> "account " + account.map(AccountId::value).orElse("?"));
    }

    @Override
    public int compareTo(Person other) {
        return key().compareTo(other.key());
    }
}
