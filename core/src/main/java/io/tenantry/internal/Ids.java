// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The check of every identifier, so that none can break a line or a path. */
public final class Ids {
    /** In bytes of UTF-8: keys of this length are possible in every database, several in one index too. */
    private static final int LONGEST = 512;

    private Ids() {}

    /**
     * Checks the value of an identifier.
     *
     * @throws IllegalArgumentException if the value is blank, is longer than 512 bytes in UTF-8, or holds a control
     *     character or a lone surrogate
     */
    public static void check(String type, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(type + " is blank");
        }
        flaw(value).ifPresent(flaw -> {
            throw new IllegalArgumentException(type + " " + flaw);
        });
    }

    /** Returns why a text cannot be an identifier, in words that follow its name; empty if it can. */
    public static Optional<String> flaw(String value) {
        return flaw(value, LONGEST);
    }

    /** Returns why a text cannot be a key of at most so many bytes, in words that follow its name; empty if it can. */
    public static Optional<String> flaw(String value, int longest) {
        // One read makes a million identifiers, nearly all of plain ASCII.
        boolean plain = isPrintableAscii(value);
        if (!plain && value.codePoints().anyMatch(Ids::isUnprintable)) {
            return Optional.of("holds a control character or a lone surrogate");
        }
        int bytes = plain ? value.length() : value.getBytes(StandardCharsets.UTF_8).length;
        return bytes > longest ? Optional.of("is longer than " + longest + " bytes") : Optional.empty();
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    /**
     * Returns the form in which an id of a person is compared: a GUID in lower case, since programs write GUIDs in either case and mean the same, and any other text as
     * it is.
     */
    public static String canonical(String id) {
        return isGuid(id) ? Fold.of(id) : id;
    }

    // Eight, four, four, four and twelve hexadecimal digits, with hyphens between.
    private static boolean isGuid(String id) {
        if (id.length() != 36) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? id.charAt(i) != '-' : !isHexDigit(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || Character.digit(c, 16) >= 0;
    }

    private static boolean isPrintableAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
