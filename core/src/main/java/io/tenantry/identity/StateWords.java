// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.identity.Identity.State;
import io.tenantry.internal.Fold;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the values of a state column mean. Immutable.
 *
 * @param named whether the mapping says what they mean; else the heading must not say the opposite
 */
record StateWords(Map<String, State> words, boolean named) {
    /** Words for yes and no, with those that spreadsheets write in the language of the machine. */
    static final StateWords COMMON = new StateWords(
            words(
                    List.of("true", "yes", "1", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda"),
                    List.of("false", "no", "0", "falsch", "faux", "falso", "onwaar", "fa\u0142sz"),
                    List.of()),
            false);

    private static final Pattern OPPOSITE = Pattern.compile(
            "\\b(?:block|disabl|deactivat|suspend|inactive|lock|delet|terminat)", Pattern.CASE_INSENSITIVE);

    static StateWords of(Collection<String> yes, Collection<String> no, Collection<String> unknown) {
        if (yes.isEmpty() || no.isEmpty()) {
            throw new IllegalArgumentException("a state column needs values for yes and values for no");
        }
        return new StateWords(words(yes, no, unknown), true);
    }

    private static Map<String, State> words(Collection<String> yes, Collection<String> no, Collection<String> unknown) {
        Map<String, State> words = new HashMap<>();
        add(yes, State.ENABLED, words);
        add(no, State.DISABLED, words);
        add(unknown, State.UNKNOWN, words);
        return Map.copyOf(words);
    }

    private static void add(Collection<String> values, State state, Map<String, State> words) {
        for (String value : values) {
            State other = words.put(Fold.of(value.strip()), state);
            if (other != null && other != state) {
                throw new IllegalArgumentException("a value of a state column has two meanings: " + value);
            }
        }
    }

    /** Returns whether a column of this heading says who may not log in, so that its words mean the opposite. */
    boolean isReversedBy(String heading) {
        return !named && OPPOSITE.matcher(heading).find();
    }

    /**
     * Checks a heading.
     *
     * @throws IdentitySourceException if its words would mean the opposite
     */
    void check(String heading) {
        if (isReversedBy(heading)) {
            throw new IdentitySourceException(
                    "the column \"" + heading + "\" says who may not log in; say in the column mapping which of its "
                            + "values mean yes and which no",
                    null);
        }
    }

    State read(String value, String column) throws RowFault {
        State word = words.get(Fold.of(value.strip()));
        if (word == null) {
            throw new RowFault(column + " is neither " + (named ? "a value for yes nor one for no" : "true nor false")
                    + "; correct it, or say in the column mapping what its values mean");
        }
        return word;
    }
}
