// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What stands in the way of a resource that a provider wants to add: the one of its id at the provider, and the one of
 * its name.
 */
record Present(Content content, Optional<StoredResource> sameObject, Optional<StoredResource> sameName) {
    static Present in(Rows rows, Content content) throws SQLException {
        return new Present(content, sameObject(rows, content), rows.byName(content.kind(), content.label()));
    }

    private static Optional<StoredResource> sameObject(Rows rows, Content content) throws SQLException {
        Optional<String> id = ProviderIds.of(content.externalId());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredResource> made = rows.byId(content.kind(), id.get());
        return made.isPresent()
                ? made
                : rows.byExternalId(content.kind(), content.externalId().orElseThrow()).stream()
                        .findFirst();
    }

    /** Returns the user who comes back; empty if nothing stands in the way. */
    Optional<StoredResource> orRefuse() {
        Optional<StoredResource> holder = sameObject.or(() -> sameName);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        if (sameName.isPresent() && !sameName.get().id().equals(holder.get().id())) {
            throw taken(Optional.of(holder.get().id()));
        }
        return Optional.of(comesBack(holder.get()));
    }

    private StoredResource comesBack(StoredResource holder) {
        boolean same = sameObject.isPresent() || !hasOtherExternalId(holder);
        if (same && !holder.active() && content.active()) {
            return holder;
        }
        throw same && Fold.same(holder.label(), content.label())
                ? RefusedPush.there(content.kind())
                : taken(content.externalId().filter(id -> !same));
    }

    private boolean hasOtherExternalId(StoredResource holder) {
        return content.externalId().isPresent()
                && holder.externalId().isPresent()
                && !holder.externalId().equals(content.externalId());
    }

    // The one that has the name is not the one that was refused, and is known as before.
    private RefusedPush taken(Optional<String> refused) {
        String kind = content.kind().word();
        String message = "another " + kind + " has this name, or this " + kind
                + " is there under another name; change one of them, or delete the one that left";
        return refused.map(id -> RefusedPush.nameTaken(message, content.label(), id))
                .orElseGet(() -> RefusedPush.taken(message));
    }
}
