// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.internal.regex.Regexes;
import io.tenantry.policy.Condition.Comparison;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every rule that a document can hold must have, one that is added tomorrow included. */
final class EveryConditionTest {
    private static final List<String> VALUES = List.of("", "a", "b", "ab", "ba", "aba", "a\n", ".", "A", "[a]", "\\a");

    /** An operand for each comparison. */
    private static final Map<String, String> OPERANDS = Map.of(
            "equals", "a",
            "in", "[a, ba]",
            "startsWith", "a",
            "matches", "b.*",
            "present", "true");

    @Test
    void noComparisonIsLeftOutHere() {
        assertThat(OPERANDS.keySet()).isEqualTo(ConditionBinder.comparisons());
    }

    @Test
    void everyKindOfComparisonCanBeWritten() {
        assertThat(comparisons().values())
                .extracting(Object::getClass)
                .containsOnly(Comparison.class.getPermittedSubclasses())
                .contains(Comparison.class.getPermittedSubclasses());
    }

    @Test
    void everyComparisonAcceptsWhatItsRegularExpressionDoes() {
        comparisons()
                .forEach((key, comparison) -> assertThat(VALUES)
                        .as(key)
                        .allSatisfy(value -> assertThat(comparison.accepts(value))
                                .isEqualTo(Regexes.trusted(comparison.regex()).contains(value))));
    }

    @Test
    void everyComparisonAcceptsExactlyTheValuesThatItLists() {
        comparisons()
                .values()
                .forEach(comparison -> comparison
                        .listed()
                        .ifPresent(listed -> assertThat(VALUES.stream().filter(comparison::accepts))
                                .containsExactlyInAnyOrderElementsOf(listed)));
    }

    @Test
    void everyComparisonHasAHashAndWordsOfItsOwn() {
        List<OrganizationPolicy> policies = OPERANDS.keySet().stream()
                .map(key -> PolicyTexts.yaml(document(key)).orThrow())
                .toList();

        assertThat(policies).extracting(OrganizationPolicy::hash).doesNotHaveDuplicates();
        assertThat(policies)
                .extracting(p -> p.tenants().get(0).match().toString())
                .doesNotHaveDuplicates()
                .allMatch(words -> words.startsWith("cost "));
    }

    @Test
    void everyComparisonRefusesToStandBesideAnother() {
        for (String key : OPERANDS.keySet()) {
            String other = key.equals("equals") ? "present: true" : "equals: a";
            String both = document(key).replace("cost, ", "cost, " + other + ", ");

            assertThat(PolicyTexts.yaml(both).problems())
                    .extracting(Problem::code)
                    .contains(ProblemCode.BAD_VALUE);
        }
    }

    private static Map<String, Comparison> comparisons() {
        return OPERANDS.keySet().stream().collect(Collectors.toMap(Function.identity(), key -> (Comparison)
                PolicyTexts.yaml(document(key)).orThrow().tenants().get(0).match()));
    }

    private static String document(String key) {
        String rule = "{ attribute: cost, " + key + ": " + OPERANDS.get(key) + " }";
        return PolicyTexts.ofTenants(PolicyTexts.tenant("retail", "Tenant_A", rule, "Tenant_A_Agents"));
    }
}
