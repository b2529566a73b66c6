// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line as picocli read it, with every mistake in words of our own: those of picocli repeat values, and a
 * misspelt option may hold a secret.
 */
final class ParsedLine {
    private final Optional<Verb> verb;
    private final ParseResult result;
    private final List<String> words;
    private final List<String> problems = new ArrayList<>();

    private ParsedLine(Optional<Verb> verb, ParseResult result, List<String> words) {
        this.verb = verb;
        this.result = result;
        this.words = words;
        verb.ifPresentOrElse(this::misplaced, this::noVerb);
        result.errors().stream().flatMap(e -> problem(e).stream()).forEach(problems::add);
        flagsWithValue()
                .forEach(flag -> problems.add(flag.replaceFirst("=.*", "") + " takes no value: write it alone"));
        result.unmatched().stream().map(ParsedLine::unknown).forEach(problems::add);
        for (Option option : Option.values()) {
            if (all(option).stream().anyMatch(String::isBlank)) {
                problems.add(option.spelling() + " needs a value; see --help");
            }
        }
    }

    /** Reads the words. The verb is the first of them; without one, all options are checked all the same. */
    static ParsedLine of(List<String> words) {
        Optional<Verb> verb = words.stream().findFirst().flatMap(Verb::spelt);
        List<String> rest = blankWhereForgotten(verb.isPresent() ? words.subList(1, words.size()) : words);
        List<String> all = new ArrayList<>(List.of(verb.orElse(Verb.APPLY).spelling()));
        all.addAll(rest);
        ParseResult result = Grammar.of(verb.orElse(Verb.APPLY)).parseArgs(all.toArray(String[]::new));
        return new ParsedLine(verb, result.subcommand(), rest);
    }

    // Without its value an option would take the next option with it, and picocli would report that one too.
    private static List<String> blankWhereForgotten(List<String> words) {
        List<String> complete = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean forgotten = Arrays.stream(Option.values())
                            .anyMatch(o -> o.takesValue() && o.spelling().equals(word))
                    && (i + 1 == words.size() || words.get(i + 1).startsWith("--"));
            complete.add(forgotten ? word + "=" : word);
        }
        return complete;
    }

    private void noVerb() {
        String verbs = Arrays.stream(Verb.values()).map(Verb::spelling).collect(Collectors.joining(", "));
        String hint = words.stream()
                .findFirst()
                .filter(word -> !word.startsWith("-"))
                .map(word -> NearWords.hint(word, List.of(verbs.split(", ")), "see --help"))
                .orElse("; see --help");
        problems.add("the first word must be one of " + verbs + hint);
    }

    private void misplaced(Verb given) {
        for (Option option : Option.values()) {
            if (has(option) && option.isRefusedBy(given)) {
                problems.add(option.spelling() + " goes with " + option.verbs() + " only");
            }
        }
    }

    /** Returns a mistake in our words; empty for what is named elsewhere, as by {@link #unknown}. */
    private static Optional<String> problem(Exception mistake) {
        if (mistake instanceof OverwrittenOptionException twice) {
            return Optional.of(name(twice.getOverwritten()) + " is given twice: keep one");
        }
        return mistake instanceof UnmatchedArgumentException
                        || mistake instanceof MaxValuesExceededException
                        || mistake instanceof TypeConversionException
                ? Optional.empty()
                : Optional.of("the command line cannot be read; see --help");
    }

    private List<String> flagsWithValue() {
        return words.stream()
                .filter(word -> Arrays.stream(Option.values())
                        .anyMatch(o -> !o.takesValue() && word.startsWith(o.spelling() + "=")))
                .toList();
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : "a word";
    }

    // picocli suggests by the first letters alone, and would not find --policy for --plicy.
    private static String unknown(String word) {
        String name = word.replaceFirst("=.*", "");
        String lower = name.toLowerCase(Locale.ROOT);
        boolean credential =
                List.of("secret", "token", "password", "client").stream().anyMatch(lower::contains);
        return credential
                ? name
                        + " is not an option: credentials are read from the environment, where other users cannot see them"
                : name + " is not an option" + NearWords.hint(name, Option.spellings(), "see --help");
    }

    Optional<Verb> verb() {
        return verb;
    }

    /** Returns the words that are no options, without the verb and without what may be the value of an unknown option. */
    List<String> operands() {
        List<String> operands = new ArrayList<>(result.matchedPositionalValue(0, List.<String>of()));
        for (int i = 1; i < words.size(); i++) {
            if (result.unmatched().contains(words.get(i - 1))
                    && !words.get(i - 1).contains("=")) {
                operands.remove(words.get(i));
            }
        }
        // picocli takes the value of a flag for a word of its own.
        flagsWithValue().forEach(flag -> operands.remove(flag.replaceFirst("[^=]*=", "")));
        return operands;
    }

    boolean has(Option option) {
        return result.hasMatchedOption(option.spelling());
    }

    Optional<String> value(Option option) {
        return all(option).stream().filter(v -> !v.isBlank()).findFirst();
    }

    List<String> all(Option option) {
        return option.takesValue() && has(option)
                ? result.matchedOption(option.spelling()).originalStringValues()
                : List.of();
    }

    /** Returns whether the help of the verb is asked for. */
    boolean asksForHelp() {
        return result.isUsageHelpRequested();
    }

    /** Returns the problems so far; {@link RequestReader} adds those of the values. */
    List<String> problems() {
        return problems;
    }
}
