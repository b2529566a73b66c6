// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line, split into operands and options. No problem repeats the value of an unknown option, which may be a
 * secret.
 */
final class CommandLine {
    private static final Set<Option> REPEATABLE = EnumSet.of(Option.MEMBERS, Option.EMPTY, Option.OVERRIDE);

    private final List<String> operands = new ArrayList<>();
    private final Map<Option, List<String>> values = new EnumMap<>(Option.class);
    private final List<String> problems = new ArrayList<>();

    private CommandLine() {}

    static CommandLine of(List<String> words) {
        CommandLine line = new CommandLine();
        for (int i = 0; i < words.size(); i++) {
            i += line.take(words.get(i), i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty());
        }
        return line;
    }

    /** Reads a word, and returns how many of the following words belong to it. */
    private int take(String word, Optional<String> next) {
        if (!word.startsWith("-")) {
            operands.add(word);
            return 0;
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<Option> option = Option.spelt(name);
        Optional<String> value =
                equals < 0 ? next.filter(n -> !n.startsWith("--")) : Optional.of(word.substring(equals + 1));
        if (option.isEmpty()) {
            problems.add(unknown(name));
            return equals < 0 && value.isPresent() ? 1 : 0;
        }
        if (!option.get().takesValue()) {
            flag(option.get(), equals >= 0);
            return 0;
        }
        value.filter(v -> !v.isBlank())
                .ifPresentOrElse(v -> add(option.get(), v), () -> problems.add(name + " needs a value; see --help"));
        return equals < 0 && value.isPresent() ? 1 : 0;
    }

    private static String unknown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean credential =
                List.of("secret", "token", "password", "client").stream().anyMatch(lower::contains);
        return credential
                ? name
                        + " is not an option: credentials are read from the environment, where other users cannot see them"
                : name + " is not an option"
                        + NearWords.hint(
                                name,
                                Arrays.stream(Option.values())
                                        .map(Option::spelling)
                                        .toList(),
                                "see --help");
    }

    private void flag(Option option, boolean hasValue) {
        if (hasValue) {
            problems.add(option.spelling() + " takes no value: write it alone");
        }
        add(option, "");
    }

    private void add(Option option, String value) {
        List<String> all = values.computeIfAbsent(option, o -> new ArrayList<>());
        if (!all.isEmpty() && !REPEATABLE.contains(option)) {
            problems.add(option.spelling() + " is given twice: keep one");
        }
        all.add(value);
    }

    List<String> operands() {
        return operands;
    }

    boolean has(Option option) {
        return values.containsKey(option);
    }

    Optional<String> value(Option option) {
        return all(option).stream().findFirst();
    }

    List<String> all(Option option) {
        return values.getOrDefault(option, List.of());
    }

    /** Returns the problems so far; {@link RequestReader} adds those of the values. */
    List<String> problems() {
        return problems;
    }
}
