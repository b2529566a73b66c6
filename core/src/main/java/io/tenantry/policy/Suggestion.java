// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.NearWord;
import java.util.Collection;

/** Says which known word is nearest to an unknown one. */
final class Suggestion {
    private Suggestion() {}

    /** Returns the end of a message that names the nearest known word; empty if none is near. */
    static String hint(String written, Collection<String> known) {
        return NearWord.to(written, known)
                .map(k -> "; did you mean " + Quote.of(k) + "?")
                .orElse("");
    }

    /** Returns advice that names the nearest known word, or else lists all known words. */
    static String advice(String written, Collection<String> known) {
        return NearWord.to(written, known)
                .map(k -> "Did you mean " + Quote.of(k) + "?")
                .orElseGet(() -> "Known here: " + String.join(", ", known));
    }
}
