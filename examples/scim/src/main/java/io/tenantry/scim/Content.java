// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Ids;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider wants a resource to be, as it may be kept. Immutable.
 *
 * @param label the user name or the name of the group
 * @param body all attributes as JSON; without those that are this service's to say, and without a password
 */
record Content(Kind kind, String label, Optional<String> externalId, boolean active, String body) {
    private static final String ACTIVE = "active";
    private static final String EXTERNAL_ID = "externalId";
    private static final Set<String> NOT_KEPT = Set.of("id", "meta", "groups", "members");

    /**
     * Reads a document, which stays as it is.
     *
     * @param activeBefore whether the user may log in if the document does not say so
     * @throws RefusedPush if it has no name, or a value that cannot be kept
     */
    static Content of(Kind kind, ObjectNode sent, boolean activeBefore) {
        ObjectNode document = sent.deepCopy();
        document.remove(NOT_KEPT);
        withoutPasswords(document);
        String label = text(document, kind.nameAttribute()).strip();
        check(kind.nameAttribute(), label);
        Optional<String> externalId = Optional.of(text(document, EXTERNAL_ID)).filter(id -> !id.isBlank());
        externalId.ifPresent(id -> check(EXTERNAL_ID, id));
        boolean active = kind == Kind.GROUP || active(document.path(ACTIVE), activeBefore);
        if (kind == Kind.USER) {
            document.put(ACTIVE, active);
        }
        return named(kind, label, externalId, active, document);
    }

    private static Content named(
            Kind kind, String label, Optional<String> externalId, boolean active, ObjectNode document) {
        document.put(kind.nameAttribute(), label);
        return new Content(kind, label, externalId, active, Json.write(document));
    }

    /** Returns this content under another name. */
    Content named(String other) {
        return other.equals(label) ? this : named(kind, other, externalId, active, Json.read(body));
    }

    private static void withoutPasswords(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> isPassword(field.getKey().toLowerCase(Locale.ROOT)));
        }
        node.forEach(Content::withoutPasswords);
    }

    private static boolean isPassword(String name) {
        return name.equals("password") || name.endsWith(":password") || name.endsWith(".password");
    }

    private static String text(ObjectNode document, String attribute) {
        JsonNode value = document.path(attribute);
        if (value.isContainerNode()) {
            throw RefusedPush.invalid(attribute + " is not a text; send one");
        }
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    private static void check(String attribute, String value) {
        Optional<String> flaw = value.isBlank() ? Optional.of("is missing") : Ids.flaw(value);
        flaw.ifPresent(what -> {
            throw RefusedPush.invalid(attribute + " " + what + "; correct it at the provider");
        });
    }

    private static boolean active(JsonNode value, boolean before) {
        if (value.isMissingNode() || value.isNull()) {
            return before;
        }
        return switch (value.asText().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedPush.invalid(ACTIVE + " is neither true nor false; send one of them");
        };
    }
}
