// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a page that start the command, taken apart as a shell does. */
record ShellLines(Path page) {
    /** The name of the program, perhaps behind variables of the environment. */
    private static final Pattern PROGRAM = Pattern.compile("^(?:[A-Z_]+=\\S+ )*provision +");

    /** Returns the words of each line, without the name of the program. */
    List<List<String>> words() throws IOException {
        return Files.readAllLines(page).stream()
                .map(PROGRAM::matcher)
                .filter(Matcher::lookingAt)
                .map(line -> words(line.replaceFirst("")))
                .toList();
    }

    /** Returns the words of a line, as a shell takes it apart. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean quoted = quote != 0;
            if (quoted ? c == quote : c == '"' || c == '\'') {
                quote = quoted ? 0 : c;
                begun = true;
            } else if (c == ' ' && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else if (c == '#' && !begun && !quoted) {
                return words;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
