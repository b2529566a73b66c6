// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.LocalDate;

/**
 * A placeholder for a part of a document that is missing or broken and was reported. It never equals a value that a
 * document can contain.
 */
final class Hole {
    static final LocalDate DATE = LocalDate.MAX;

    private Hole() {}

    /** A control character cannot be written in a document, so no name can equal a hole. */
    static String in(String path) {
        return "\u0000" + path;
    }

    static boolean is(String text) {
        return text.startsWith("\u0000");
    }

    /** Returns whether any part of a rule is a hole. */
    static boolean isIn(Condition rule) {
        boolean[] found = new boolean[1];
        rule.each("", (part, path) -> found[0] |= part.group().filter(Hole::is).isPresent());
        return found[0];
    }
}
