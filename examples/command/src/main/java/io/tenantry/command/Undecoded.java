// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.List;
import java.util.stream.IntStream;

/** Words and names of files with letters that the charset of the locale does not have; Java replaced them. */
final class Undecoded {
    private static final char REPLACED = '\uFFFD';

    private Undecoded() {}

    static boolean isIn(String text) {
        return text.indexOf(REPLACED) >= 0;
    }

    /** Returns what is wrong with words of a command line; empty if each can be read. */
    static List<String> problems(List<String> words) {
        return IntStream.range(0, words.size())
                .filter(i -> isIn(words.get(i)))
                .mapToObj(i -> of(name(words, i)))
                .toList();
    }

    // Without the value, which may be a secret in a wrong place.
    private static String name(List<String> words, int at) {
        String word = words.get(at);
        if (word.startsWith("--")) {
            return word.replaceFirst("=.*", "");
        }
        return at > 0 && words.get(at - 1).startsWith("--") ? words.get(at - 1) : "word " + (at + 1);
    }

    /** Says what is wrong with a text, and what to do. */
    static String of(String what) {
        return what + " has letters that cannot be read in the charset of this locale, "
                + System.getProperty("sun.jnu.encoding")
                + ": start the command with LC_ALL=C.UTF-8 or another locale in UTF-8";
    }
}
