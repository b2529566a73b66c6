// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.regex.Regexes;
import io.tenantry.policy.Node.Spot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the rules of a document, which stand under {@code match}, {@code when}, {@code outside}, {@code any}, {@code all} and {@code
 * not}.
 */
final class ConditionBinder {
    /** The keys of which a rule has exactly one, in the order in which a message lists them. */
    private static final Map<String, Form> FORMS = new LinkedHashMap<>();

    /** The comparisons of which {@code attribute} has exactly one beside it. A new one is one more line here. */
    private static final Map<String, Operand> COMPARISONS = new LinkedHashMap<>();

    static {
        FORMS.put("sourceGroup", (binder, rule, key, path) -> rule.text(key).map(Condition.SourceGroup::new));
        FORMS.put("attribute", ConditionBinder::attribute);
        FORMS.put("any", (binder, rule, key, path) -> binder.several(rule, key).map(Condition.Any::new));
        FORMS.put("all", (binder, rule, key, path) -> binder.several(rule, key).map(Condition.All::new));
        FORMS.put("not", ConditionBinder::not);
        COMPARISONS.put("equals", text((attribute, value) -> new Condition.In(attribute, Set.of(value))));
        COMPARISONS.put("in", ConditionBinder::in);
        COMPARISONS.put("startsWith", text(Condition.StartsWith::new));
        COMPARISONS.put("matches", ConditionBinder::matches);
        COMPARISONS.put("present", ConditionBinder::present);
    }

    private final Problems problems;

    ConditionBinder(Problems problems) {
        this.problems = problems;
    }

    /** Returns every key that a rule can have. */
    static String[] keys() {
        return Stream.of(FORMS, COMPARISONS)
                .flatMap(table -> table.keySet().stream())
                .toArray(String[]::new);
    }

    /** Returns the keys of the comparisons. */
    static Set<String> comparisons() {
        return Collections.unmodifiableSet(COMPARISONS.keySet());
    }

    Optional<Condition> condition(Node node, String path) {
        return Section.of(node, path, Keys.CONDITION, problems).flatMap(s -> condition(s, path));
    }

    private Optional<Condition> condition(Section section, String path) {
        Optional<Map.Entry<String, Form>> form = onlyOne(section, path, FORMS, "a rule");
        List<String> stray = COMPARISONS.keySet().stream().filter(section::has).toList();
        if (form.isPresent() && !form.get().getKey().equals("attribute") && !stray.isEmpty()) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    section.spot(stray.get(0)),
                    section.path(stray.get(0)),
                    stray.get(0) + " compares an attribute, but no attribute is named beside it",
                    "Write it in a rule of its own: { attribute: ..., " + stray.get(0) + ": ... }");
            return Optional.empty();
        }
        return form.flatMap(f -> f.getValue().read(this, section, f.getKey(), path));
    }

    private Optional<Condition> attribute(Section rule, String key, String path) {
        return rule.text(key)
                .flatMap(attribute -> onlyOne(rule, path, COMPARISONS, "a comparison")
                        .flatMap(c -> c.getValue().read(this, rule, c.getKey(), attribute)));
    }

    private Optional<Condition> not(Section rule, String key, String path) {
        return rule.node(key).flatMap(n -> condition(n, rule.path(key))).map(Condition.Not::new);
    }

    private static Operand text(BiFunction<String, String, Condition> comparison) {
        return (binder, rule, key, attribute) -> rule.text(key).map(value -> comparison.apply(attribute, value));
    }

    private Optional<Condition> present(Section rule, String key, String attribute) {
        Condition present = new Condition.Present(attribute);
        return rule.flag(key).map(wanted -> wanted ? present : new Condition.Not(present));
    }

    private Optional<Condition> in(Section rule, String key, String attribute) {
        Set<String> values = Set.copyOf(rule.texts(key));
        if (!values.isEmpty()) {
            return Optional.of(new Condition.In(attribute, values));
        }
        boolean empty = rule.node(key)
                .flatMap(Node::items)
                .filter(i -> i.of().isEmpty())
                .isPresent();
        if (empty) {
            problems.add(
                    ProblemCode.MATCH_UNSATISFIABLE,
                    rule.spot(key),
                    rule.path(key),
                    "an empty list matches no value",
                    "List the values");
        }
        return Optional.empty();
    }

    private Optional<Condition> matches(Section rule, String key, String attribute) {
        return rule.text(key).flatMap(regex -> {
            Optional<String> refusal = Regexes.refusal(regex).map(Quote::plain);
            refusal.ifPresent(why -> problems.add(
                    ProblemCode.REGEX_REFUSED,
                    rule.node(key).map(Node::at).orElse(rule.at()),
                    rule.path(key),
                    Quote.of(regex) + ": " + why));
            return refusal.isPresent() ? Optional.empty() : Optional.of(new Condition.Matches(attribute, regex));
        });
    }

    private Optional<List<Condition>> several(Section section, String form) {
        Node node = section.node(form).orElseThrow();
        int reported = problems.count();
        List<Condition> of = Section.list(node, section.path(form), this::condition, problems);
        if (of.isEmpty() && problems.count() == reported) {
            problems.add(
                    ProblemCode.MATCH_UNSATISFIABLE,
                    section.spot(form),
                    section.path(form),
                    form.equals("any") ? "an empty any matches no person" : "an empty all would match every person",
                    "List the rules");
        }
        // A rule with a broken part is dropped as a whole, because the rest of it would mean something else.
        return problems.count() > reported ? Optional.empty() : Optional.of(of);
    }

    private <T> Optional<Map.Entry<String, T>> onlyOne(Section section, String path, Map<String, T> keys, String what) {
        List<Map.Entry<String, T>> written =
                keys.entrySet().stream().filter(k -> section.has(k.getKey())).toList();
        if (written.size() == 1) {
            return Optional.of(written.get(0));
        }
        Spot at = written.size() > 1 ? section.spot(written.get(1).getKey()) : section.at();
        if (written.isEmpty()) {
            problems.add(
                    ProblemCode.MISSING_FIELD,
                    at,
                    path,
                    what + " needs one of " + String.join(", ", keys.keySet()),
                    "Add one of them");
        } else {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    at,
                    path,
                    what + " is exactly one of "
                            + written.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "))
                            + ", not all of them",
                    "Combine rules with any: [...] or all: [...]");
        }
        return Optional.empty();
    }

    /** Reads a rule that has a key of {@link #FORMS}. */
    @FunctionalInterface
    private interface Form {
        Optional<Condition> read(ConditionBinder binder, Section rule, String key, String path);
    }

    /** Reads what stands under a key of {@link #COMPARISONS}. */
    @FunctionalInterface
    private interface Operand {
        Optional<Condition> read(ConditionBinder binder, Section rule, String key, String attribute);
    }
}
