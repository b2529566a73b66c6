// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads those of Java's regular expressions that are regular. An accepted expression has the same meaning as for
 * {@link Pattern}. An expression that cannot be matched in linear time is refused, because values come from outside and
 * must not make a rule run for ever.
 */
final class RegexParser {
    private static final int DEEPEST = 50;

    /** Java's own parser runs first; it recurses into groups, and a longer expression could exhaust its stack. */
    private static final int LONGEST = 1_000;

    private static final CodePoints LINE_ENDS =
            CodePoints.of('\n').or(CodePoints.of('\r')).or(CodePoints.of(0x85)).or(CodePoints.between(0x2028, 0x2029));
    private static final CodePoints DIGITS = CodePoints.between('0', '9');
    private static final CodePoints WORD = DIGITS.or(CodePoints.between('a', 'z'))
            .or(CodePoints.between('A', 'Z'))
            .or(CodePoints.of('_'));
    private static final CodePoints SPACE = CodePoints.between('\t', '\r').or(CodePoints.of(' '));

    /** The sets of categories, made from all code points, so made once and only on first use. */
    private static final class Categories {
        static final CodePoints LETTERS = CodePoints.where(Character::isLetter);
        static final CodePoints UPPER = CodePoints.where(c -> Character.getType(c) == Character.UPPERCASE_LETTER);
        static final CodePoints LOWER = CodePoints.where(c -> Character.getType(c) == Character.LOWERCASE_LETTER);
        static final CodePoints DIGITS = CodePoints.where(Character::isDigit);
    }

    private final String text;
    private final boolean anyCase;
    private int at;
    private int depth;

    private RegexParser(String text) {
        this.text = text;
        this.anyCase = text.startsWith("(?i)");
        this.at = anyCase ? 4 : 0;
    }

    /** @throws PatternSyntaxException if this is not a regular expression, or not one that a policy may contain */
    static Regex parse(String regex) {
        RegexParser parser = new RegexParser(regex);
        if (regex.length() > LONGEST) {
            throw parser.refused("it is longer than " + LONGEST + " characters");
        }
        Pattern.compile(regex);
        return parser.whole();
    }

    /** Parses an expression that this program built, without Java's parser and without a limit. */
    static Regex trusted(String regex) {
        return new RegexParser(regex).whole();
    }

    private Regex whole() {
        Regex whole = choice();
        if (at < text.length()) {
            throw refused("it has one ) too many");
        }
        return whole;
    }

    private Regex choice() {
        if (++depth > DEEPEST) {
            throw refused("its groups are nested deeper than " + DEEPEST);
        }
        List<Regex> options = new ArrayList<>();
        options.add(sequence());
        while (peek() == '|') {
            at++;
            options.add(sequence());
        }
        depth--;
        return options.size() == 1 ? options.get(0) : new Regex.Choice(options);
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        if (depth == 1 && peek() == '^') {
            at++;
        }
        while (peek() != '|' && peek() != ')' && peek() != END) {
            if (depth == 1 && peek() == '$' && (at + 1 == text.length() || text.charAt(at + 1) == '|')) {
                at++;
            } else {
                parts.add(repeated(single()));
            }
        }
        return new Regex.Sequence(parts);
    }

    private static final int END = -1;

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    private int next() {
        int c = peek();
        if (c == END) {
            throw refused("it ends too early");
        }
        at += Character.charCount(c);
        return c;
    }

    private Regex repeated(Regex of) {
        int sign = peek();
        if (sign != '*' && sign != '+' && sign != '?' && sign != '{') {
            return of;
        }
        Regex repeat = repetition(of, next());
        if (peek() == '?') {
            // For the match of a whole text, reluctant and greedy mean the same.
            at++;
        }
        if (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{') {
            throw refused("a repetition is followed by " + Character.toString(peek()));
        }
        return repeat;
    }

    private Regex repetition(Regex of, int sign) {
        return switch (sign) {
            case '*' -> new Regex.Repeat(of, 0, Regex.UNBOUNDED);
            case '+' -> new Regex.Repeat(of, 1, Regex.UNBOUNDED);
            case '?' -> new Regex.Repeat(of, 0, 1);
            default -> counted(of);
        };
    }

    private Regex counted(Regex of) {
        int least = number();
        int most = least;
        if (peek() == ',') {
            at++;
            most = peek() == '}' ? Regex.UNBOUNDED : number();
        }
        if (next() != '}') {
            throw refused("a repetition is not closed");
        }
        return new Regex.Repeat(of, least, most);
    }

    private int number() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from || at - from > 4) {
            throw refused("a repetition has no count, or one of more than four digits");
        }
        return Integer.parseInt(text.substring(from, at));
    }

    private Regex single() {
        int c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> new Regex.Chars(characters());
            case '.' -> new Regex.Chars(LINE_ENDS.not());
            case '\\' -> new Regex.Chars(escaped());
            case '^', '$' ->
                throw refused(Character.toString(c) + " can stand only at the ends, where it is not needed");
            default -> new Regex.Chars(cased(CodePoints.of(c)));
        };
    }

    private Regex group() {
        if (peek() == '?') {
            at++;
            if (next() != ':') {
                throw refused("(? starts a group that is not plain: it looks around, sets a flag or has a name");
            }
        }
        Regex inner = choice();
        if (next() != ')') {
            throw refused("a group is not closed");
        }
        return inner;
    }

    private CodePoints characters() {
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        CodePoints set = CodePoints.all().not();
        do {
            set = set.or(range());
        } while (peek() != ']');
        at++;
        return negated ? set.not() : set;
    }

    private CodePoints range() {
        int from = peek();
        if (from == '[' || from == '&' || from == ']') {
            throw refused("[, ] and & inside brackets need a backslash");
        }
        boolean escape = from == '\\';
        CodePoints low = characterInBrackets();
        if (peek() != '-' || at + 1 >= text.length() || text.charAt(at + 1) == ']') {
            return low;
        }
        at++;
        if (escape || peek() == '\\' || peek() == '[') {
            throw refused("a range inside brackets must go from one plain character to another");
        }
        return cased(CodePoints.between(from, next()));
    }

    private CodePoints characterInBrackets() {
        int c = next();
        return c == '\\' ? escaped() : cased(CodePoints.of(c));
    }

    private CodePoints escaped() {
        int c = next();
        return switch (c) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.not();
            case 'w' -> WORD;
            case 'W' -> WORD.not();
            case 's' -> SPACE;
            case 'S' -> SPACE.not();
            case 't' -> CodePoints.of('\t');
            case 'p' -> category();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw refused("\\" + Character.toString(c)
                            + " is not one of \\d \\w \\s \\t \\p{L}, their capitals, or an escaped sign");
                }
                yield CodePoints.of(c);
            }
        };
    }

    private CodePoints category() {
        int close = text.indexOf('}', at);
        String name = peek() == '{' && close > at ? text.substring(at + 1, close) : "";
        at = close + 1;
        return switch (name) {
            case "L" -> Categories.LETTERS;
            case "Lu" -> ofOneCase(Categories.UPPER);
            case "Ll" -> ofOneCase(Categories.LOWER);
            case "Nd" -> Categories.DIGITS;
            default -> throw refused("of the categories, \\p{L}, \\p{Lu}, \\p{Ll} and \\p{Nd} can be used");
        };
    }

    private CodePoints ofOneCase(CodePoints category) {
        if (anyCase) {
            throw refused("(?i) and a category of one case contradict each other");
        }
        return category;
    }

    private CodePoints cased(CodePoints set) {
        return anyCase ? set.inBothCases() : set;
    }

    private PatternSyntaxException refused(String why) {
        return new PatternSyntaxException(why, text, Math.min(at, text.length()));
    }
}
