// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Locale;

/** Makes foreign text safe for a message: quoted, escaped and not too long. */
final class Quote {
    private static final int LONGEST = 80;

    private Quote() {}

    /** Returns the text in quotes. */
    public static String of(String text) {
        return "\"" + escaped(text.replace("\\", "\\\\").replace("\"", "\\\""), LONGEST) + "\"";
    }

    /** Returns the text without quotes, for example the message of another library. */
    static String plain(String text) {
        return escaped(text, 3 * LONGEST);
    }

    private static String escaped(String text, int longest) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> append(escaped, c));
        return text.codePointCount(0, text.length()) > longest
                ? escaped.append("...").toString()
                : escaped.toString();
    }

    private static void append(StringBuilder quoted, int c) {
        int type = Character.getType(c);
        if (Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
            quoted.appendCodePoint(c);
        }
    }
}
