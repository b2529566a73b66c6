// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Visits a rule and all its parts, each with its path in the document, outer parts first. */
final class RuleWalk {
    private static final Parts PARTS = new Parts();

    private RuleWalk() {}

    static void each(Condition rule, String path, BiConsumer<Condition, String> visitor) {
        visitor.accept(rule, path);
        rule.match(PARTS).forEach(part -> each(part.rule(), path + part.key(), visitor));
    }

    /** A part of a rule, and the end of its path after the path of the rule. */
    private record Part(String key, Condition rule) {}

    private static final class Parts implements Condition.Cases<List<Part>> {
        @Override
        public List<Part> sourceGroup(Condition.SourceGroup group) {
            return List.of();
        }

        @Override
        public List<Part> comparison(Condition.Comparison comparison) {
            return List.of();
        }

        @Override
        public List<Part> any(Condition.Any any) {
            return numbered(".any", any.of());
        }

        @Override
        public List<Part> all(Condition.All all) {
            return numbered(".all", all.of());
        }

        @Override
        public List<Part> not(Condition.Not not) {
            return List.of(new Part(".not", not.of()));
        }

        private static List<Part> numbered(String key, List<Condition> rules) {
            return IntStream.range(0, rules.size())
                    .mapToObj(i -> new Part(key + "[" + i + "]", rules.get(i)))
                    .toList();
        }
    }
}
