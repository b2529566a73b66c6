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
