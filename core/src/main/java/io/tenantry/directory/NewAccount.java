// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An account to be created, active. Immutable.
 *
 * @param externalId the identity's id, stored on the account so that a later run finds it under any name
 * @param division where it is to live; an adapter that cannot do that in the same call leaves the account in Home, and
 *     {@link DirectoryLimits#placesOnCreate()} is false
 * @param attributes only those that have a value
 */
public record NewAccount(
        String externalId,
        String userName,
        String displayName,
        Division division,
        Map<AccountAttribute, String> attributes) {
    /** Copies the attributes. */
    public NewAccount {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Returns the external id alone, because the rest is personal data. */
    @Override
    public String toString() {
        return "NewAccount[" + externalId + "]";
    }
}
