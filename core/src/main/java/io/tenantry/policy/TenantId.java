// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.Ids;

/** The short name by which a policy and its host name a tenant. Immutable; compared by its exact text. */
public record TenantId(String value) implements Comparable<TenantId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public TenantId {
        Ids.check("TenantId", value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
