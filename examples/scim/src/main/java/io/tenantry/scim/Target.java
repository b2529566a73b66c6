// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is about: the parts of its path, and its parameters, decoded. Immutable.
 *
 * @param path the parts between the slashes
 * @param parameters by their names in small letters; those of one name are joined by commas
 */
record Target(List<String> path, Map<String, String> parameters) {
    static Target of(String text) {
        if (text.length() > Limits.LONGEST_QUERY) {
            throw RefusedRequest.of(414, "the address has more than " + Limits.LONGEST_QUERY + " characters");
        }
        int mark = text.indexOf('?');
        List<String> path = new ArrayList<>();
        for (String part : (mark < 0 ? text : text.substring(0, mark)).split("/", -1)) {
            path.add(decoded(part, false));
        }
        // The slash in front makes a first part that is empty, and one at the end a last.
        if (path.get(0).isEmpty()) {
            path.remove(0);
        }
        if (!path.isEmpty() && path.get(path.size() - 1).isEmpty()) {
            path.remove(path.size() - 1);
        }
        return new Target(List.copyOf(path), parameters(mark < 0 ? "" : text.substring(mark + 1)));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
                parameters.merge(name.toLowerCase(Locale.ROOT), value, (one, other) -> one + "," + other);
            }
        }
        return parameters;
    }

    private static String decoded(String text, boolean query) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put(hex(text, i));
                i += 2;
            } else if (c == '+' && query) {
                bytes.put((byte) ' ');
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw RefusedRequest.of(400, "the address is not encoded in UTF-8");
        }
    }

    private static byte hex(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw RefusedRequest.of(400, "a % in the address has no two hexadecimal digits behind it");
        }
        return (byte) ((high << 4) | low);
    }

    /** Returns a parameter; empty if it is absent or has no value. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns a part of the path in small letters; empty if there is none. */
    String part(int index) {
        return index < path.size() ? path.get(index).toLowerCase(Locale.ROOT) : "";
    }
}
