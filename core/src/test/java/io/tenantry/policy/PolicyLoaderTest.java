// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.SubjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyLoaderTest {
    @Test
    void readsEveryPartOfADocument() {
        OrganizationPolicy policy = PolicyTexts.acme(PolicyFormat.YAML).orThrow();

        assertThat(policy.organization()).isEqualTo("acme-bpo");
        assertThat(policy.defaults()).isEqualTo(Governance.defaults());
        assertThat(policy.attributes())
                .containsExactly(
                        new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS),
                        new AttributeRule(AccountAttribute.DEPARTMENT, "department", AttributeRule.Strength.ALWAYS),
                        new AttributeRule(
                                AccountAttribute.EMPLOYEE_NUMBER, "employeeId", AttributeRule.Strength.ON_CREATE));
        assertThat(policy.tenants()).containsExactly(retail(), health());
        assertThat(policy.jointAgents())
                .containsExactly(new JointAgent(
                        "ana.lopez@acme.example",
                        List.of(new TenantId("retail"), new TenantId("health")),
                        new TenantId("retail"),
                        "shared Spanish queue",
                        "cto@acme.example",
                        LocalDate.of(2027, 3, 31)));
        assertThat(policy.sharedDivisions()).containsExactly(new DivisionRef("BPO Internal", Optional.empty(), false));
        assertThat(policy.accepted()).containsExactly(allEmployees(), trainer());
        assertThat(policy.precedence()).isEmpty();
        assertThat(policy.isProtected("breakglass@ACME.example")).isTrue();
        assertThat(policy.isProtected("somebody@acme.example")).isFalse();
    }

    private static AcceptedAccess allEmployees() {
        return new AcceptedAccess(
                new AcceptedAccess.Holder(
                        AcceptedAccess.Kind.GROUP,
                        "All Employees",
                        Optional.of(new SubjectId("7c1e0d2e-0000-4000-8000-000000000009"))),
                Set.of("employee"),
                AcceptedAccess.Extent.all(),
                OptionalInt.of(6000),
                false,
                false,
                "phone book, own calls",
                "ciso@acme.example",
                Optional.of(LocalDate.of(2027, 12, 31)));
    }

    private static AcceptedAccess trainer() {
        return new AcceptedAccess(
                new AcceptedAccess.Holder(AcceptedAccess.Kind.ACCOUNT, "trainer@acme.example", Optional.empty()),
                Set.of("Quality Evaluator"),
                AcceptedAccess.Extent.ofTenants(List.of(new TenantId("retail"), new TenantId("health"))),
                OptionalInt.empty(),
                false,
                false,
                "trains both teams",
                "ciso@acme.example",
                Optional.empty());
    }

    @Test
    void nothingIsSharedOrAcceptedUnlessItIsWritten() {
        String without = PolicyTexts.text("acme.yaml").replaceAll("(?s)\nsharedDivisions:.*", "");
        OrganizationPolicy policy = PolicyTexts.yaml(without).orThrow();

        assertThat(policy.sharedDivisions()).isEmpty();
        assertThat(policy.accepted()).isEmpty();
        assertThat(PolicyTexts.yaml(without + "\nsharedDivisions: []\naccepted: []\n")
                        .orThrow()
                        .hash())
                .isEqualTo(policy.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ attribute: companyName, equals: ACME Holding }|companyName in [ACME Holding]",
                "{ attribute: companyName, in: [A, B] }|companyName",
                "{ attribute: companyName, startsWith: ACME }|companyName",
                "{ attribute: companyName, matches: 'ACME.*' }|companyName",
                "{ attribute: companyName, present: false }|companyName",
                "{ sourceGroup: Holding }|Holding",
                "{ any: [{ sourceGroup: Holding }, { not: { attribute: a, present: true } }] }|Holding",
                "{ all: [{ sourceGroup: Holding }, { attribute: a, equals: b }] }|Holding",
            })
    void readsWhoIsOutsideAsAnyRule(String rule, String words) {
        OrganizationPolicy policy = PolicyTexts.yaml(PolicyTexts.text("acme.yaml") + "\noutside: " + rule + "\n")
                .orThrow();

        assertThat(policy.outside())
                .hasValueSatisfying(o -> assertThat(o.toString()).contains(words));
        assertThat(policy.outside())
                .isEqualTo(PolicyTexts.yaml(PolicyTexts.text("acme.yaml")
                                .replace("match:\n      any:", "match: " + rule + "\n    x:"))
                        .draft()
                        .map(p -> p.tenants().get(0).match()));
    }

    @Test
    void policyThatDoesNotSayWhoIsOutsideKeepsItsHash() {
        String text = PolicyTexts.text("acme.yaml");
        OrganizationPolicy policy = PolicyTexts.yaml(text).orThrow();

        assertThat(policy.outside()).isEmpty();
        assertThat(policy.hash()).isEqualTo("136decb057bcd0e158a54074a466ec46c23609b51bf4a1476a7c3e3801b13c0e");
        assertThat(PolicyTexts.yaml(text + "\noutside: { sourceGroup: Holding }\n")
                        .orThrow()
                        .hash())
                .isNotEqualTo(policy.hash());
    }

    private static TenantPolicy retail() {
        return new TenantPolicy(
                new TenantId("retail"),
                "Tenant A, Retail",
                new DivisionRef(
                        "Tenant_A_Retail", Optional.of(new DivisionId("8f1c0d2e-0000-4000-8000-000000000001")), false),
                new Condition.Any(List.of(
                        new Condition.SourceGroup("Account-A"),
                        new Condition.In("extensionAttribute1", Set.of("ACCT-A", "ACCT-A2")))),
                List.of(
                        new AccessProfile("agent", Optional.empty(), "Tenant_A_Agents", Set.of("Agent")),
                        new AccessProfile(
                                "supervisor",
                                Optional.of(new Condition.SourceGroup("Account-A-Supervisors")),
                                "Tenant_A_Supervisors",
                                Set.of("Supervisor", "Quality Evaluator"))),
                Governance.defaults());
    }

    private static TenantPolicy health() {
        return new TenantPolicy(
                new TenantId("health"),
                "Tenant B, Health",
                new DivisionRef("Tenant_B_Health", Optional.empty(), true),
                new Condition.All(List.of(
                        new Condition.SourceGroup("Account-B"),
                        new Condition.Present("country"),
                        new Condition.Not(new Condition.In("country", Set.of("US"))))),
                List.of(new AccessProfile("agent", Optional.empty(), "Tenant_B_Agents", Set.of("Agent"))),
                new Governance(
                        LeaverMode.STRIP,
                        Map.of(
                                EntitlementKind.ACCOUNTS, Authority.MANAGED_ONLY,
                                EntitlementKind.MEMBERSHIPS, Authority.AUTHORITATIVE,
                                EntitlementKind.GRANTS, Authority.OBSERVE),
                        Map.of(EntitlementKind.ACCOUNTS, new Limit(3, 5))));
    }

    @Test
    void yamlAndJsonThatSayTheSameHaveOneHash() {
        OrganizationPolicy yaml = PolicyTexts.acme(PolicyFormat.YAML).orThrow();
        OrganizationPolicy json = PolicyTexts.acme(PolicyFormat.JSON).orThrow();
        assertThat(json.hash()).isEqualTo(yaml.hash()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "organization: acme-bpo | organization: acme-bp0",
                "Tenant_A_Agents | Tenant_A_Agent",
                "[Agent] | [Agents]",
                "ACCT-A2 | ACCT-A3",
                "create: true | create: false",
                "equals: US | startsWith: US",
                "leaver: strip | leaver: deactivate",
                "name: Tenant B, Health | state: leaving",
                "2027-03-31 | 2027-03-30",
                "max: 25 | max: 26",
                "on-create | always",
                "grants: observe | grants: additive",
                "BreakGlass | BreakGlas",
                "any: | all:",
                "BPO Internal | BPO External",
                "[employee] | [employees]",
                "in: everywhere | in: { tenants: [retail] }",
                "account: trainer@acme.example | client: trainer@acme.example, id: x7",
                "max: 6000 | max: 6001",
                "2027-12-31 | 2027-12-30",
                "trains both teams | trains all teams",
            })
    void everyChangeOfMeaningChangesTheHash(String from, String to) {
        String text = PolicyTexts.text("acme.yaml");
        assertThat(text).contains(from);
        String changed = text.replace(from, to);
        assertThat(PolicyTexts.yaml(changed).orThrow().hash())
                .isNotEqualTo(PolicyTexts.yaml(text).orThrow().hash());
    }

    @Test
    void commentsAndFormattingDoNotChangeTheHash() {
        String text = PolicyTexts.text("acme.yaml");
        String dressed = "# ours\n"
                + text.replace("[Agent]", "\n          - \"Agent\"   # the only one")
                        .replace("leaver: deactivate", "leaver: 'deactivate'");
        assertThat(PolicyTexts.yaml(dressed).orThrow().hash())
                .isEqualTo(PolicyTexts.yaml(text).orThrow().hash());
    }

    @Test
    void precedenceIsAnOrderAndItsOrderChangesTheHash() {
        String text = PolicyTexts.text("acme.yaml");
        String one = PolicyTexts.yaml(text + "precedence: [retail, health]\n")
                .orThrow()
                .hash();
        String other = PolicyTexts.yaml(text + "precedence: [health, retail]\n")
                .orThrow()
                .hash();
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void aTenantInheritsTheDefaultsItDoesNotOverride() {
        OrganizationPolicy policy = PolicyTexts.yaml(PolicyTexts.text("acme.yaml")
                        .replace("authority: managed-only\n", "authority: additive\n")
                        .replace("accounts:    { max: 25,  percent: 5 }", "accounts:    { max: 25,  percent: 7 }"))
                .orThrow();
        Governance retail = policy.tenants().get(0).governance();
        Governance health = policy.tenants().get(1).governance();
        assertThat(retail.over(EntitlementKind.GRANTS)).isEqualTo(Authority.ADDITIVE);
        assertThat(health.over(EntitlementKind.MEMBERSHIPS)).isEqualTo(Authority.AUTHORITATIVE);
        assertThat(health.limit(LimitKind.ACCOUNTS)).isEqualTo(new Limit(3, 7));
        assertThat(health.limit(LimitKind.GRANTS)).isEqualTo(new Limit(5, 10));
    }

    @Test
    void limitOnNamesIsTenOrFivePercentUnlessTheDocumentSetsIt() {
        String text = PolicyTexts.text("acme.yaml");
        OrganizationPolicy without = PolicyTexts.yaml(text).orThrow();
        OrganizationPolicy with = PolicyTexts.yaml(
                        text.replace("  limits:\n    accounts:", "  limits:\n    names: { max: 3 }\n    accounts:"))
                .orThrow();

        assertThat(without.defaults().limit(LimitKind.NAMES)).isEqualTo(new Limit(10, 5));
        assertThat(with.defaults().limit(LimitKind.NAMES)).isEqualTo(new Limit(3, 5));
        assertThat(with.tenants().get(0).governance().limit(LimitKind.NAMES)).isEqualTo(new Limit(3, 5));
        assertThat(with.hash()).isNotEqualTo(without.hash());
    }

    @ParameterizedTest
    @CsvSource({"1h,1", "24h,24", "744h,744", "1d,24", "31d,744"})
    void readsTheWindowOfLimitsInHoursOrDays(String written, long hours) {
        OrganizationPolicy policy = PolicyTexts.yaml(windowOf(written)).orThrow();

        assertThat(policy.defaults().window()).isEqualTo(Duration.ofHours(hours));
        assertThat(policy.tenants().get(0).governance().window()).isEqualTo(Duration.ofHours(hours));
        assertThat(policy.defaults().limit(LimitKind.GRANTS)).isEqualTo(new Limit(5, 10));
        assertThat(policy.hash()
                        .equals(PolicyTexts.yaml(PolicyTexts.text("acme.yaml"))
                                .orThrow()
                                .hash()))
                .isEqualTo(hours == 24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0h", "745h", "32d", "1 d", "PT24H", "24", "1w", "-1h"})
    void refusesAWindowThatIsNoTimeOfAtMost31Days(String written) {
        assertThat(PolicyTexts.yaml(windowOf(written)).problems())
                .extracting(p -> p.place().path())
                .containsExactly("defaults.limits.window");
    }

    private static String windowOf(String written) {
        return PolicyTexts.text("acme.yaml")
                .replaceFirst("  limits:\n", "  limits:\n    window: \"" + written + "\"\n");
    }

    @Test
    void reportsAllProblemsAtOnceInTheOrderOfTheDocument() {
        PolicyReading reading = PolicyTexts.yaml("""
                apiVersion: tenantry/v2
                organisation: acme
                tenants:
                  - id: retail
                    division: { name: Retail }
                    match: { sourceGrup: Account-A }
                    profiles:
                      - id: agent
                        genesysGroup: Agents
                        roles: Agent
                  - id: health
                    divison: { name: Health }
                    match: { attribute: x, equals: 17 }
                    profiles: []
                """);
        assertThat(reading.policy()).isEmpty();
        assertThat(PolicyTexts.lines(reading.problems()))
                .containsExactly(
                        "1:1 api-version apiVersion",
                        "1:1 missing-field organization",
                        "2:1 unknown-key organisation",
                        "6:12 missing-field tenants[0].match",
                        "6:14 unknown-key tenants[0].match.sourceGrup",
                        "10:16 wrong-type tenants[0].profiles[0].roles",
                        "11:5 missing-field tenants[1].division",
                        "12:5 unknown-key tenants[1].divison",
                        "13:36 wrong-type tenants[1].match.equals");
        assertThat(reading.problems())
                .extracting(Problem::advice)
                .contains(
                        "Did you mean \"organization\"?", "Did you mean \"sourceGroup\"?", "Did you mean \"division\"?")
                .contains("Put it in quotes: \"17\"");
    }

    @Test
    void aWindowUnderOneKindOfLimitsIsToldWhereItBelongs() {
        String text = PolicyTexts.text("acme.yaml").replace("{ max: 3 }", "{ max: 3, window: 7d }");

        assertThat(PolicyTexts.yaml(text).problems()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.UNKNOWN_KEY);
            assertThat(p.advice())
                    .isEqualTo("It holds for all kinds, so write it beside them:"
                            + " limits: { window: 7d, accounts: { max: 25 } }");
        });
    }

    @Test
    void theExceptionHoldsEveryProblemAndNamesFileAndLine() {
        PolicyReading reading = PolicyTexts.yaml(PolicyTexts.text("acme.yaml").replace("apiVersion", "apiversion"));
        assertThatThrownBy(reading::orThrow)
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .isEqualTo(reading.problems())
                                .hasSize(2))
                .hasMessageContaining("policy.yaml:1:1")
                .hasMessageContaining("Did you mean \"apiVersion\"?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leaver: deactivate | leaver: delete | 5:11 bad-value defaults.leaver",
                "leaver: deactivate | leaver: desactivate | 5:11 bad-value defaults.leaver",
                "leaver: deactivate | leaver: | 5:10 wrong-type defaults.leaver",
                "name: Tenant A, Retail | state: gone | 19:12 bad-value tenants[0].state",
                "authority: managed-only | authority: { account: observe } | 6:16 unknown-key defaults.authority.account",
                "max: 25 | max: -1 | 8:18 bad-value defaults.limits.accounts.max",
                "max: 25 | max: 2.5 | 8:25 wrong-type defaults.limits.accounts.max",
                "max: 25 | max: '25' | 8:25 wrong-type defaults.limits.accounts.max",
                "create: true | create: yes please | 37:48 wrong-type tenants[1].division.create",
                "until: 2027-03-31 | until: 31.03.2027 | 58:12 bad-value jointAgents[0].until",
                "until: 2027-03-31 | till: x | 53:5 joint-agent-incomplete jointAgents[0].until",
                "reason: shared | note: shared | 53:5 joint-agent-incomplete jointAgents[0].reason",
                "attribute: country, equals: US | attribute: country | 42:16 missing-field tenants[1].match.all[2].not",
                "country, equals: US | country, equals: US, in: [DE] | 42:50 bad-value tenants[1].match.all[2].not",
                "id: supervisor | id: '' | 30:13 bad-value tenants[0].profiles[1].id",
                "[ACCT-A, ACCT-A2] | [] | 25:11 match-unsatisfiable tenants[0].match.any[1].in",
                "title:      { | tittle: { | 13:3 unknown-key attributes.tittle",
            })
    void namesTheLineOfEveryKindOfProblem(String from, String to, String expected) {
        String text = PolicyTexts.text("acme.yaml");
        assertThat(text).contains(from);
        PolicyReading reading = PolicyTexts.yaml(text.replace(from, to));
        assertThat(PolicyTexts.lines(reading.problems())).contains(expected);
        assertThat(reading.policy()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "\n\n", "---\n"})
    void anEmptyDocumentIsAProblem(String text) {
        assertThat(PolicyTexts.yaml(text).problems()).hasSize(1).allMatch(Problem::isError);
    }

    @Test
    void aDuplicateKeyIsAProblemAtTheSecondPlace() {
        PolicyReading reading = PolicyTexts.yaml(PolicyTexts.text("acme.yaml") + "organization: other\n");
        assertThat(reading.problems())
                .extracting(p -> p.code().key() + " " + p.message())
                .containsExactly("duplicate-key the key \"organization\" is repeated; it is already in line 2");
    }

    @Test
    void severalDocumentsAreAProblem() {
        assertThat(PolicyTexts.yaml(PolicyTexts.text("acme.yaml") + "---\nx: 1\n")
                        .problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.SEVERAL_DOCUMENTS);
        assertThat(PolicyTexts.json(PolicyTexts.text("acme.json") + "{}").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.SEVERAL_DOCUMENTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leaver: deactivate | leaver: [&o [x]]",
                "reason: shared Spanish queue | reason: *o",
                "organization: acme-bpo | organization: !!str acme-bpo",
                "leaver: deactivate | <<: { leaver: strip }",
                "organization: acme-bpo | organization: &o acme-bpo",
                "organization: acme-bpo | &o organization: acme-bpo",
                "apiVersion: tenantry/v1 | !!str apiVersion: tenantry/v1",
                "{ max: 25,  percent: 5 } | &o { max: 25,  percent: 5 }",
                "{ max: 25,  percent: 5 } | !!map { max: 25,  percent: 5 }",
            })
    void refusesTheYamlThatAPolicyDoesNotNeed(String from, String to) {
        String text = PolicyTexts.text("acme.yaml").replace(from, to);
        assertThat(PolicyTexts.yaml(text).problems())
                .extracting(Problem::code)
                .containsOnlyOnce(ProblemCode.YAML_FEATURE);
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "On,true", "TRUE,true", "no,false", "OFF,false", "false,false"})
    void truthCanBeWrittenInEachWayOfYaml11(String written, boolean truth) {
        String text = PolicyTexts.text("acme.yaml");
        assertThat(text).contains("create: true");

        assertThat(PolicyTexts.yaml(text.replace("create: true", "create: " + written))
                        .orThrow()
                        .tenants()
                        .get(1)
                        .division()
                        .create())
                .isEqualTo(truth);
    }

    @Test
    void aBombOfAliasesIsRefusedWithoutBeingUnfolded() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (before + ", ").repeat(9) + before));
        }
        PolicyReading reading = PolicyTexts.yaml(bomb.toString());
        assertThat(reading.problems()).extracting(Problem::code).contains(ProblemCode.YAML_FEATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 400, 5_000, 200_000})
    void nestingWithoutEndIsRefused(int depth) {
        for (PolicyFormat format : PolicyFormat.values()) {
            PolicyReading reading =
                    PolicyLoader.read("{\"tenants\": " + "[".repeat(depth) + "]".repeat(depth) + "}", format, "deep");
            assertThat(reading.problems())
                    .extracting(Problem::code)
                    .containsAnyOf(ProblemCode.TOO_LARGE, ProblemCode.SYNTAX);
        }
    }

    @Test
    void aSyntaxErrorNamesItsLine() {
        PolicyReading yaml = PolicyTexts.yaml("apiVersion: tenantry/v1\norganization: [a\ntenants: []\n");
        PolicyReading json = PolicyTexts.json("{\n  \"apiVersion\": tenantry\n}");
        assertThat(yaml.problems()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.SYNTAX);
            assertThat(p.place().line()).isEqualTo(3);
        });
        assertThat(json.problems()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.SYNTAX);
            assertThat(p.place().line()).isEqualTo(2);
        });
    }

    @Test
    void aSyntaxErrorSaysWhatIsWrongAndNotWhatWasBeingRead() {
        PolicyReading tab = PolicyTexts.yaml("apiVersion: tenantry/v1\ndefaults:\n  leaver: strip\n\tlimits: 1\n");
        PolicyReading bracket = PolicyTexts.yaml("organization: [a\ntenants: []\n");

        assertThat(tab.problems()).singleElement().satisfies(p -> {
            assertThat(p.place().line()).isEqualTo(4);
            assertThat(p.message())
                    .isEqualTo("a tab stands at the beginning of a line or a value, and YAML allows only blanks there");
        });
        assertThat(bracket.problems()).singleElement().satisfies(p -> {
            assertThat(p.place().line()).isEqualTo(2);
            assertThat(p.message()).contains("expected ',' or ']'").contains("while parsing a flow sequence");
        });
    }

    @Test
    void aSuggestionEndsAsAQuestion() {
        PolicyReading reading = PolicyTexts.yaml("apiVersion: tenantry/v1\norganisation: acme\n");

        assertThat(reading.problems())
                .extracting(Problem::toString)
                .anyMatch(line -> line.endsWith("Did you mean \"organization\"?"));
    }

    @Test
    void aDocumentThatIsNotUtf8IsUnreadable() {
        InputStream latin = new ByteArrayInputStream("organization: Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(PolicyLoader.read(latin, PolicyFormat.YAML, "latin.yaml").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.UNREADABLE);
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        byte[] bytes = ("\uFEFF" + PolicyTexts.text("acme.json")).getBytes(StandardCharsets.UTF_8);
        assertThat(PolicyLoader.read(new ByteArrayInputStream(bytes), PolicyFormat.JSON, "bom.json")
                        .problems())
                .isEmpty();
    }

    @Test
    void aDocumentWithoutEndIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '#';
            }
        };
        assertThat(PolicyLoader.read(endless, PolicyFormat.YAML, "endless").problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.TOO_LARGE);
    }

    @Test
    void readsAFileByItsExtension(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("policy.JSON"), PolicyTexts.text("acme.json"));
        Path yaml = Files.writeString(folder.resolve("policy.yml"), PolicyTexts.text("acme.yaml"));
        assertThat(PolicyLoader.load(json).hash())
                .isEqualTo(PolicyLoader.load(yaml).hash());
    }

    @Test
    void aFileThatIsNotThereIsAProblemThatNamesIt(@TempDir Path folder) {
        assertThatThrownBy(() -> PolicyLoader.load(folder.resolve("none.yaml")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("unreadable");
    }
}
