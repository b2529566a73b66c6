// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with the fingerprint of its own text behind it. The reader of a page does not see it. */
record SealedPage(String text) {
    private static final Pattern SEAL = Pattern.compile("<!-- tenantry-page sha256:([0-9a-f]{64}) -->\n?\\z");

    /** Returns a page with its fingerprint. */
    static String of(String page) {
        return page + "<!-- tenantry-page sha256:" + Sha256.of(page) + " -->\n";
    }

    /** Returns whether the file is a page, and no saved JSON. */
    boolean isPage() {
        return text.stripLeading().startsWith("<");
    }

    /** Returns whether the text is as it was saved; empty if the page has no fingerprint of its own. */
    Optional<Boolean> isWhole() {
        Matcher seal = SEAL.matcher(text);
        return seal.find()
                ? Optional.of(Sha256.of(text.substring(0, seal.start())).equals(seal.group(1)))
                : Optional.empty();
    }
}
