// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The verbs of the command, which say what to do. */
enum Verb {
    LINT,
    PLAN,
    APPLY,
    ONE,
    PROVE,
    WHAT_IF,
    OFFBOARD,
    ACCEPT_ROLE,
    STATE,
    EVIDENCE,
    VERIFY;

    static Optional<Verb> spelt(String text) {
        return Arrays.stream(values()).filter(v -> v.spelling().equals(text)).findFirst();
    }

    /** Returns whether it leaves the state as it is; then it makes none. */
    boolean onlyReadsState() {
        return this == WHAT_IF || this == LINT;
    }

    /** Returns whether it is about what earlier runs kept, and makes no call. */
    boolean isAboutState() {
        return this == STATE || this == EVIDENCE;
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
