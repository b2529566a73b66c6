// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Which regular expressions a policy may hold. */
public final class Regexes {
    private static final int MOST_STATES = 2_000;

    private Regexes() {}

    /** Returns why an expression is refused, if it is. */
    public static Optional<String> refusal(String regex) {
        try {
            compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription());
        }
    }

    /**
     * Returns the language of an expression.
     *
     * @throws PatternSyntaxException if a policy may not hold the expression
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
