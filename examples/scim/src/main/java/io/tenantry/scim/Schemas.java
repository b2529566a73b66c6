// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The schemas that the endpoint publishes, and what they say of attributes. */
final class Schemas {
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String GENESYS = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";

    /** What every resource has, with any schema. */
    private static final Map<String, Attribute> COMMON = Map.of(
            "id", common("id", Attribute.Type.TEXT, true),
            "externalid", common("externalId", Attribute.Type.TEXT, false),
            "meta", common("meta", Attribute.Type.COMPLEX, true),
            "schemas", common("schemas", Attribute.Type.TEXT, true));

    private static final JsonNode DOCUMENTS = documents();
    private static final Map<String, Map<String, Attribute>> ATTRIBUTES = attributes();

    private Schemas() {}

    private static Attribute common(String name, Attribute.Type type, boolean readOnly) {
        return new Attribute("", name, type, name.equals("schemas"), readOnly, true, Map.of());
    }

    private static JsonNode documents() {
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream("schemas.json"))) {
            return SentJson.own(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Map<String, Attribute>> attributes() {
        Map<String, Map<String, Attribute>> all = new LinkedHashMap<>();
        DOCUMENTS.forEach(document -> {
            String id = document.path("id").asText();
            all.put(id, Attribute.all(id, document.path("attributes")));
        });
        return all;
    }

    /** Returns the documents as they are published. */
    static JsonNode all() {
        return DOCUMENTS;
    }

    /** Returns the core schema of a kind. */
    static String core(Kind kind) {
        return kind == Kind.USER ? USER : GROUP;
    }

    /** Returns the extensions of a kind that have a published schema. */
    static List<String> extensions(Kind kind) {
        return kind == Kind.USER ? List.of(ENTERPRISE, GENESYS) : List.of();
    }

    /** Returns the attribute of a schema. */
    static Optional<Attribute> find(String schema, String name) {
        return Optional.ofNullable(ATTRIBUTES.getOrDefault(schema, Map.of()).get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns the attribute that a name without a schema means: one of the core schema, else one of an extension, because
     * providers leave the schema out there too.
     */
    static Optional<Attribute> find(Kind kind, String name) {
        Optional<Attribute> found =
                Optional.ofNullable(COMMON.get(name.toLowerCase(Locale.ROOT))).or(() -> find(core(kind), name));
        for (String extension : extensions(kind)) {
            found = found.or(() -> find(extension, name));
        }
        return found;
    }
}
