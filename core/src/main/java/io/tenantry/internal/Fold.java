// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * The form in which user names and ids are compared if upper and lower case count as equal, and so do the two encodings
 * of an accent: in one character with its letter, or as a character after it.
 */
public final class Fold {
    /** No character below this one combines with another or has two encodings. */
    private static final int FIRST_COMBINING = 0x300;

    private Fold() {}

    /** Returns the text in lower case, independent of the language of the machine, and in the composed form (NFC). */
    public static String of(String text) {
        if (isFolded(text)) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return isComposed(lower) ? lower : Normalizer.normalize(lower, Form.NFC);
    }

    /** Returns whether two texts are equal in that form. */
    public static boolean same(String a, String b) {
        return a.equals(b) || of(a).equals(of(b));
    }

    // Nearly all ids and most names are plain, and a source may have a million of them.
    private static boolean isFolded(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isComposed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return false;
            }
        }
        return true;
    }
}
