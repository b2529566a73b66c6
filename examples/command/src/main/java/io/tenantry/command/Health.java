// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.scim.ScimStore;
import io.tenantry.scim.ScimStoreException;
import io.tenantry.watch.WatchStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** How a process stands, for a probe, without names of people. */
record Health(boolean well, ObjectNode json) {
    static Health of(WatchStatus status) {
        return new Health(status.isWell(), HealthJson.of(status));
    }

    /** Says how an endpoint stands that provisions nothing: well, if it can keep pushes. */
    static Health of(ScimStore store) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", "well");
        ArrayNode reasons = json.putArray("reasons");
        try {
            lastPush(store).ifPresent(at -> json.put("lastPush", at.toString()));
            return new Health(true, json);
        } catch (ScimStoreException e) {
            reasons.add("the pushes cannot be read or written: " + e.getMessage());
            return new Health(false, json.put("status", "not well"));
        }
    }

    private static Optional<Instant> lastPush(ScimStore store) {
        return store.connections().stream()
                .flatMap(name -> store.connection(name).status().lastChange().stream())
                .max(Comparator.naturalOrder());
    }
}
