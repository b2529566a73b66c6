// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.policy.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "A",
            "0",
            "-",
            "_",
            " ",
            ".",
            "\\.",
            "\\d",
            "\\w",
            "\\W",
            "\\s",
            "\\S",
            "[ab]",
            "[^a]",
            "[a-c0-9]",
            "[^\\w-]",
            "[\\d.]",
            "(a|b0)",
            "(?:ab)",
            "a*",
            "(a|b)+",
            "b?",
            "(ab){2}",
            "[ab]{1,3}",
            "0{2,}",
            "(a*)*",
            "(a?b?)+?",
            "é",
            "\uD83D\uDE00",
            "\\p{L}",
            "\\p{Lu}",
            "\\t",
            "x|y",
            "[-a]",
            "[a-]",
            "$",
            "^");

    private static final List<String> LETTERS = List.of(
            "a",
            "b",
            "c",
            "A",
            "B",
            "0",
            "9",
            "-",
            "_",
            ".",
            " ",
            "\t",
            "\n",
            "\r",
            "\u0085",
            "é",
            "É",
            "\uD83D\uDE00",
            "x");

    @Test
    void meansWhatJavaMeans() {
        long seed = 42;
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 3_000; i++) {
            String regex = (random.nextInt(4) == 0 ? "(?i)" : "") + text(random, PIECES, 5);
            Optional<Language> language = compiled(regex);
            accepted += language.isPresent() ? 1 : 0;
            for (int j = 0; language.isPresent() && j < 30; j++) {
                String value = text(random, LETTERS, 6);
                assertThat(language.get().contains(value))
                        .as(
                                "seed %d, case %d, /%s/ on %s",
                                seed, i, regex, value.codePoints().boxed().toList())
                        .isEqualTo(Pattern.matches(regex, value));
            }
        }
        assertThat(accepted).isGreaterThan(1_500);
    }

    private static Optional<Language> compiled(String regex) {
        try {
            return Optional.of(Regexes.compile(regex));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String text(Random random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)\\1",
                "(?=a)b",
                "(?!a)b",
                "(?<=a)b",
                "(?<n>a)",
                "a*+",
                "a++",
                "a?+",
                "\\bfoo",
                "a^b",
                "(^a)",
                "\\Qa\\E",
                "[a[b]]",
                "[a&&b]",
                "(",
                "[",
                "a{2,1}",
                "\\p{IsGreek}",
                "(?s).*",
                "a(?i)b",
                "((a{200}){200}){200}",
                "\\u0041",
                "\\R",
                "a{99999}"
            })
    void refusesWhatIsNotRegularOrTooLarge(String regex) {
        assertThatThrownBy(() -> Regexes.compile(regex)).isInstanceOf(PatternSyntaxException.class);
        assertThat(Regexes.refusal(regex)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|a)*b", "(a*)*b", "(a|aa)+b", "(.*a){12}b", "([a-zA-Z]+)*b", "(a?){40}a{40}b"})
    @Timeout(10)
    void matchesWhatMakesABacktrackingMatcherRunForEver(String regex) {
        Condition.Matches condition = new Condition.Matches("x", regex);
        assertThat(condition.accepts("a".repeat(5_000))).isFalse();
        assertThat(condition.accepts("a".repeat(60) + "b")).isTrue();
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "(".repeat(100) + "a" + ")".repeat(100);
        String endless = "(".repeat(200_000) + "a" + ")".repeat(200_000);
        assertThatThrownBy(() -> Regexes.compile(deep)).isInstanceOf(PatternSyntaxException.class);
        assertThatThrownBy(() -> Regexes.compile(endless)).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void findsATextThatIsInAllAndInNone() {
        assertThat(common(List.of("A-.*", ".*-Z"), List.of("A-Z")))
                .isEqualTo(new Language.Common(true, Optional.of("A--Z")));
        assertThat(common(List.of("[a-f]+", "[d-k]+"), List.of("d+", "e")).example())
                .contains("f");
        assertThat(common(List.of(), List.of()).example()).contains("a");
    }

    @Test
    void knowsWhereThereIsNone() {
        Language.Common none = new Language.Common(true, Optional.empty());
        assertThat(common(List.of("a+", "b+"), List.of())).isEqualTo(none);
        assertThat(common(List.of("[ab]+"), List.of("[a-c]*"))).isEqualTo(none);
        assertThat(common(List.of("a*"), List.of("a+"))).isEqualTo(none);
        assertThat(common(List.of("(aa)+"), List.of("a(aa)*a"))).isEqualTo(none);
    }

    @Test
    @Timeout(20)
    void givesUpInsteadOfSearchingForEver() {
        Language.Common unknown = common(List.of("(a|b)*a(a|b){14}", "(a|b)*a(a|b){15}x"), List.of());
        assertThat(unknown.isPossible()).isTrue();
        assertThat(unknown.decided()).isFalse();
    }

    private static Language.Common common(List<String> in, List<String> notIn) {
        return Language.common(
                in.stream().map(Regexes::compile).toList(),
                notIn.stream().map(Regexes::compile).toList());
    }

    @Test
    void aFoundTextIsInAllAndInNone() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String one = text(random, PIECES, 3);
            String other = text(random, PIECES, 3);
            String not = text(random, PIECES, 3);
            if (compiled(one).isPresent()
                    && compiled(other).isPresent()
                    && compiled(not).isPresent()) {
                common(List.of(one, other), List.of(not))
                        .example()
                        .ifPresent(found -> assertThat(Pattern.matches(one, found)
                                        && Pattern.matches(other, found)
                                        && !Pattern.matches(not, found))
                                .as(
                                        "seed %d: %s in /%s/ and /%s/, not in /%s/",
                                        seed, found.codePoints().boxed().toList(), one, other, not)
                                .isTrue());
            }
        }
    }
}
