// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.scim.Rows.Reference;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Resources as they are answered. Not thread-safe: within one transaction. */
final class Representation {
    private final Resources resources;
    private final String base;

    Representation(Resources resources, String base) {
        this.resources = resources;
        this.base = base;
    }

    /**
     * Returns a resource in full.
     *
     * @param wants whether one of the attributes that cost a query of their own is needed
     */
    ObjectNode of(StoredResource resource, Predicate<String> wants) {
        ObjectNode document = resource.document();
        ObjectNode whole = SentJson.newObject();
        ArrayNode schemas = whole.putArray("schemas");
        schemas.add(Schemas.core(resource.kind()));
        document.properties().stream()
                .filter(field -> field.getValue().isObject()
                        && field.getKey().toLowerCase(Locale.ROOT).startsWith("urn:"))
                .forEach(field -> schemas.add(field.getKey()));
        whole.put("id", resource.id());
        whole.setAll(document);
        if (resource.kind() == Kind.USER && wants.test("groups")) {
            references(whole, "groups", Kind.GROUP, "direct", resources.groups(resource.id()));
        }
        if (resource.kind() == Kind.GROUP && wants.test("members")) {
            references(whole, "members", Kind.USER, Kind.USER.type(), resources.members(resource.id()));
        }
        whole.putObject("meta")
                .put("resourceType", resource.kind().type())
                .put(
                        "created",
                        resource.created().truncatedTo(ChronoUnit.MILLIS).toString())
                .put(
                        "lastModified",
                        resource.modified().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("location", location(resource))
                .put("version", resource.etag());
        return whole;
    }

    String location(StoredResource resource) {
        return base + resource.kind().path() + "/" + resource.id();
    }

    private void references(ObjectNode whole, String name, Kind kind, String type, List<Reference> references) {
        if (references.isEmpty()) {
            return;
        }
        ArrayNode list = whole.putArray(name);
        for (Reference reference : references) {
            list.addObject()
                    .put("value", reference.id())
                    .put("$ref", base + kind.path() + "/" + reference.id())
                    .put("display", reference.label())
                    .put("type", type);
        }
    }
}
