// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.scim.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a filter. A value may stand without quotes, as some providers send it; it then ends at the next space or bracket.
 * Not thread-safe.
 */
final class FilterParser {
    private static final int MOST_TERMS = 100;
    private static final int DEEPEST = 20;

    private final Kind kind;
    private final String text;
    private int at;
    private int terms;
    private int depth;

    /** The attribute whose values are looked at, inside of brackets. */
    private Optional<Attribute> inside = Optional.empty();

    private boolean bracketed;

    FilterParser(Kind kind, String text, int at) {
        this.kind = kind;
        this.text = text;
        this.at = at;
    }

    /**
     * Reads a whole filter.
     *
     * @throws RefusedRequest if it cannot be read
     */
    static Filter read(Kind kind, String text) {
        if (text.length() > Limits.LONGEST_FILTER) {
            throw RefusedRequest.filter("the filter has more than " + Limits.LONGEST_FILTER + " characters");
        }
        FilterParser parser = new FilterParser(kind, text, 0);
        Filter filter = parser.or();
        parser.spaces();
        if (parser.at < text.length()) {
            throw parser.wrong("and, or, or the end is expected");
        }
        return filter;
    }

    /** Reads the filter in brackets that stands behind an attribute, and the bracket behind it. */
    Filter within(String schema, Optional<Attribute> attribute) {
        Optional<Attribute> outside = inside;
        boolean wasBracketed = bracketed;
        inside = attribute;
        bracketed = true;
        deeper();
        Filter filter = or();
        depth--;
        spaces();
        if (!taken(']')) {
            throw wrong("] is expected");
        }
        inside = outside;
        bracketed = wasBracketed;
        return filter;
    }

    /** Returns what stands behind the part that was read. */
    String rest() {
        return text.substring(at);
    }

    private Filter or() {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(and());
        } while (word("or"));
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private Filter and() {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(term());
        } while (word("and"));
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    private Filter term() {
        if (++terms > MOST_TERMS) {
            throw wrong("the filter has more than " + MOST_TERMS + " conditions");
        }
        spaces();
        int start = at;
        if (word("not")) {
            spaces();
            if (taken('(')) {
                return new Filter.Not(group());
            }
            at = start;
        }
        return taken('(') ? group() : comparison();
    }

    private Filter group() {
        deeper();
        Filter filter = or();
        depth--;
        spaces();
        if (!taken(')')) {
            throw wrong(") is expected");
        }
        return filter;
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw wrong("the filter is more than " + DEEPEST + " deep");
        }
    }

    private Filter comparison() {
        spaces();
        String name = run("=!<>\"'");
        AttributePath path = path(name, Optional.empty(), "");
        if (taken('[')) {
            if (bracketed) {
                throw wrong("brackets stand in brackets");
            }
            Filter part = within(path.schema(), path.attribute(kind));
            if (!taken('.')) {
                return new Filter.Within(path, part);
            }
            path = path(name, Optional.of(part), run("=!<>\"'"));
        }
        return compared(path);
    }

    private Filter compared(AttributePath path) {
        spaces();
        String word = run("\"").toLowerCase(Locale.ROOT);
        if (word.equals("pr")) {
            return new Filter.Present(path);
        }
        Operator operator = operator(word);
        spaces();
        if (at < text.length() && text.charAt(at) == '"') {
            return new Filter.Compare(path, operator, quoted(), exact(path));
        }
        String value = run("\"");
        if (value.isEmpty()) {
            throw wrong("a value is expected");
        }
        if (value.equals("null")) {
            Filter present = new Filter.Present(path);
            return operator == Operator.NE ? present : new Filter.Not(present);
        }
        return new Filter.Compare(path, operator, value, exact(path));
    }

    private Operator operator(String word) {
        for (Operator operator : Operator.values()) {
            if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
                return operator;
            }
        }
        throw wrong("one of eq, ne, co, sw, ew, pr, gt, ge, lt, le is expected");
    }

    /** An id and an external id compare with case; so do values of which their schema says so. */
    private boolean exact(AttributePath path) {
        if (!bracketed && (path.is("id") || path.is("externalId") || path.is("members") || path.is("groups"))) {
            return true;
        }
        Optional<Attribute> attribute =
                bracketed ? inside.flatMap(outer -> outer.part(path.name())) : path.attribute(kind);
        String part = path.part();
        return attribute
                .flatMap(known -> part.isEmpty() ? Optional.of(known) : known.part(part))
                .map(Attribute::exact)
                .orElse(false);
    }

    private AttributePath path(String name, Optional<Filter> filter, String part) {
        try {
            if (bracketed && filter.isEmpty()) {
                return inside(name);
            }
            if (filter.isPresent()) {
                AttributePath plain = AttributePath.of(kind, name, false);
                return AttributePath.named(kind, plain.schema(), plain.name(), filter, part);
            }
            AttributePath path = AttributePath.of(kind, name, false);
            if (path.name().isEmpty() || path.filter().isPresent()) {
                throw wrong("an attribute is expected");
            }
            return path;
        } catch (RefusedRequest e) {
            throw wrong("an attribute is expected");
        }
    }

    private AttributePath inside(String name) {
        if (!AttributePath.isName(name)) {
            throw wrong("an attribute is expected");
        }
        return new AttributePath(
                "",
                inside.flatMap(outer -> outer.part(name)).map(Attribute::name).orElse(name),
                Optional.empty(),
                "");
    }

    private boolean word(String word) {
        spaces();
        int end = at + word.length();
        if (text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length() || " (\t".indexOf(text.charAt(end)) >= 0)) {
            at = end;
            return true;
        }
        return false;
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Takes what stands up to the next space or bracket. */
    private String run(String ends) {
        int start = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "()[]".indexOf(text.charAt(at)) < 0
                && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        throw wrong("\" is expected");
    }

    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : '?';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("a JSON escape is expected");
        };
    }

    private char unicode() {
        String digits = text.substring(at + 1, Math.min(at + 5, text.length()));
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            throw wrong("four hexadecimal digits are expected");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private RefusedRequest wrong(String expected) {
        return RefusedRequest.filter("the filter cannot be read at character " + (at + 1) + ": " + expected);
    }
}
