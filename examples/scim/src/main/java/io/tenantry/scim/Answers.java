// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Makes answers. */
final class Answers {
    private static final String TYPE = "application/scim+json";

    private Answers() {}

    static ScimResponse of(int status, ObjectNode document) {
        return new ScimResponse(status, Map.of("Content-Type", TYPE), SentJson.write(document));
    }

    /** Answers with one resource, as it is then. */
    static ScimResponse of(int status, ObjectNode document, StoredResource resource, String location) {
        Map<String, String> headers = new TreeMap<>(about(resource, location));
        headers.put("Content-Type", TYPE);
        return new ScimResponse(status, headers, SentJson.write(document));
    }

    /** Answers without a resource, but with its version. */
    static ScimResponse empty(int status, StoredResource resource, String location) {
        return new ScimResponse(status, about(resource, location), new byte[0]);
    }

    static ScimResponse empty() {
        return new ScimResponse(204, Map.of(), new byte[0]);
    }

    private static Map<String, String> about(StoredResource resource, String location) {
        return Map.of("ETag", resource.etag(), "Location", location);
    }

    static ScimResponse error(RefusedRequest refused) {
        return error(refused.status(), refused.scimType(), refused.detail());
    }

    static ScimResponse error(int status, String scimType, String detail) {
        ObjectNode error = SentJson.newObject();
        error.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        error.put("status", String.valueOf(status));
        if (!scimType.isEmpty()) {
            error.put("scimType", scimType);
        }
        error.put("detail", detail);
        return of(status, error);
    }
}
