// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.Identity;
import io.tenantry.internal.regex.Language;
import io.tenantry.internal.regex.Regexes;
import java.util.List;
import java.util.Set;

/** A predicate over an identity. A comparison over a missing attribute is false, never true. Immutable. */
public sealed interface Condition {
    /** Returns whether the identity satisfies this. */
    boolean holds(Identity identity);

    /** Is in the source group of exactly this name. */
    record SourceGroup(String name) implements Condition {
        @Override
        public boolean holds(Identity identity) {
            return identity.sourceGroups().contains(name);
        }

        @Override
        public String toString() {
            return "in source group \"" + name + "\"";
        }
    }

    /** Has one of these values, compared exactly; {@code equals} in a document is a set of one. */
    record In(String attribute, Set<String> values) implements Condition {
        /** Copies the values. */
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(Identity identity) {
            return identity.attribute(attribute).filter(values::contains).isPresent();
        }

        @Override
        public String toString() {
            return attribute + " in " + values.stream().sorted().toList();
        }
    }

    /** Has a value that starts with exactly this text. */
    record StartsWith(String attribute, String prefix) implements Condition {
        @Override
        public boolean holds(Identity identity) {
            return identity.attribute(attribute)
                    .filter(v -> v.startsWith(prefix))
                    .isPresent();
        }

        @Override
        public String toString() {
            return attribute + " starts with \"" + prefix + "\"";
        }
    }

    /**
     * Has a value that matches this regular expression as a whole. Of {@link java.util.regex.Pattern}'s expressions it takes those
     * that are regular, with the same meaning, and matches them in time linear in the value, whatever the value is.
     */
    final class Matches implements Condition {
        private final String attribute;
        private final String regex;
        private final Language language;

        /**
         * Compiles the expression.
         *
         * @throws java.util.regex.PatternSyntaxException if {@code regex} is none, or refers back, looks around, or is otherwise
         *     more than regular
         */
        public Matches(String attribute, String regex) {
            this.attribute = attribute;
            this.regex = regex;
            this.language = Regexes.compile(regex);
        }

        /** Returns the attribute that is compared. */
        public String attribute() {
            return attribute;
        }

        /** Returns the expression as it was written. */
        public String regex() {
            return regex;
        }

        /** Returns whether a value matches the expression as a whole, in time linear in its length. */
        public boolean accepts(String value) {
            return language.contains(value);
        }

        Language language() {
            return language;
        }

        @Override
        public boolean holds(Identity identity) {
            return identity.attribute(attribute).filter(this::accepts).isPresent();
        }

        /** Two conditions are equal if they compare one attribute with the same text of an expression. */
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
    record Present(String attribute) implements Condition {
        @Override
        public boolean holds(Identity identity) {
            return identity.attribute(attribute).isPresent();
        }

        @Override
        public String toString() {
            return attribute + " is present";
        }
    }

    /** Satisfies at least one. */
    record Any(List<Condition> of) implements Condition {
        /** Copies the conditions. */
        public Any {
            of = List.copyOf(of);
        }

        @Override
        public boolean holds(Identity identity) {
            return of.stream().anyMatch(c -> c.holds(identity));
        }

        @Override
        public String toString() {
            return "any of " + of;
        }
    }

    /** Satisfies every one. */
    record All(List<Condition> of) implements Condition {
        /** Copies the conditions. */
        public All {
            of = List.copyOf(of);
        }

        @Override
        public boolean holds(Identity identity) {
            return of.stream().allMatch(c -> c.holds(identity));
        }

        @Override
        public String toString() {
            return "all of " + of;
        }
    }

    /** Does not satisfy it. */
    record Not(Condition of) implements Condition {
        @Override
        public boolean holds(Identity identity) {
            return !of.holds(identity);
        }

        @Override
        public String toString() {
            return "not " + of;
        }
    }
}
