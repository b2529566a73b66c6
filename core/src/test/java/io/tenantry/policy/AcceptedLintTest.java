// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static io.tenantry.policy.PolicyTexts.lines;
import static io.tenantry.policy.PolicyTexts.ofTenants;
import static io.tenantry.policy.PolicyTexts.tenant;
import static io.tenantry.policy.PolicyTexts.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptedLintTest {
    private static final String POLICY = ofTenants(tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents")
            .replace("\"Retail\"", "\"Retail\", id: d-1"));
    private static final String LINE =
            "holder: { group: All }, roles: [employee], in: everywhere, reason: r, approvedBy: a";

    private static PolicyReading accepted(String line) {
        return yaml(POLICY + "accepted:\n  - { " + line + " }\n");
    }

    private static PolicyReading shared(String... divisions) {
        return yaml(POLICY + "sharedDivisions: [" + String.join(", ", divisions) + "]\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ group: All } | { group: ' retail_AGENTS' }             | accepted-holder accepted[0].holder",
                "{ group: All } | { client: CRM }                         | accepted-holder accepted[0].holder",
                "reason: r      | members: { max: 3 }, reason: r          | ",
                "reason: r      | members: { max: 0 }, reason: r          | bad-value accepted[0].members.max",
                "{ group: All } | { account: bob@x.example }              | ",
                "{ group: All } | { account: bob@x.example, group: All }  | bad-value accepted[0].holder.group",
                "{ group: All } | { id: x }                               | missing-field accepted[0].holder.group",
                "everywhere     | nowhere                                 | bad-value accepted[0].in",
                "everywhere     | { tenants: [retial] }                   | unknown-tenant accepted[0].in.tenants",
                "everywhere     | { tenants: [] }                         | accepted-incomplete accepted[0]",
                "everywhere     | { divisions: ['*'] }                    | division-everywhere accepted[0].in.divisions",
                "everywhere     | { tenants: [retail], divisions: [X] }   | bad-value accepted[0].in",
                "everywhere     | {}                                      | bad-value accepted[0].in",
                "[employee]     | []                                      | accepted-incomplete accepted[0]",
                "reason: r,     | ''                                      | accepted-incomplete accepted[0].reason",
                ", approvedBy: a | ''                                     | accepted-incomplete accepted[0].approvedBy",
                "reason: r      | until: tomorrow, reason: r              | bad-value accepted[0].until",
            })
    void findsWhatALineLacks(String from, String to, String problem) {
        String line = LINE.replace(from, to);
        assertThat(line).isNotEqualTo(LINE);
        if (problem == null) {
            assertThat(accepted(line).problems()).isEmpty();
        } else {
            assertThat(lines(accepted(line).problems()))
                    .hasSize(1)
                    .first()
                    .asString()
                    .endsWith(" " + problem);
        }
    }

    @Test
    void membersAndByRuleBelongToAGroup() {
        String account = LINE.replace("group: All", "account: bob@x.example");
        assertThat(accepted(account + ", byRule: true").problems())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.code()).isEqualTo(ProblemCode.ACCEPTED_HOLDER);
                    assertThat(p.message()).endsWith("but the holder is an account");
                });
        assertThat(accepted(account + ", members: { max: 3 }").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.ACCEPTED_HOLDER);
    }

    @Test
    void aLineStandsOnce() {
        PolicyReading twice = yaml(POLICY + "accepted:\n  - { " + LINE + " }\n  - { " + LINE + " }\n");
        assertThat(twice.problems()).extracting(Problem::code).containsExactly(ProblemCode.DUPLICATE_ID);
    }

    @Test
    void aLineEndsWithItsLastDay() {
        PolicyLint lint = PolicyLint.of(accepted(LINE + ", until: 2026-06-30"));
        assertThat(lint.calendar(LocalDate.of(2026, 6, 30))).isEmpty();
        assertThat(lint.calendar(LocalDate.of(2026, 7, 1)))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.ACCEPTED_EXPIRED);
        assertThat(PolicyLint.of(accepted(LINE)).calendar(LocalDate.of(2099, 1, 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ name: ' RETAIL' }", "{ name: Other, id: d-1 }"})
    void aTenantsDivisionIsNotShared(String division) {
        assertThat(shared(division).problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.SHARED_DIVISION_OWNED);
    }

    @Test
    void allDivisionsAreNotShared() {
        assertThat(shared("{ name: '*' }").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.DIVISION_EVERYWHERE);
    }

    @Test
    void aDivisionIsSharedOnce() {
        assertThat(shared("{ name: Internal }", "{ name: INTERNAL }").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.DUPLICATE_ID);
    }
}
