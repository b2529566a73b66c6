// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;

/**
 * The identifier of the holder of a grant: an account, a group, or something else such as an OAuth client. Immutable;
 * compared by its exact text.
 */
public record SubjectId(String value) implements Comparable<SubjectId> {
    /** @throws IllegalArgumentException if {@code value} is blank or holds a control character */
    public SubjectId {
        Ids.check("SubjectId", value);
    }

    /** Returns the account as a holder of grants. */
    public static SubjectId of(AccountId account) {
        return new SubjectId(account.value());
    }

    /** Returns the group as a holder of grants. */
    public static SubjectId of(GroupId group) {
        return new SubjectId(group.value());
    }

    @Override
    public int compareTo(SubjectId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare value, as it stands in messages. */
    @Override
    public String toString() {
        return value;
    }
}
