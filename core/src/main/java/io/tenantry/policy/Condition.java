// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.Identity;
import io.tenantry.internal.regex.Language;
import io.tenantry.internal.regex.Regexes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A rule about an identity. A comparison over an attribute without a value is false, never true; a comparison over an
 * attribute that the source does not deliver is unknown. Immutable.
 */
public sealed interface Condition {
    /** Returns whether the identity satisfies this; unknown if its source does not deliver enough to decide. */
    Truth test(Identity identity);

    /** Returns whether the identity is known to satisfy this. */
    default boolean holds(Identity identity) {
        return test(identity) == Truth.TRUE;
    }

    /**
     * Returns the attributes and groups that the source would have to deliver to decide this, in words such as {@code
     * attribute costCenter}; empty if this is decided.
     */
    Set<String> unsaid(Identity identity);

    /** Returns the source group that alone decides this, if there is one. */
    default Optional<String> group() {
        return Optional.empty();
    }

    /** Returns the attribute that this compares, if it is a comparison. */
    default Optional<String> compares() {
        return Optional.empty();
    }

    /**
     * Visits this and all its parts, outer parts first.
     *
     * @param path the path of this in the document
     * @param visitor gets each of them with its path
     */
    default void each(String path, BiConsumer<Condition, String> visitor) {
        visitor.accept(this, path);
    }

    /** Returns whether this negates another rule. */
    default boolean isNegation() {
        return false;
    }

    /** Calls the method for this kind of rule and returns its answer. */
    <T> T match(Cases<T> cases);

    /**
     * One method for each kind of rule.
     *
     * @param <T> what the methods return
     */
    interface Cases<T> {
        /** Answers for a source group. */
        T sourceGroup(SourceGroup group);

        /** Answers for a comparison of an attribute. */
        T comparison(Comparison comparison);

        /** Answers for a list of rules of which one suffices. */
        T any(Any any);

        /** Answers for a list of rules that all have to hold. */
        T all(All all);

        /** Answers for a rule that must not hold. */
        T not(Not not);
    }

    /** Compares the value of one attribute. To add a comparison, add a record here and its key in the binder. */
    sealed interface Comparison extends Condition {
        /** Any text, line ends included. */
        String ANYTHING = "[\\s\\S]*";

        /** Returns the name of the attribute. */
        String attribute();

        @Override
        default Optional<String> compares() {
            return Optional.of(attribute());
        }

        /** Returns whether a value satisfies this. */
        boolean accepts(String value);

        /** Returns the key under which this is written in a document. */
        String key();

        /** Returns the values behind the key, sorted where the order means nothing. */
        List<String> operands();

        /** Returns a regular expression for exactly the values that satisfy this. */
        String regex();

        /** Returns the values that satisfy this, if the comparison lists them. */
        default Optional<Set<String>> listed() {
            return Optional.empty();
        }

        /** Returns whether every value satisfies this; a missing value never does. */
        default boolean acceptsAnything() {
            return false;
        }

        @Override
        default Truth test(Identity identity) {
            return identity.attribute(attribute())
                    .map(value -> Truth.of(accepts(value)))
                    .orElse(identity.says(attribute()) ? Truth.FALSE : Truth.UNKNOWN);
        }

        @Override
        default Set<String> unsaid(Identity identity) {
            return identity.says(attribute()) ? Set.of() : Set.of("attribute " + attribute());
        }

        @Override
        default <T> T match(Cases<T> cases) {
            return cases.comparison(this);
        }
    }

    /** Is in the source group of exactly this name. */
    record SourceGroup(String name) implements Condition {
        @Override
        public Truth test(Identity identity) {
            return identity.sourceGroups().contains(name)
                    ? Truth.TRUE
                    : identity.saysGroup(name) ? Truth.FALSE : Truth.UNKNOWN;
        }

        @Override
        public Set<String> unsaid(Identity identity) {
            return identity.saysGroup(name) ? Set.of() : Set.of("source group \"" + name + "\"");
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.sourceGroup(this);
        }

        @Override
        public Optional<String> group() {
            return Optional.of(name);
        }

        @Override
        public String toString() {
            return "in source group \"" + name + "\"";
        }
    }

    /** Has one of these values, compared exactly; {@code equals} in a document is a set of one. */
    record In(String attribute, Set<String> values) implements Comparison {
        /** Copies the values. */
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean accepts(String value) {
            return values.contains(value);
        }

        @Override
        public String key() {
            return "in";
        }

        @Override
        public List<String> operands() {
            return values.stream().sorted().toList();
        }

        @Override
        public String regex() {
            return operands().stream().map(Regexes::quote).collect(Collectors.joining("|"));
        }

        @Override
        public Optional<Set<String>> listed() {
            return Optional.of(values);
        }

        @Override
        public String toString() {
            return attribute + " in " + operands();
        }
    }

    /** Has a value that starts with exactly this text. */
    record StartsWith(String attribute, String prefix) implements Comparison {
        @Override
        public boolean accepts(String value) {
            return value.startsWith(prefix);
        }

        @Override
        public String key() {
            return "startsWith";
        }

        @Override
        public List<String> operands() {
            return List.of(prefix);
        }

        @Override
        public String regex() {
            return Regexes.quote(prefix) + ANYTHING;
        }

        @Override
        public String toString() {
            return attribute + " starts with \"" + prefix + "\"";
        }
    }

    /**
     * Has a value that matches this regular expression as a whole. It accepts the expressions of
     * {@link java.util.regex.Pattern} that are regular, with the same meaning, and always matches in time linear in the
     * length of the value.
     */
    final class Matches implements Comparison {
        private final String attribute;
        private final String regex;
        private final Language language;

        /**
         * Compiles the expression.
         *
         * @throws java.util.regex.PatternSyntaxException if {@code regex} is not an expression, or refers back, looks
         *     around, or is otherwise not regular
         */
        public Matches(String attribute, String regex) {
            this.attribute = attribute;
            this.regex = regex;
            this.language = Regexes.compile(regex);
        }

        @Override
        public String attribute() {
            return attribute;
        }

        /** Returns the expression as written. */
        @Override
        public String regex() {
            return regex;
        }

        /** Returns whether a value matches the expression as a whole, in time linear in its length. */
        @Override
        public boolean accepts(String value) {
            return language.contains(value);
        }

        @Override
        public String key() {
            return "matches";
        }

        @Override
        public List<String> operands() {
            return List.of(regex);
        }

        /** Two conditions are equal if they have the same attribute and the same text of the expression. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Matches m && attribute.equals(m.attribute) && regex.equals(m.regex);
        }

        @Override
        public int hashCode() {
            return 31 * attribute.hashCode() + regex.hashCode();
        }

        @Override
        public String toString() {
            return attribute + " matches /" + regex + "/";
        }
    }

    /** Has any value at all. */
    record Present(String attribute) implements Comparison {
        @Override
        public boolean accepts(String value) {
            return true;
        }

        @Override
        public String key() {
            return "present";
        }

        @Override
        public List<String> operands() {
            return List.of();
        }

        @Override
        public String regex() {
            return ANYTHING;
        }

        @Override
        public boolean acceptsAnything() {
            return true;
        }

        @Override
        public String toString() {
            return attribute + " is present";
        }
    }

    /** Satisfies at least one of these rules. */
    record Any(List<Condition> of) implements Condition {
        /** Copies the conditions. */
        public Any {
            of = List.copyOf(of);
        }

        @Override
        public Truth test(Identity identity) {
            Truth any = Truth.FALSE;
            for (int i = 0; i < of.size() && any != Truth.TRUE; i++) {
                any = any.or(of.get(i).test(identity));
            }
            return any;
        }

        @Override
        public Set<String> unsaid(Identity identity) {
            return unsaidBy(of, test(identity), identity);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.any(this);
        }

        @Override
        public void each(String path, BiConsumer<Condition, String> visitor) {
            visitor.accept(this, path);
            Condition.each(of, path + ".any[", visitor);
        }

        @Override
        public String toString() {
            return "any of " + of;
        }
    }

    /** Satisfies all of these rules. */
    record All(List<Condition> of) implements Condition {
        /** Copies the conditions. */
        public All {
            of = List.copyOf(of);
        }

        @Override
        public Truth test(Identity identity) {
            Truth all = Truth.TRUE;
            for (int i = 0; i < of.size() && all != Truth.FALSE; i++) {
                all = all.and(of.get(i).test(identity));
            }
            return all;
        }

        @Override
        public Set<String> unsaid(Identity identity) {
            return unsaidBy(of, test(identity), identity);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.all(this);
        }

        @Override
        public void each(String path, BiConsumer<Condition, String> visitor) {
            visitor.accept(this, path);
            Condition.each(of, path + ".all[", visitor);
        }

        @Override
        public String toString() {
            return "all of " + of;
        }
    }

    /** Does not satisfy this rule. */
    record Not(Condition of) implements Condition {
        @Override
        public Truth test(Identity identity) {
            return of.test(identity).not();
        }

        @Override
        public Set<String> unsaid(Identity identity) {
            return of.unsaid(identity);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.not(this);
        }

        @Override
        public void each(String path, BiConsumer<Condition, String> visitor) {
            visitor.accept(this, path);
            of.each(path + ".not", visitor);
        }

        @Override
        public boolean isNegation() {
            return true;
        }

        @Override
        public String toString() {
            return "not " + of;
        }
    }

    private static void each(List<Condition> parts, String path, BiConsumer<Condition, String> visitor) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).each(path + i + "]", visitor);
        }
    }

    private static Set<String> unsaidBy(Collection<Condition> parts, Truth whole, Identity identity) {
        Set<String> unsaid = new LinkedHashSet<>();
        if (whole == Truth.UNKNOWN) {
            parts.forEach(part -> unsaid.addAll(part.unsaid(identity)));
        }
        return unsaid;
    }
}
