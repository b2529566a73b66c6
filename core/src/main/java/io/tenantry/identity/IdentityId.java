// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Ids;

/**
 * The stable identifier that the identity source gave a person, such as the object id in Entra ID. Immutable; compared
 * by its exact text, except for a GUID, which is kept in lower case.
 */
public record IdentityId(String value) implements Comparable<IdentityId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public IdentityId {
        Ids.check("IdentityId", value);
        value = Ids.canonical(value);
    }

    @Override
    public int compareTo(IdentityId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
