// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

/** The check of every identifier, so that none can break a line or a path. */
public final class Ids {
    private Ids() {}

    /**
     * Checks the value of an identifier.
     *
     * @throws IllegalArgumentException if the value is blank or holds a control character
     */
    public static void check(String type, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(type + " is blank");
        }
        // One read makes a million identifiers, nearly all of plain ASCII.
        if (!isPrintableAscii(value) && value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(type + " holds a control character");
        }
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
            if (hyphen ? id.charAt(i) != '-' : Character.digit(id.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
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
