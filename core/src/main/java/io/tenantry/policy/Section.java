// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Field;
import io.tenantry.policy.Node.Fields;
import io.tenantry.policy.Node.Items;
import io.tenantry.policy.Node.Kind;
import io.tenantry.policy.Node.Scalar;
import io.tenantry.policy.Node.Spot;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One map of a document, read key by key. Errors go to the problems, and the reader continues with the rest; an empty
 * result for a required part means that its problem was reported.
 */
final class Section {
    /** The ways to write true in YAML 1.1; JSON has the first. */
    private static final Set<String> TRUE = Set.of("true", "yes", "on");

    private final Fields fields;
    private final String path;
    private final Problems problems;

    private Section(Fields fields, String path, Problems problems) {
        this.fields = fields;
        this.path = path;
        this.problems = problems;
    }

    /** Reads a node as a map with these keys. */
    static Optional<Section> of(Node node, String path, Keys keys, Problems problems) {
        Optional<Section> section = node.fields().map(fields -> new Section(fields, path, problems));
        section.ifPresentOrElse(
                s -> s.refuseUnknown(keys),
                () -> wrongType(node, path, "a map with the keys " + String.join(", ", keys.names), problems));
        return section;
    }

    Spot at() {
        return fields.at();
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return node(key).isPresent();
    }

    /**
     * The node of a key. A key without a value counts as written, because a forgotten value must not mean the default.
     */
    Optional<Node> node(String key) {
        return fields.field(key).map(Field::value);
    }

    Spot spot(String key) {
        return fields.field(key).map(Field::at).orElse(at());
    }

    Optional<String> text(String key) {
        return node(key).flatMap(n -> text(n, path(key), problems));
    }

    /** Returns the text of a key as a date. */
    Optional<LocalDate> date(String key, String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    node(key).map(Node::at).orElse(at()),
                    path(key),
                    Quote.of(text) + " is not a date",
                    "Write it as YYYY-MM-DD");
            return Optional.empty();
        }
    }

    Optional<String> requiredText(String key) {
        return required(key).flatMap(n -> text(n, path(key), problems));
    }

    Optional<Node> required(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            problems.add(
                    ProblemCode.MISSING_FIELD,
                    at(),
                    path(key),
                    (path.isEmpty() ? "the document" : path) + " has no " + key,
                    "Add " + key);
        }
        return node;
    }

    Optional<Section> section(String key, Keys keys) {
        return node(key).flatMap(n -> of(n, path(key), keys, problems));
    }

    /** Reads a list; the function reads each item from its node and path. Items without a result are left out. */
    <T> List<T> list(String key, BiFunction<Node, String, Optional<T>> item) {
        return node(key).map(n -> list(n, path(key), item, problems)).orElse(List.of());
    }

    static <T> List<T> list(Node node, String path, BiFunction<Node, String, Optional<T>> item, Problems problems) {
        Optional<Items> items = node.items();
        if (items.isEmpty()) {
            wrongType(node, path, "a list", problems);
            return List.of();
        }
        List<Node> of = items.get().of();
        List<T> read = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            item.apply(of.get(i), path + "[" + i + "]").ifPresent(read::add);
        }
        return read;
    }

    List<String> texts(String key) {
        return list(key, (n, p) -> text(n, p, problems));
    }

    /** Reads one word of an enumeration. */
    <E extends Enum<E>> Optional<E> word(String key, E[] values, Function<E, String> keyOf) {
        return node(key).flatMap(n -> word(n, path(key), values, keyOf, problems));
    }

    static <E extends Enum<E>> Optional<E> word(
            Node node, String path, E[] values, Function<E, String> keyOf, Problems problems) {
        Optional<String> written = text(node, path, problems);
        Optional<E> value = written.flatMap(
                w -> Arrays.stream(values).filter(v -> keyOf.apply(v).equals(w)).findFirst());
        if (written.isPresent() && value.isEmpty()) {
            List<String> known = Arrays.stream(values).map(keyOf).toList();
            problems.add(
                    ProblemCode.BAD_VALUE,
                    node.at(),
                    path,
                    Quote.of(written.get()) + " is not one of " + String.join(", ", known),
                    Suggestion.advice(written.get(), known));
        }
        return value;
    }

    Optional<Boolean> flag(String key) {
        return scalar(key, "true or false", s -> s.kind() == Kind.BOOLEAN)
                .map(s -> TRUE.contains(s.text().toLowerCase(Locale.ROOT)));
    }

    Optional<Long> wholeNumber(String key) {
        return scalar(
                        key,
                        "a whole number",
                        s -> s.kind() == Kind.NUMBER && s.text().matches("-?(0|[1-9][0-9]{0,17})"))
                .map(s -> Long.valueOf(s.text()));
    }

    private Optional<Scalar> scalar(String key, String wanted, Predicate<Scalar> which) {
        Optional<Node> node = node(key);
        Optional<Scalar> scalar = node.flatMap(Node::scalar).filter(which);
        if (scalar.isEmpty()) {
            node.ifPresent(n -> wrongType(n, path(key), wanted, problems));
        }
        return scalar;
    }

    /** Reads a scalar as a text that is not blank and holds no control character. */
    static Optional<String> text(Node node, String path, Problems problems) {
        Optional<Scalar> written = node.scalar().filter(s -> s.kind() != Kind.NULL);
        if (written.isEmpty()) {
            wrongType(node, path, "a text", problems);
            return Optional.empty();
        }
        Scalar scalar = written.get();
        if (scalar.kind() != Kind.TEXT) {
            problems.add(
                    ProblemCode.WRONG_TYPE,
                    node.at(),
                    path,
                    "a text belongs here, not " + node.words(),
                    "Put it in quotes: \"" + scalar.text() + "\"");
            return Optional.empty();
        }
        String text = scalar.text();
        if (text.isBlank() || text.codePoints().anyMatch(Section::isUnprintable)) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    node.at(),
                    path,
                    text.isBlank() ? "the text is blank" : "the text holds a control character or a lone surrogate",
                    "Write a text, on one line");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    static void wrongType(Node node, String path, String wanted, Problems problems) {
        problems.add(ProblemCode.WRONG_TYPE, node.at(), path, wanted + " belongs here, not " + node.words());
    }

    private void refuseUnknown(Keys keys) {
        for (Field field : fields.of()) {
            if (!keys.names.contains(field.key())) {
                problems.add(
                        field.key().equals("<<") ? ProblemCode.YAML_FEATURE : ProblemCode.UNKNOWN_KEY,
                        field.at(),
                        path(field.key()),
                        Quote.of(field.key()) + " is not a key that can stand here",
                        advice(field.key(), keys));
            }
        }
    }

    // It is one for all kinds of limits, and easily written under one of them.
    private static String advice(String key, Keys keys) {
        return keys == Keys.LIMIT && key.equals(Keys.WINDOW)
                ? "It holds for all kinds, so write it beside them: limits: { window: 7d, accounts: { max: 25 } }"
                : Suggestion.advice(key, keys.names);
    }
}
