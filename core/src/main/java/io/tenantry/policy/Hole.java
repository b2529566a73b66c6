// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.time.LocalDate;

/** Stands for a part of a document that is missing or broken and was reported. Never equal to anything that can be written. */
final class Hole {
    static final LocalDate DATE = LocalDate.MAX;

    private Hole() {}

    /** A control character cannot be written in a document, so that no name collides with a hole. */
    static String in(String path) {
        return "\u0000" + path;
    }

    static boolean is(String text) {
        return text.startsWith("\u0000");
    }

    /** Returns whether any part of a rule is a hole. */
    static boolean isIn(Condition rule) {
        boolean[] found = new boolean[1];
        RuleWalk.each(
                rule,
                "",
                (part, path) -> found[0] |= part.group().filter(Hole::is).isPresent());
        return found[0];
    }
}
