// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A user or group as it is kept. Immutable.
 *
 * @param kind which of the two
 * @param id the id that this service gave
 * @param label the user name or the name of the group, as it was sent
 * @param externalId the provider's id, if it sent one
 * @param active whether the user may log in; true for a group
 * @param born the moment of the connection at which it was made, which is the order of lists
 * @param version the moment of its last change; never one that an earlier resource of this id had
 * @param created when it was made
 * @param modified when it was last changed
 * @param body all attributes that the provider sent, as JSON; without id, meta, groups, members and password
 * @param emptied the attributes that had a value and have none now
 */
record StoredResource(
        Kind kind,
        String id,
        String label,
        Optional<String> externalId,
        boolean active,
        long born,
        long version,
        Instant created,
        Instant modified,
        String body,
        SortedSet<String> emptied) {
    /** Copies the names. */
    StoredResource {
        emptied = Collections.unmodifiableSortedSet(new TreeSet<>(emptied));
    }

    /** Returns all attributes that the provider sent, in a new object. */
    ObjectNode document() {
        return Json.read(body);
    }

    /** Returns the value of the header {@code ETag}. */
    String etag() {
        return "W/\"" + version + "\"";
    }

    /** Returns this resource with other content. */
    StoredResource with(Content content, SortedSet<String> nowEmptied) {
        return new StoredResource(
                kind,
                id,
                content.label(),
                content.externalId(),
                content.active(),
                born,
                version,
                created,
                modified,
                content.body(),
                nowEmptied);
    }

    /** Returns this resource as it is after a write. */
    StoredResource written(long moment, Instant at) {
        return new StoredResource(kind, id, label, externalId, active, born, moment, created, at, body, emptied);
    }
}
