// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/** Makes what a provider might send, and what none would; the same of the same seed. */
final class RandomRequests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> NAMES = List.of(
            "userName",
            "USERNAME",
            "displayName",
            "active",
            "Active",
            "name",
            "name.givenName",
            "name.",
            ".name",
            "emails",
            "emails[type eq \"work\"].value",
            "emails[type eq \"work\"]",
            "emails[",
            "emails[]",
            "emails[value pr].x",
            "phoneNumbers[type eq mobile].value",
            "roles",
            "roles[primary eq \"True\"].value",
            "manager",
            "manager.value",
            "members",
            "members[value eq \"u1\"]",
            "members[display co \"a\"]",
            "members.value",
            "externalId",
            "id",
            "meta",
            "groups",
            "schemas",
            "password",
            "title",
            "addresses",
            "addresses[type eq \"work\"].country",
            "x",
            "x.y",
            "$ref",
            "value",
            "type",
            "primary",
            "display",
            "",
            " ",
            "urn:",
            "urn:x",
            "urn:acme:2.0:User",
            "urn:acme:2.0:User:client",
            Schemas.USER,
            Schemas.USER + ":userName",
            Schemas.ENTERPRISE,
            Schemas.ENTERPRISE + ":manager",
            Schemas.ENTERPRISE + ":department",
            Schemas.ENTERPRISE + ".manager",
            Schemas.GENESYS,
            Schemas.GENESYS + ":externalIds[authority eq \"zoomphone\"].value",
            "op",
            "path",
            "Operations");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "ana@acme.example",
            "True",
            "false",
            "perhaps",
            "u1",
            "null",
            "{\"value\":\"Agent\"}",
            "[{}]",
            "{",
            "[[[",
            "\u0000",
            "\ud800",
            "\udc00x",
            "\u202e",
            "İ",
            "ß",
            "😀",
            "a\nb",
            "\\",
            "\"",
            "'",
            "%00",
            "1e999",
            "0123456789abcdef0123456789abcdefana@acme.example",
            "00uabcdefghijklmnop1",
            "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
            "x".repeat(600),
            "é".repeat(400));

    private static final List<String> FILTER = List.of(
            "userName",
            "emails",
            "members",
            "active",
            "meta.created",
            "externalId",
            "id",
            "(",
            ")",
            "[",
            "]",
            " ",
            " ",
            " ",
            " eq ",
            " co ",
            " pr",
            " gt ",
            " ne ",
            " and ",
            " or ",
            "not ",
            "not(",
            "\"a\"",
            "\"",
            "\\u00",
            "\\uD800",
            "null",
            "true",
            "2015-01-01T00:00:00Z",
            "1e9999999",
            ".",
            "value",
            "type",
            Schemas.ENTERPRISE + ":department",
            "\u0000",
            "€");

    private final SplittableRandom random;

    RandomRequests(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    String filter() {
        StringBuilder filter = new StringBuilder();
        for (int i = random.nextInt(14); i >= 0; i--) {
            filter.append(one(FILTER));
        }
        return filter.toString();
    }

    String path() {
        return chance(80) ? one(NAMES) : filter();
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(chance(50));
            case 2 -> JSON.numberNode(chance(50) ? random.nextInt() : Double.MAX_VALUE);
            case 3, 4 -> JSON.textNode(one(TEXTS));
            case 5 -> list(depth);
            default -> object(depth);
        };
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(5); i >= 0; i--) {
            object.set(one(NAMES), value(depth + 1));
        }
        return object;
    }

    /** A user or group that has a name, mostly. */
    ObjectNode resource(Kind kind) {
        ObjectNode resource = object(0);
        if (chance(80)) {
            resource.put(kind.nameAttribute(), "name" + random.nextInt(20));
        }
        return resource;
    }

    ObjectNode patch() {
        ObjectNode patch = JSON.objectNode();
        ArrayNode operations = patch.putArray("Operations");
        for (int i = random.nextInt(3); i >= 0; i--) {
            ObjectNode operation = operations.addObject();
            operation.put("op", one(List.of("add", "Add", "replace", "Replace", "remove", "Remove", "x", "")));
            if (chance(70)) {
                operation.put("path", path());
            }
            if (chance(80)) {
                operation.set("value", value(0));
            }
        }
        return chance(95) ? patch : object(0);
    }

    /** Changes some bytes. */
    byte[] broken(byte[] bytes) {
        byte[] broken = bytes.clone();
        for (int i = random.nextInt(4); i > 0 && broken.length > 0; i--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        return broken;
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }
}
