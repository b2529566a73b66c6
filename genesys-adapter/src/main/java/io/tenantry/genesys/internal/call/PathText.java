// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;

/** Writes texts into paths and queries so that each stays one segment or one value. */
public final class PathText {
    private static final int LONGEST_ID = 200;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PathText() {}

    /** Replaces each {@code {}} with one id, checked and encoded. */
    static String fill(String template, String... ids) {
        if (ids.length == 0) {
            return template;
        }
        StringBuilder path = new StringBuilder(template.length() + 40 * ids.length);
        int from = 0;
        for (String id : ids) {
            int hole = template.indexOf("{}", from);
            path.append(template, from, hole).append(encode(checked(id)));
            from = hole + 2;
        }
        return path.append(template, from, template.length()).toString();
    }

    /** Percent-encodes all but the unreserved characters of RFC 3986. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return encoded.toString();
    }

    /**
     * An id can come from the service or a stored run, so a malformed one fails the call and is no programming error.
     */
    private static String checked(String id) {
        if (!isId(id)) {
            throw new DirectoryException(
                    Failure.REJECTED, "an identifier that cannot be a Genesys id; read the object again", null);
        }
        return id;
    }

    /**
     * Returns whether a text can be a Genesys id: unreserved characters, colons and stars, not only dots, not too long.
     */
    public static boolean isId(String text) {
        boolean onlyDots = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnreserved(c) && c != ':' && c != '*') {
                return false;
            }
            onlyDots &= c == '.';
        }
        return !onlyDots && text.length() <= LONGEST_ID;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
