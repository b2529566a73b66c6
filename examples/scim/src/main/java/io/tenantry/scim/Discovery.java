// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the service says of itself: what it can do, which kinds of resource it has, and their schemas. */
final class Discovery {
    private final String base;

    Discovery(String base) {
        this.base = base;
    }

    /** Returns what the service can do. */
    ObjectNode serviceProviderConfig() {
        ObjectNode config = SentJson.newObject();
        config.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
        config.putObject("patch").put("supported", true);
        config.putObject("bulk").put("supported", false).put("maxOperations", 0).put("maxPayloadSize", 0);
        config.putObject("filter").put("supported", true).put("maxResults", Limits.LARGEST_PAGE);
        config.putObject("changePassword").put("supported", false);
        config.putObject("sort").put("supported", false);
        config.putObject("etag").put("supported", true);
        config.putObject("pagination")
                .put("cursor", false)
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", Limits.USUAL_PAGE)
                .put("maxPageSize", Limits.LARGEST_PAGE);
        config.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "Bearer token")
                .put("description", "A token that the operator of this service issued.")
                .put("primary", true);
        return located(config, "ServiceProviderConfig", "/ServiceProviderConfig");
    }

    /** Returns the kinds of resource. */
    List<ObjectNode> resourceTypes() {
        List<ObjectNode> types = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            ObjectNode type = SentJson.newObject();
            type.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ResourceType");
            type.put("id", kind.type())
                    .put("name", kind.type())
                    .put("endpoint", kind.path())
                    .put("description", "A " + kind.word() + " that an identity provider pushes.")
                    .put("schema", Schemas.core(kind));
            ArrayNode extensions = type.putArray("schemaExtensions");
            Schemas.extensions(kind)
                    .forEach(schema ->
                            extensions.addObject().put("schema", schema).put("required", false));
            types.add(located(type, "ResourceType", "/ResourceTypes/" + kind.type()));
        }
        return types;
    }

    /** Returns the schemas. */
    List<ObjectNode> schemas() {
        List<ObjectNode> schemas = new ArrayList<>();
        for (JsonNode schema : Schemas.all()) {
            ObjectNode copy = schema.deepCopy();
            schemas.add(located(copy, "Schema", "/Schemas/" + copy.path("id").asText()));
        }
        return schemas;
    }

    private ObjectNode located(ObjectNode document, String type, String path) {
        document.putObject("meta").put("resourceType", type).put("location", base + path);
        return document;
    }

    /** Returns one of several documents by its id, which may be written in either case. */
    static ObjectNode one(List<ObjectNode> documents, String id) {
        return documents.stream()
                .filter(document ->
                        document.path("id").asText().toLowerCase(Locale.ROOT).equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedRequest.of(404, "there is no such document"));
    }

    /** Returns several documents as a list. */
    static ObjectNode list(List<ObjectNode> documents) {
        ObjectNode list = SentJson.newObject();
        list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        list.put("totalResults", documents.size()).put("startIndex", 1).put("itemsPerPage", documents.size());
        list.putArray("Resources").addAll(documents);
        return list;
    }
}
