// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.Locale;

/** The form in which user names and ids are compared wherever their case does not count. */
public final class Fold {
    private Fold() {}

    /** Returns the text in lower case, whatever the language of the machine. */
    public static String of(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
