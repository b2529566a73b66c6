// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which regular expressions a policy may hold. */
final class Regexes {
    private static final Pattern NESTED =
            Pattern.compile(".*[*+}][^()]*\\)[*+{].*|.*\\\\[1-9k].*|.*\\(\\?[=!<].*", Pattern.DOTALL);

    private Regexes() {}

    /** Returns why an expression is refused, if it is. */
    static Optional<String> refusal(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            return Optional.of("it is no regular expression: " + e.getDescription());
        }
        return NESTED.matcher(regex).matches()
                ? Optional.of(
                        "it repeats a repetition, refers back or looks around, and could run for ever on some texts")
                : Optional.empty();
    }
}
