// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;

/** The identifier that Genesys gave a user account. Immutable; compared by its exact text. */
public record AccountId(String value) implements Comparable<AccountId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public AccountId {
        Ids.check("AccountId", value);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
