// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static io.tenantry.policy.PolicyTexts.lines;
import static io.tenantry.policy.PolicyTexts.ofTenants;
import static io.tenantry.policy.PolicyTexts.tenant;
import static io.tenantry.policy.PolicyTexts.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StructureLintTest {
    private static final String HEALTH = tenant("health", "Health", "{ sourceGroup: B }", "Health_Agents");

    private static PolicyReading withRule(String rule) {
        return yaml(ofTenants(tenant("retail", "Retail", rule, "Retail_Agents")));
    }

    private static PolicyReading withRules(String one, String other) {
        return yaml(ofTenants(
                tenant("retail", "Retail", one, "Retail_Agents"), tenant("health", "Health", other, "Health_Agents")));
    }

    @Test
    void findsNothingInASoundPolicy() {
        assertThat(PolicyTexts.acme(PolicyFormat.YAML).problems()).isEmpty();
        assertThat(PolicyTexts.acme(PolicyFormat.JSON).problems()).isEmpty();
    }

    @Test
    void checksTheRuleForTheOutsideAsAnyAndLetsItOverlapWithTenants() {
        String tenants = ofTenants(HEALTH);
        String never = "{ all: [ { attribute: x, equals: a }, { attribute: x, equals: b } ] }";

        assertThat(lines(yaml(tenants + "outside: " + never + "\n").problems()))
                .containsExactly("12:10 match-unsatisfiable outside");
        assertThat(lines(yaml(tenants + "outside: { not: { attribute: x, equals: a } }\n")
                        .problems()))
                .containsExactly("12:10 match-negation outside");
        assertThat(lines(yaml(tenants + "outside: { sourceGroup: 'b' }\n").problems()))
                .containsExactly("12:25 name-alike outside.sourceGroup");
        assertThat(yaml(tenants + "outside: { sourceGroup: B }\n").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Health", "health", " HEALTH ", "\uFF28ealth", "Health\u00A0"})
    void oneDivisionForTwoTenantsIsAnError(String name) {
        PolicyReading reading = yaml(ofTenants(HEALTH, tenant("retail", name, "{ sourceGroup: A }", "Retail_Agents")));
        assertThat(reading.policy()).isEmpty();
        assertThat(lines(reading.problems())).contains("14:23 division-shared tenants[1].division.name");
        assertThat(reading.problems())
                .filteredOn(p -> p.code() == ProblemCode.DIVISION_SHARED)
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("\"health\" (line 6)", "\"retail\""));
    }

    @Test
    void oneDivisionIdForTwoTenantsIsAnErrorWhateverTheNames() {
        String text = ofTenants(HEALTH, tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents"))
                .replace("\"Health\"", "\"Health\", id: d-1")
                .replace("\"Retail\"", "\"Retail\", id: d-1");
        assertThat(lines(yaml(text).problems())).containsExactly("14:37 division-shared tenants[1].division.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\uFF0A", "All Divisions", "all_divisions", "Everywhere", "**"})
    void aDivisionThatMeansAllIsAnError(String name) {
        PolicyReading reading = yaml(ofTenants(tenant("retail", name, "{ sourceGroup: A }", "Retail_Agents")));
        assertThat(lines(reading.problems())).containsExactly("6:23 division-everywhere tenants[0].division.name");
    }

    @Test
    void aDivisionWrittenAsAStarIsAnErrorOfItsOwnKind() {
        String text = ofTenants(HEALTH).replace("{ name: \"Health\" }", "'*'");
        assertThat(lines(yaml(text).problems())).containsExactly("6:15 division-everywhere tenants[0].division.name");
    }

    @Test
    void aDivisionIdThatMeansAllIsAnError() {
        String text = ofTenants(HEALTH).replace("\"Health\"", "\"Health\", id: '*'");
        assertThat(lines(yaml(text).problems())).containsExactly("6:37 division-everywhere tenants[0].division.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Home", "HOME", " home ", "H\u043Eme"})
    void homeIsNoTenantsDivision(String name) {
        assertThat(yaml(ofTenants(tenant("retail", name, "{ sourceGroup: A }", "Retail_Agents")))
                        .problems())
                .extracting(Problem::code)
                .contains(ProblemCode.DIVISION_HOME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "'Agent:*'", "Agent@*", "'Agent (*)'", "All Divisions", "'Agent: all divisions'"})
    void aRoleInAllDivisionsIsAnError(String role) {
        PolicyReading reading = yaml(ofTenants(HEALTH).replace("[Agent]", "[Supervisor, " + role + "]"));
        assertThat(reading.policy()).isEmpty();
        assertThat(lines(reading.problems())).containsExactly("11:29 role-everywhere tenants[0].profiles[0].roles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ role: Agent, division: '*' }", "{ Agent: '*' }"})
    void aRoleCannotNameADivision(String role) {
        PolicyReading reading = yaml(ofTenants(HEALTH).replace("[Agent]", "[" + role + "]"));
        assertThat(lines(reading.problems())).containsExactly("11:17 role-everywhere tenants[0].profiles[0].roles[0]");
    }

    @Test
    void aGroupOfTwoTenantsIsAnError() {
        PolicyReading reading =
                yaml(ofTenants(HEALTH, tenant("retail", "Retail", "{ sourceGroup: A }", "health_agents")));
        assertThat(lines(reading.problems())).containsExactly("18:23 group-shared tenants[1].profiles[0].genesysGroup");
    }

    @Test
    void aGroupOfTwoProfilesIsAnError() {
        PolicyReading reading = yaml(ofTenants(HEALTH) + """
                      - id: supervisor
                        genesysGroup: Health_Agents
                        roles: [Supervisor]
                """);
        assertThat(lines(reading.problems())).containsExactly("13:23 group-shared tenants[0].profiles[1].genesysGroup");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ all: [ { attribute: x, equals: a }, { attribute: x, equals: b } ] }",
                "{ all: [ { attribute: x, in: [a, b] }, { attribute: x, startsWith: c } ] }",
                "{ all: [ { attribute: x, startsWith: ab }, { attribute: x, startsWith: ac } ] }",
                "{ all: [ { attribute: x, startsWith: ab }, { not: { attribute: x, startsWith: a } } ] }",
                "{ all: [ { sourceGroup: A }, { not: { sourceGroup: A } } ] }",
                "{ all: [ { attribute: x, present: true }, { attribute: x, present: false } ] }",
                "{ all: [ { attribute: x, equals: a }, { not: { attribute: x, present: true } } ] }",
                "{ all: [ { attribute: x, in: [a, b] }, { not: { attribute: x, in: [b, a, c] } } ] }",
                "{ all: [ { attribute: x, in: [a, b] }, { attribute: x, matches: '[c-z]+' } ] }",
                "{ all: [ { attribute: x, matches: 'A-[0-9]+' }, { attribute: x, matches: '[A-Z]-' } ] }",
                "{ all: [ { attribute: x, startsWith: B }, { attribute: x, matches: 'A.*' } ] }",
                "{ all: [ { attribute: x, matches: '[ab]' }, { not: { attribute: x, in: [a, b] } } ] }",
                "{ not: { any: [ { attribute: x, present: true }, { attribute: x, present: false } ] } }",
                "{ all: [ { any: [ { attribute: x, equals: a }, { attribute: x, equals: b } ] },"
                        + " { any: [ { attribute: x, equals: c }, { attribute: x, equals: d } ] } ] }",
            })
    void aRuleThatExcludesItselfIsAnError(String rule) {
        assertThat(lines(withRule(rule).problems())).containsExactly("7:12 match-unsatisfiable tenants[0].match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ all: [ { attribute: x, in: [a, b] }, { attribute: x, in: [b, c] } ] }",
                "{ all: [ { attribute: x, startsWith: a }, { attribute: x, startsWith: ab } ] }",
                "{ all: [ { attribute: x, startsWith: a }, { not: { attribute: x, startsWith: ab } } ] }",
                "{ all: [ { attribute: x, equals: a }, { attribute: y, equals: b } ] }",
                "{ all: [ { sourceGroup: A }, { not: { sourceGroup: B } } ] }",
                "{ attribute: x, matches: 'ACCT-[0-9]{3}' }",
            })
    void aRuleThatSomebodyCanSatisfyIsNone(String rule) {
        assertThat(withRule(rule).problems()).isEmpty();
    }

    @Test
    void anEmptyAnyOrAllIsAnError() {
        assertThat(lines(withRule("{ any: [] }").problems()))
                .containsExactly("7:14 match-unsatisfiable tenants[0].match.any");
        assertThat(lines(withRule("{ all: [] }").problems()))
                .containsExactly("7:14 match-unsatisfiable tenants[0].match.all");
    }

    @Test
    void aBranchThatAddsNobodyIsAWarning() {
        PolicyReading reading = withRule(
                "{ any: [ { sourceGroup: A }, { all: [ { sourceGroup: B }, { not: { sourceGroup: B } } ] } ] }");
        assertThat(reading.policy()).isPresent();
        assertThat(lines(reading.problems()))
                .containsExactly("7:41 match-branch-unsatisfiable tenants[0].match.any[1]");
    }

    @Test
    void aNegationThatHoldsWithoutTheAttributeIsAWarning() {
        assertThat(lines(withRule("{ all: [ { sourceGroup: A }, { not: { attribute: x, equals: a } } ] }")
                        .problems()))
                .containsExactly("7:12 match-negation tenants[0].match");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ sourceGroup: A } | { sourceGroup: A }",
                "{ sourceGroup: A } | { all: [ { sourceGroup: A }, { attribute: x, equals: a } ] }",
                "{ any: [ { sourceGroup: A }, { sourceGroup: B } ] } | { any: [ { sourceGroup: C }, { sourceGroup: B } ] }",
                "{ attribute: x, in: [a, b] } | { attribute: x, in: [b, c] }",
                "{ attribute: x, startsWith: AC } | { attribute: x, equals: ACCT }",
                "{ attribute: x, startsWith: A } | { attribute: x, startsWith: AC }",
                "{ attribute: x, present: true } | { attribute: x, equals: a }",
                "{ attribute: x, matches: 'A.*' } | { attribute: x, equals: ACCT }",
                "{ attribute: x, matches: 'ACCT-[0-5].*' } | { attribute: x, matches: 'ACCT-[5-9].*' }",
                "{ attribute: x, matches: '[A-C]-.*' } | { attribute: x, startsWith: B }",
                "{ not: { sourceGroup: A } } | { sourceGroup: B }",
                "{ all: [ { sourceGroup: A }, { not: { sourceGroup: C } } ] } | { all: [ { sourceGroup: A }, { not: { sourceGroup: D } } ] }",
            })
    void rulesThatOnePersonSatisfiesForCertainAreAnError(String one, String other) {
        PolicyReading reading = withRules(one, other);
        assertThat(reading.policy()).isEmpty();
        assertThat(lines(reading.problems())).contains("15:12 match-overlap tenants[1].match");
        assertThat(withRules(other, one).policy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ sourceGroup: A } | { sourceGroup: B }",
                "{ sourceGroup: A } | { attribute: x, equals: a }",
                "{ all: [ { sourceGroup: A }, { sourceGroup: B } ] } | { all: [ { sourceGroup: A }, { not: { sourceGroup: B } } ] }",
                "{ attribute: x, in: [a, b] } | { attribute: x, in: [c, d] }",
                "{ attribute: x, startsWith: A- } | { attribute: x, startsWith: B- }",
                "{ attribute: x, startsWith: A } | { attribute: x, equals: B }",
                "{ attribute: x, matches: 'ACCT-[0-4].*' } | { attribute: x, matches: 'ACCT-[5-9].*' }",
                "{ attribute: x, matches: 'A.*' } | { attribute: x, startsWith: B }",
                "{ attribute: x, present: false } | { attribute: x, equals: B }",
                "{ attribute: x, matches: 'A.*' } | { attribute: x, equals: B }",
            })
    void rulesThatNobodyNeedSatisfyTogetherAreNone(String one, String other) {
        assertThat(withRules(one, other).problems()).noneMatch(p -> p.code() == ProblemCode.MATCH_OVERLAP);
    }

    @Test
    void aTenantThatIsLeavingOverlapsWithNobodyAndIsNoJointAgentsHome() {
        String retail = tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents");
        String health = tenant("health", "Health", "{ sourceGroup: A }", "Health_Agents");
        String agent =
                "jointAgents: [{ identity: p, tenants: [retail, health], home: %s, reason: r, approvedBy: a, until: 2027-01-01 }]\n";
        String text = ofTenants(retail + "    state: leaving\n", health);

        assertThat(yaml(text + agent.formatted("health")).problems()).isEmpty();
        assertThat(lines(yaml(text + agent.formatted("retail")).problems()))
                .singleElement()
                .asString()
                .endsWith("joint-agent-home-leaves jointAgents[0].home");
    }

    @Test
    void aWrittenPrecedenceDecidesAnOverlap() {
        String text = ofTenants(
                tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents"),
                tenant("health", "Health", "{ sourceGroup: A }", "Health_Agents"));
        assertThat(yaml(text + "precedence: [retail, health]\n").problems()).isEmpty();
        assertThat(yaml(text + "precedence: [retail]\n").problems())
                .extracting(Problem::code)
                .contains(ProblemCode.MATCH_OVERLAP, ProblemCode.PRECEDENCE_POINTLESS);
    }

    @Test
    void anOverlapShowsSomebodyWhoIsInBoth() {
        PolicyReading reading = withRules("{ attribute: x, in: [a, b] }", "{ attribute: x, in: [b, c] }");
        assertThat(reading.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("x = \"b\"", "\"retail\"", "\"health\""));
    }

    @Test
    void aProfileThatNoMemberCanHaveIsAWarning() {
        String text = ofTenants(tenant("retail", "Retail", "{ attribute: x, equals: a }", "Retail_Agents"))
                .replace("id: agent\n", "id: agent\n        when: { attribute: x, equals: b }\n");
        assertThat(lines(yaml(text).problems()))
                .containsExactly("10:15 profile-unreachable tenants[0].profiles[0].when");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accounts: { max: 25, percent: 100 } | defaults.limits.accounts.percent",
                "accounts: { max: 25, percent: 400 } | defaults.limits.accounts.percent",
                "grants: { max: 1000000 } | defaults.limits.grants.max",
                "memberships: { max: 999999999999 } | defaults.limits.memberships.max",
            })
    void aLimitThatHoldsNothingBackIsAnError(String limit, String path) {
        String text = ofTenants(HEALTH) + "defaults: { limits: { " + limit + " } }\n";
        assertThat(yaml(text).problems()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.LIMIT_DISABLED);
            assertThat(p.place().path()).isEqualTo(path);
            assertThat(p.place().line()).isEqualTo(12);
        });
    }

    @Test
    void aLimitOfNoneAtAllIsAllowed() {
        assertThat(yaml(ofTenants(HEALTH) + "defaults: { limits: { accounts: { max: 0, percent: 0 } } }\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void aJointAgentHasTwoTenantsThatExistAndAHomeAmongThem() {
        String agents = """
                jointAgents:
                  - { identity: p1, tenants: [health], home: health, reason: r, approvedBy: a, until: 2027-01-01 }
                  - { identity: p2, tenants: [health, retial], home: retail, reason: r, approvedBy: a, until: 2027-01-01 }
                  - { identity: P1, tenants: [health, retail], home: health, reason: r, approvedBy: a, until: 2027-01-01 }
                """;
        PolicyReading reading =
                yaml(ofTenants(HEALTH, tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents")) + agents);
        assertThat(lines(reading.problems()))
                .containsExactly(
                        "21:30 joint-agent-tenants jointAgents[0].tenants",
                        "22:39 unknown-tenant jointAgents[1].tenants",
                        "22:54 joint-agent-tenants jointAgents[1].home",
                        "23:17 duplicate-id jointAgents[2].identity");
        assertThat(reading.problems()).extracting(Problem::advice).contains("Did you mean \"retail\"?");
    }

    @Test
    void namesThatNormalizeOrLookAlikeAreWarnings() {
        PolicyReading reading = yaml(ofTenants(
                tenant("retail", "Retail", "{ sourceGroup: Account-A }", "Retail_Agents"),
                tenant("health", "H\u0435alth", "{ sourceGroup: account-a }", "Health_Agents"),
                tenant("bank", "Health", "{ sourceGroup: B }", "Bank_Agents")));
        assertThat(lines(reading.problems()))
                .contains(
                        "15:27 name-alike tenants[1].match.sourceGroup",
                        "14:23 name-odd tenants[1].division.name",
                        "22:23 name-look-alike tenants[2].division.name");
        assertThat(reading.policy()).isPresent();
    }

    @Test
    void everyProblemOfADocumentIsReportedEvenIfPartsOfItAreBroken() {
        String text = ofTenants(
                        HEALTH,
                        tenant("retail", "health", "{ sourceGroup: A }", "Retail_Agents"),
                        tenant("bank", "Bank", "{ sourceGrup: X }", "Health_Agents"))
                .replace("roles: [Agent]\n", "roles: ['*']\n");
        assertThat(yaml(text).problems())
                .extracting(p -> p.code().key())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "role-everywhere",
                        "role-everywhere",
                        "role-everywhere",
                        "division-shared",
                        "group-shared",
                        "missing-field",
                        "unknown-key"));
    }

    @Test
    void aPolicyWithoutTenantsIsAnError() {
        assertThat(lines(yaml("apiVersion: tenantry/v1\norganization: acme\ntenants: []\n")
                        .problems()))
                .containsExactly("3:10 no-tenants tenants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a|a)*b\\1", "[", "(?=a)b", "a*+"})
    void aRegularExpressionThatIsMoreThanRegularIsRefused(String regex) {
        assertThat(withRule("{ attribute: x, matches: '" + regex + "' }").problems())
                .extracting(Problem::code)
                .contains(ProblemCode.REGEX_REFUSED);
    }
}
