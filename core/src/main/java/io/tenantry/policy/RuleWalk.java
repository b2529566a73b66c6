// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.List;
import java.util.function.BiConsumer;

/** Visits a rule and all its parts, each with its path in the document, outer parts first. */
final class RuleWalk {
    private RuleWalk() {}

    static void each(Condition rule, String path, BiConsumer<Condition, String> visitor) {
        visitor.accept(rule, path);
        if (rule instanceof Condition.Any any) {
            each(any.of(), path + ".any", visitor);
        } else if (rule instanceof Condition.All all) {
            each(all.of(), path + ".all", visitor);
        } else if (rule instanceof Condition.Not not) {
            each(not.of(), path + ".not", visitor);
        }
    }

    private static void each(List<Condition> rules, String path, BiConsumer<Condition, String> visitor) {
        for (int i = 0; i < rules.size(); i++) {
            each(rules.get(i), path + "[" + i + "]", visitor);
        }
    }
}
