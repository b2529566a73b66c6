// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * The form in which user names and ids are compared wherever neither their case counts nor how their accents are written: in one
 * character with the letter, or in another after it.
 */
public final class Fold {
    /** No character below this one combines with another or is written in two ways. */
    private static final int FIRST_COMBINING = 0x300;

    private Fold() {}

    /** Returns the text in lower case, whatever the language of the machine, and in the composed form (NFC). */
    public static String of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return isComposed(lower) ? lower : Normalizer.normalize(lower, Form.NFC);
    }

    /** Returns whether two texts are the same in that form. */
    public static boolean same(String a, String b) {
        return a.equals(b) || of(a).equals(of(b));
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
