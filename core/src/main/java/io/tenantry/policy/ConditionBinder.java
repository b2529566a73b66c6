// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.regex.Regexes;
import io.tenantry.policy.Node.Spot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the rules of a document: what stands under {@code match}, {@code when}, {@code any}, {@code all} and {@code not}. */
final class ConditionBinder {
    private static final List<String> FORMS = List.of("sourceGroup", "attribute", "any", "all", "not");
    private static final List<String> COMPARISONS = List.of("equals", "in", "startsWith", "matches", "present");

    private final Problems problems;

    ConditionBinder(Problems problems) {
        this.problems = problems;
    }

    Optional<Condition> condition(Node node, String path) {
        return Section.of(node, path, Keys.CONDITION, problems).flatMap(s -> condition(s, path));
    }

    private Optional<Condition> condition(Section section, String path) {
        Optional<String> form = onlyOne(section, path, FORMS, "a rule");
        List<String> stray = COMPARISONS.stream().filter(section::has).toList();
        if (form.isPresent() && !form.get().equals("attribute") && !stray.isEmpty()) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    section.spot(stray.get(0)),
                    section.path(stray.get(0)),
                    stray.get(0) + " compares an attribute, and no attribute is named beside it",
                    "Write it in a rule of its own: { attribute: ..., " + stray.get(0) + ": ... }");
            return Optional.empty();
        }
        return form.flatMap(f -> read(section, f, path));
    }

    private Optional<Condition> read(Section section, String form, String path) {
        return switch (form) {
            case "sourceGroup" -> section.text(form).map(Condition.SourceGroup::new);
            case "attribute" -> section.text(form).flatMap(a -> comparison(section, a, path));
            case "any" -> several(section, form).map(Condition.Any::new);
            case "all" -> several(section, form).map(Condition.All::new);
            default ->
                section.node(form)
                        .flatMap(n -> condition(n, section.path(form)))
                        .map(Condition.Not::new);
        };
    }

    private Optional<Condition> comparison(Section section, String attribute, String path) {
        return onlyOne(section, path, COMPARISONS, "a comparison").flatMap(c -> switch (c) {
            case "equals" -> section.text(c).map(v -> new Condition.In(attribute, Set.of(v)));
            case "in" -> values(section).map(v -> new Condition.In(attribute, v));
            case "startsWith" -> section.text(c).map(v -> new Condition.StartsWith(attribute, v));
            case "matches" -> section.text(c).flatMap(v -> matches(section, attribute, v));
            default -> section.flag(c).map(wanted -> present(attribute, wanted));
        });
    }

    private static Condition present(String attribute, boolean wanted) {
        Condition present = new Condition.Present(attribute);
        return wanted ? present : new Condition.Not(present);
    }

    private Optional<Set<String>> values(Section section) {
        List<String> values = section.texts("in");
        if (!values.isEmpty()) {
            return Optional.of(Set.copyOf(values));
        }
        if (section.node("in")
                .flatMap(Node::items)
                .filter(i -> i.of().isEmpty())
                .isPresent()) {
            problems.add(
                    ProblemCode.MATCH_UNSATISFIABLE,
                    section.spot("in"),
                    section.path("in"),
                    "no value is in an empty list",
                    "List the values");
        }
        return Optional.empty();
    }

    private Optional<Condition> matches(Section section, String attribute, String regex) {
        Optional<String> refusal = Regexes.refusal(regex).map(Quote::plain);
        refusal.ifPresent(why -> problems.add(
                ProblemCode.REGEX_REFUSED,
                section.node("matches").map(Node::at).orElse(section.at()),
                section.path("matches"),
                Quote.of(regex) + ": " + why));
        return refusal.isPresent() ? Optional.empty() : Optional.of(new Condition.Matches(attribute, regex));
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
                    form.equals("any") ? "an empty any holds for nobody" : "an empty all would hold for everybody",
                    "List the rules");
        }
        // A rule with a broken part is given up as a whole: what is left of it would mean something else.
        return problems.count() > reported ? Optional.empty() : Optional.of(of);
    }

    private Optional<String> onlyOne(Section section, String path, List<String> keys, String what) {
        List<String> written = keys.stream().filter(section::has).toList();
        if (written.size() == 1) {
            return Optional.of(written.get(0));
        }
        Spot at = written.size() > 1 ? section.spot(written.get(1)) : section.at();
        if (written.isEmpty()) {
            problems.add(
                    ProblemCode.MISSING_FIELD,
                    at,
                    path,
                    what + " needs one of " + String.join(", ", keys),
                    "Add one of them");
        } else {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    at,
                    path,
                    what + " is exactly one of " + String.join(", ", written) + ", not all of them",
                    "Combine rules with any: [...] or all: [...]");
        }
        return Optional.empty();
    }
}
