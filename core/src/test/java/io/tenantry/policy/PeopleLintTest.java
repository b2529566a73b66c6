// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static io.tenantry.policy.PolicyTexts.lines;
import static io.tenantry.policy.PolicyTexts.ofTenants;
import static io.tenantry.policy.PolicyTexts.tenant;
import static io.tenantry.policy.PolicyTexts.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PeopleLintTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static final String TWO_TENANTS = ofTenants(
            tenant("retail", "Retail", "{ sourceGroup: A }", "Retail_Agents"),
            tenant(
                    "health",
                    "Health",
                    "{ any: [ { sourceGroup: B }, { attribute: acct, in: [B1, B2] } ] }",
                    "Health_Agents"));

    private static Identity person(String id, String... groups) {
        return Identity.of(id, id + "@acme.example", "Secret Name", List.of(groups), Map.of());
    }

    private static List<Problem> check(String text, Identity... people) {
        return PolicyLint.of(yaml(text)).people(List.of(people), TODAY);
    }

    @Test
    void findsNothingIfEverybodyIsInOneTenant() {
        assertThat(check(TWO_TENANTS, person("p1", "A"), person("p2", "B"), person("p3", "X")))
                .isEmpty();
    }

    @Test
    void aTenantWithNobodyNamesTheSourceGroupThatIsProbablyMeant() {
        String text = TWO_TENANTS.replace("sourceGroup: A }", "sourceGroup: Account-A }");

        List<Problem> near = check(text, person("p1", "Acount-A"), person("p2", "B"));
        List<Problem> far = check(text, person("p1", "Sales"), person("p2", "B"));
        List<Problem> ofAnother = check(
                text.replace("sourceGroup: B }", "sourceGroup: Account-B }"),
                person("p1", "Account-B"),
                person("p2", "Account-B"));

        assertThat(near).singleElement().satisfies(p -> {
            assertThat(p.message()).isEqualTo("tenant \"retail\" has no people; did you mean \"Acount-A\"?");
            assertThat(p.toString()).contains("\"Acount-A\"? ").doesNotContain("?.");
        });
        assertThat(far).extracting(Problem::message).containsExactly("tenant \"retail\" has no people");
        assertThat(ofAnother).extracting(Problem::message).containsExactly("tenant \"retail\" has no people");
    }

    @Test
    void aTenantThatIsLeavingMayHaveNobodyAndSharesItsPeople() {
        String leaving = TWO_TENANTS.replaceFirst("  - id: health\n", "  - id: health\n    state: leaving\n");

        assertThat(check(leaving, person("p1", "A", "B"))).isEmpty();
        assertThat(check(TWO_TENANTS, person("p1", "A", "B"))).isNotEmpty();
    }

    @Test
    void aPersonInTwoTenantsIsAnErrorWithAnIdAndNoName() {
        Identity both = Identity.of("p3", "secret@acme.example", "Secret Name", List.of("A"), Map.of("acct", "B2"));
        List<Problem> problems = check(TWO_TENANTS, person("p9", "A", "B"), both, person("p4", "B"));
        assertThat(lines(problems)).containsExactly("15:12 person-in-several-tenants tenants[1].match");
        assertThat(problems).singleElement().satisfies(p -> {
            assertThat(p.isError()).isTrue();
            assertThat(p.message())
                    .isEqualTo("2 people are in tenant \"retail\" and in tenant \"health\", such as identity \"p3\"");
            assertThat(p.toString()).doesNotContain("Secret").doesNotContain("secret@");
        });
    }

    @Test
    void theOrderOfPeopleDoesNotChangeTheResult() {
        List<Identity> people = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> person("p" + i, i % 3 == 0 ? "A" : "B", i % 5 == 0 ? "B" : "X"))
                .toList());
        List<Problem> expected = PolicyLint.of(yaml(TWO_TENANTS)).people(people, TODAY);
        assertThat(expected).isNotEmpty();
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(people, new Random(seed));
            assertThat(PolicyLint.of(yaml(TWO_TENANTS)).people(people, TODAY))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void precedenceDecides() {
        assertThat(check(TWO_TENANTS + "precedence: [health, retail]\n", person("p1", "A", "B")))
                .isEmpty();
    }

    @Test
    void aJointAgentIsDeclaredUntilTheLastDay() {
        String joint = TWO_TENANTS
                + "jointAgents: [ { identity: P1@acme.example, tenants: [retail, health], home: retail, reason: r,"
                + " approvedBy: a, until: %s } ]\n";
        Identity[] people = {person("p1", "A", "B"), person("p2", "A"), person("p3", "B")};
        assertThat(check(joint.formatted("2026-11-24"), people)).isEmpty();
        assertThat(check(joint.formatted("2026-11-23"), people))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.PERSON_IN_SEVERAL_TENANTS);
    }

    @Test
    void aJointAgentWhomNobodyKnowsIsAWarning() {
        String joint = TWO_TENANTS
                + "jointAgents: [ { identity: gone, tenants: [retail, health], home: retail, reason: r,"
                + " approvedBy: a, until: 2027-01-01 } ]\n";
        assertThat(lines(check(joint, person("p1", "A"), person("p2", "B"))))
                .containsExactly("20:28 joint-agent-unknown jointAgents[0].identity");
    }

    @Test
    void aTenantWithoutPeopleIsAWarning() {
        assertThat(lines(check(TWO_TENANTS, person("p1", "A"))))
                .containsExactly("15:12 tenant-unmatched tenants[1].match");
    }

    private static Identity of(String company, String id, String... groups) {
        return Identity.of(id, id + "@acme.example", "", List.of(groups), Map.of("companyName", company));
    }

    private static final String HOLDING = TWO_TENANTS + "outside: { attribute: companyName, equals: Holding }\n";

    @Test
    void whoIsInNoTenantAndNotOutsideIsAnErrorWithAnId() {
        List<Problem> problems =
                check(HOLDING, of("", "p1", "A"), of("", "p2", "B"), of("Holding", "p3"), of("x", "p5"), of("x", "p4"));

        assertThat(lines(problems)).containsExactly("20:10 person-in-no-tenant outside");
        assertThat(problems).singleElement().satisfies(p -> {
            assertThat(p.isError()).isTrue();
            assertThat(p.message()).isEqualTo("2 people are in no tenant and not outside, such as identity \"p4\"");
        });
    }

    @Test
    void nobodyWaitsWhoIsOutsideOrOfWhomItIsUnknownOrWhoseTenantIsLeaving() {
        String leaving = HOLDING.replaceFirst("  - id: health\n", "  - id: health\n    state: leaving\n");
        Delivered nothing = Delivered.everything().attributes(Delivered.Names.none());

        assertThat(check(leaving, of("", "p1", "A"), of("Holding", "p2"), of("x", "p3", "B")))
                .isEmpty();
        assertThat(check(leaving, of("", "p1", "A"), person("p2").with(nothing)))
                .isEmpty();
    }

    @Test
    void aTenantThatTheSourceCannotDecideIsNoTenantWithoutPeople() {
        Delivered groups = Delivered.everything().sourceGroups(Delivered.Names.only(List.of("A")));
        Delivered attributes = Delivered.everything().attributes(Delivered.Names.none());

        assertThat(check(TWO_TENANTS, person("p1", "A").with(groups))).isEmpty();
        assertThat(check(TWO_TENANTS, person("p1", "A").with(attributes))).isEmpty();
    }

    @Test
    void aProfileWithoutPeopleIsAWarning() {
        String text = TWO_TENANTS.replace(
                "genesysGroup: Retail_Agents", "when: { sourceGroup: A-Seniors }\n        genesysGroup: Retail_Agents");
        assertThat(lines(check(text, person("p1", "A"), person("p2", "B"))))
                .containsExactly("9:9 profile-unused tenants[0].profiles[0]");
    }

    @Test
    void whoMayNotLogInOrIsProtectedTeachesNothing() {
        Identity disabled = new Identity(
                person("p1").id(),
                "p1@acme.example",
                "n",
                false,
                new TreeSet<>(List.of("A", "B")),
                new TreeMap<>(),
                "x");
        List<Problem> problems = check(
                TWO_TENANTS + "protected: [P2]\n",
                disabled,
                person("p2", "A", "B"),
                person("p3", "A"),
                person("p4", "B"));
        assertThat(problems).isEmpty();
    }

    @Test
    void findsWhatAPlainLoopFinds() {
        String text = ofTenants(
                tenant("t0", "D0", "{ sourceGroup: G0 }", "Q0"),
                tenant("t1", "D1", "{ all: [ { sourceGroup: G1 }, { not: { sourceGroup: G0 } } ] }", "Q1"),
                tenant("t2", "D2", "{ attribute: a, in: [x, y] }", "Q2"),
                tenant("t3", "D3", "{ any: [ { attribute: b, startsWith: z }, { sourceGroup: G2 } ] }", "Q3"),
                tenant(
                        "t4",
                        "D4",
                        "{ all: [ { attribute: c, present: true }, { attribute: b, matches: 'q+' } ] }",
                        "Q4"));
        PolicyReading reading = yaml(text);
        OrganizationPolicy policy = reading.orThrow();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Identity person = randomPerson(random, "p" + round);
            long in = policy.tenants().stream()
                    .filter(t -> t.match().holds(person))
                    .count();
            List<Problem> problems = PolicyLint.of(reading).people(List.of(person), TODAY);
            assertThat(problems)
                    .as("seed 7, round %d", round)
                    .filteredOn(Problem::isError)
                    .hasSize((int) (in * (in - 1) / 2));
            assertThat(problems)
                    .as("seed 7, round %d", round)
                    .filteredOn(p -> p.code() == ProblemCode.TENANT_UNMATCHED)
                    .hasSize((int) (5 - in));
        }
    }

    private static Identity randomPerson(Random random, String id) {
        List<String> groups = IntStream.range(0, 3)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> "G" + i)
                .toList();
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("a", List.of("x", "y", "w", "").get(random.nextInt(4)));
        attributes.put("b", List.of("za", "qq", "w", "").get(random.nextInt(4)));
        attributes.put("c", List.of("1", "").get(random.nextInt(2)));
        return Identity.of(id, id + "@acme.example", "n", groups, attributes);
    }

    @Test
    void theCalendarWarnsOfExceptionsThatAreOverOrWithoutEnd() {
        PolicyLint lint = PolicyLint.of(PolicyTexts.acme(PolicyFormat.YAML));
        assertThat(lint.calendar(LocalDate.of(2027, 3, 31))).isEmpty();
        assertThat(lines(lint.calendar(LocalDate.of(2027, 4, 1))))
                .containsExactly("58:12 joint-agent-expired jointAgents[0].until");
        assertThat(lines(lint.calendar(LocalDate.of(2025, 3, 30))))
                .containsExactly("58:12 joint-agent-far-end jointAgents[0].until");
    }

    @Test
    void aPolicyMadeInCodeIsLintedWithPaths() {
        OrganizationPolicy sound = PolicyTexts.acme(PolicyFormat.YAML).orThrow();
        TenantPolicy retail = sound.tenants().get(0);
        OrganizationPolicy policy = new OrganizationPolicy(
                "acme",
                sound.defaults(),
                List.of(),
                List.of(
                        retail,
                        new TenantPolicy(
                                new TenantId("copy"),
                                "Copy",
                                retail.division(),
                                new Condition.SourceGroup("Z"),
                                List.of(),
                                sound.defaults())),
                List.of(),
                List.of(),
                java.util.Set.of(),
                "");
        assertThat(PolicyLint.of(policy).structure()).singleElement().satisfies(p -> {
            assertThat(p.code()).isEqualTo(ProblemCode.DIVISION_SHARED);
            assertThat(p.place()).isEqualTo(new Place("policy", "tenants[1].division.id", 0, 0));
        });
    }
}
