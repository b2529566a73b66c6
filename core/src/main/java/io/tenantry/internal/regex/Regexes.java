// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Decides which regular expressions a policy may contain. */
public final class Regexes {
    private static final int MOST_STATES = 2_000;

    private Regexes() {}

    /** Returns the reason why an expression is refused, if it is refused. */
    public static Optional<String> refusal(String regex) {
        try {
            compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription());
        }
    }

    /** Returns an expression that matches exactly this text. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (!Character.isLetterOrDigit(c)) {
                quoted.append('\\');
            }
            quoted.appendCodePoint(c);
        });
        return quoted.toString();
    }

    /** Returns the language of an expression that combines accepted and quoted ones, at any length. */
    public static Language trusted(String regex) {
        return Language.of(RegexParser.trusted(regex));
    }

    /**
     * Returns the language of an expression that a person wrote.
     *
     * @throws PatternSyntaxException if a policy may not contain the expression
     */
    public static Language compile(String regex) {
        Regex parsed = RegexParser.parse(regex);
        try {
            return Language.of(parsed, MOST_STATES);
        } catch (IllegalArgumentException e) {
            PatternSyntaxException refused = new PatternSyntaxException(e.getMessage(), regex, -1);
            refused.initCause(e);
            throw refused;
        }
    }
}
