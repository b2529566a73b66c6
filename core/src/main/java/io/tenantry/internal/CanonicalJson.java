// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A JSON object in canonical form: sorted keys, no white space, only texts and whole numbers as values, texts in NFC.
 * Equal objects have equal bytes.
 */
public final class CanonicalJson {
    private final Map<String, String> fields = new TreeMap<>();

    /** Creates an object without fields. */
    public CanonicalJson() {}

    /** Sets a field to a text. */
    public CanonicalJson put(String key, String value) {
        return putText(key, quoted(value));
    }

    /** Sets a field to a number. */
    public CanonicalJson put(String key, long value) {
        return putText(key, Long.toString(value));
    }

    /** Sets a field to an object. */
    public CanonicalJson put(String key, CanonicalJson value) {
        return putText(key, value.text());
    }

    /** Sets a field to a list of objects. */
    public CanonicalJson put(String key, List<CanonicalJson> values) {
        return putText(key, values.stream().map(CanonicalJson::text).collect(Collectors.joining(",", "[", "]")));
    }

    /** Sets a field to a list of texts. */
    public CanonicalJson putAll(String key, List<String> values) {
        return putText(key, values.stream().map(CanonicalJson::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    /** Sets a field to a value whose canonical text is already known. */
    public CanonicalJson putText(String key, String canonical) {
        fields.put(key, canonical);
        return this;
    }

    /** Returns the object as text. */
    public String text() {
        return fields.entrySet().stream()
                .map(e -> quoted(e.getKey()) + ":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String value) {
        String text = Normalizer.normalize(value, Normalizer.Form.NFC);
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                quoted.append(c);
            }
        }
        return encodable(quoted.append('"').toString());
    }

    /** Returns a JSON text with each half of a surrogate pair escaped that stands alone, which UTF-8 cannot encode. */
    public static String encodable(String json) {
        if (json.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 8);
        json.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.SURROGATE) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
