// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Ids;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells ids that a provider gives once and never again from names that only serve as an id: a GUID, as the object id of
 * Entra ID, and the ids of Okta. By default Entra ID sends the mail nickname, which a leaver's successor may get. A
 * GUID of zeros is what a program writes for none.
 */
final class ProviderIds {
    private static final Pattern GUID = Pattern.compile("(?![0-]*$)[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern OKTA = Pattern.compile("00[ug][0-9A-Za-z]{17}");

    private ProviderIds() {}

    /** Returns the external id in the form of an id, if it is one that is given once. */
    static Optional<String> of(Optional<String> externalId) {
        return externalId
                .filter(id -> GUID.matcher(id).matches() || OKTA.matcher(id).matches())
                .map(Ids::canonical);
    }

    /** Returns whether these two are certainly the ids of two. */
    static boolean areOfTwo(Optional<String> one, Optional<String> other) {
        return of(one).isPresent() && of(other).isPresent() && !of(one).equals(of(other));
    }
}
