// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Fold;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the values of a state column mean. Immutable.
 *
 * @param named whether somebody said what they mean; else the heading must not say the opposite
 */
record StateWords(Map<String, Boolean> words, boolean named) {
    /** Words for yes and no, those included that spreadsheets write in the language of the machine. */
    static final StateWords COMMON = new StateWords(
            words(
                    List.of("true", "yes", "1", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda"),
                    List.of("false", "no", "0", "falsch", "faux", "falso", "onwaar", "fa\u0142sz")),
            false);

    private static final Pattern OPPOSITE = Pattern.compile(
            "\\b(?:block|disabl|deactivat|suspend|inactive|lock|delet|terminat)", Pattern.CASE_INSENSITIVE);

    static StateWords of(Collection<String> yes, Collection<String> no) {
        if (yes.isEmpty() || no.isEmpty()) {
            throw new IllegalArgumentException("a state column needs values for yes and values for no");
        }
        return new StateWords(words(yes, no), true);
    }

    private static Map<String, Boolean> words(Collection<String> yes, Collection<String> no) {
        Map<String, Boolean> words = new HashMap<>();
        yes.forEach(word -> words.put(Fold.of(word.strip()), true));
        for (String word : no) {
            if (Boolean.TRUE.equals(words.put(Fold.of(word.strip()), false))) {
                throw new IllegalArgumentException("a value of a state column means both yes and no: " + word);
            }
        }
        return Map.copyOf(words);
    }

    /** Returns whether a column of this heading says who may not log in, so that its words mean the opposite. */
    boolean isReversedBy(String heading) {
        return !named && OPPOSITE.matcher(heading).find();
    }

    Identity.State read(String value, String column) throws RowFault {
        Boolean word = words.get(Fold.of(value.strip()));
        if (word == null) {
            throw new RowFault(column + " is neither " + (named ? "a value for yes nor one for no" : "true nor false")
                    + "; correct it, or say in the column mapping what its values mean");
        }
        return Identity.State.of(word);
    }
}
