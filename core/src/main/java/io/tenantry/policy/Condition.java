// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.Identity;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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
     * Has a value that matches this regular expression as a whole.
     *
     * @param regex a {@link Pattern}; two conditions are equal if their texts are
     */
    record Matches(String attribute, String regex) implements Condition {
        /** @throws java.util.regex.PatternSyntaxException if {@code regex} is none */
        public Matches {
            Pattern.compile(regex);
        }

        @Override
        public boolean holds(Identity identity) {
            return identity.attribute(attribute)
                    .filter(v -> Pattern.matches(regex, v))
                    .isPresent();
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
