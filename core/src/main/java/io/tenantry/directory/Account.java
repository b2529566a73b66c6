// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.Ids;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A user account as a read of the organization showed it. Immutable.
 *
 * @param userName the unique log-in name, which is the main e-mail address
 * @param externalId the identity's id, if this account carries one and the read showed it
 * @param division the one division the account lives in
 * @param attributes the attributes that the read showed. An empty text means that the attribute is empty; an absent key
 *     means that it was not read, and is never taken for empty
 */
public record Account(
        AccountId id,
        AccountState state,
        String userName,
        String displayName,
        Optional<String> externalId,
        DivisionId division,
        Map<AccountAttribute, String> attributes) {
    /** Copies the attributes, and writes an external id that is a GUID in lower case. */
    public Account {
        externalId = externalId.map(Ids::canonical);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Returns the id alone: the rest is personal data, and this text may reach a log. */
    @Override
    public String toString() {
        return "Account[" + id + ", " + state + "]";
    }
}
