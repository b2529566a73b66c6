// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Optional;

/**
 * A row of a source that could not be read as an identity. While there is one, no person is removed for being absent,
 * because each such row may stand for any person; and the people that it names are left alone. Immutable.
 *
 * @param origin the place of the row, such as {@code users.csv:17}
 * @param id the identity it belongs to, if that much could be read
 * @param userName its user name, if that much could be read
 * @param problem what is wrong with it and what to do, without personal data
 */
public record RejectedRow(String origin, Optional<IdentityId> id, Optional<String> userName, String problem) {
    /** Creates a row whose user name could not be read. */
    public RejectedRow(String origin, Optional<IdentityId> id, String problem) {
        this(origin, id, Optional.empty(), problem);
    }

    /** Returns the place, the id and the problem, because a user name is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "RejectedRow[" + id.map(i -> i + " ").orElse("") + "at " + origin + ": " + problem + "]";
    }
}
