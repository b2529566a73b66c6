// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user name that Entra ID gives a deleted user until the user is restored or removed for good: the object id without
 * hyphens, and then the user name. It names nobody.
 *
 * @param objectId the hexadecimal digits in front
 * @param userName the user name behind them
 */
record Tombstone(String objectId, String userName) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F]{32})([^@]+@.+)");

    /** Returns the parts of a user name, if it has this form. */
    static Optional<Tombstone> of(String userName) {
        Matcher form = FORM.matcher(userName);
        return form.matches() ? Optional.of(new Tombstone(form.group(1), form.group(2))) : Optional.empty();
    }

    /** Returns whether it is that of this user. */
    boolean isOf(StoredResource user) {
        return hasObjectId(user.id())
                || user.externalId().filter(this::hasObjectId).isPresent();
    }

    private boolean hasObjectId(String id) {
        return Fold.same(id.replace("-", ""), objectId);
    }
}
