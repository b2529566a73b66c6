// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.List;

/** A part of a read: the identities, and the rows that could not be read. Immutable. */
public record IdentityPage(List<Identity> identities, List<RejectedRow> rejected) {
    /** Copies both lists. */
    public IdentityPage {
        identities = List.copyOf(identities);
        rejected = List.copyOf(rejected);
    }
}
