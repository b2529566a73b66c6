// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Compares names whose case does not count, however their accents are written: in one character with the letter, or
 * after it.
 */
final class UserNames {
    private UserNames() {}

    /** Returns whether two names are the same one. */
    static boolean same(String a, String b) {
        return a.equalsIgnoreCase(b) || folded(a).equals(folded(b));
    }

    /**
     * Returns the ways in which a service may hold a name and by which it has to be asked; for most names there is one.
     */
    static List<String> spellings(String name) {
        return Stream.of(name, Normalizer.normalize(name, Form.NFC), Normalizer.normalize(name, Form.NFD))
                .distinct()
                .toList();
    }

    private static String folded(String name) {
        return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Form.NFC);
    }
}
