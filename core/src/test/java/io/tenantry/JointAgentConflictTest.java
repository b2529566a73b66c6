// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.isolation.DeclaredException;
import io.tenantry.isolation.DeclaredException.Status;
import io.tenantry.isolation.Violation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.PolicyLint;
import io.tenantry.policy.Problem;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several answers for a joint agent are no answer: the person is parked, and keeps what there is. */
class JointAgentConflictTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    @BeforeEach
    void setUp() {
        world.directory.division("Tenant_C");
        world.directory.division("Tenant_D");
        world.tenants = List.of(
                world.tenant("a", "Tenant_A"),
                world.tenant("b", "Tenant_B"),
                world.tenant("c", "Tenant_C"),
                world.tenant("d", "Tenant_D"));
        world.person("bob", "Account-b");
        ana("Account-a");
        world.jointAgents = List.of(line("4711", 31, "a", "b"));
        world.run();
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }

    private void ana(String... groups) {
        world.with(Identity.of("4711", ANA, "Name ana", Arrays.asList(groups), Map.of("jobTitle", "Agent")));
    }

    private static JointAgent line(String identity, int day, String... tenants) {
        List<TenantId> ids = Arrays.stream(tenants).map(TenantId::new).toList();
        return new JointAgent(identity, ids, ids.get(0), "queue", "cto", LocalDate.of(2026, 12, day));
    }

    private static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    private String parked() {
        Plan plan = world.plan();
        assertThat(changes(plan)).as(PlanText.of(plan)).isEmpty();
        String why = parked(plan);
        assertThat(parked(world.provisioner().explain("4711").plan())).isEqualTo(why);
        assertThat(parked(world.provisioner().whatIf(world.policy()).current())).isEqualTo(why);
        return why;
    }

    private static String parked(Plan plan) {
        List<Finding> parked = plan.findings().stream()
                .filter(f -> f.code() == FindingCode.PARKED && f.subject().equals("identity 4711"))
                .toList();
        assertThat(parked).as(PlanText.of(plan)).hasSize(1);
        return parked.get(0).message();
    }

    @Test
    void secondLineInForceParks() {
        world.jointAgents = List.of(line("4711", 31, "a", "b"), line(ANA, 30, "c", "d"));

        assertThat(parked()).isEqualTo("is a joint agent by several lines: [[a, b], [c, d]]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondLineThatIsOverDoesNotCount(boolean first) {
        JointAgent over = line(ANA, 1, "c", "d");
        JointAgent inForce = line("4711", 31, "a", "b");
        world.jointAgents = first ? List.of(over, inForce) : List.of(inForce, over);
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofDays(10)), ZoneOffset.UTC);

        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.provisioner().proveIsolation().violations()).isEmpty();
    }

    @Test
    void tenantOutsideTheLineParks() {
        ana("Account-a", "Account-c");

        assertThat(parked())
                .isEqualTo(
                        "joint agent of [a, b] until 2026-12-31, approved by cto: queue; matches tenants outside that"
                                + " line too: [c]");
    }

    @Test
    void precedenceDoesNotDecideBetweenALineAndATenant() {
        world.precedence = List.of(new TenantId("c"), new TenantId("a"), new TenantId("b"));
        ana("Account-c");

        assertThat(parked()).endsWith("outside that line too: [c]");
    }

    @Test
    void tenantThatIsLeavingIsNotOutside() {
        ana("Account-a", "Account-c");
        world.tenants = world.tenants.stream()
                .map(t -> t.id().value().equals("c")
                        ? new TenantPolicy(
                                t.id(),
                                t.name(),
                                t.division(),
                                t.match(),
                                t.profiles(),
                                TenantPolicy.State.LEAVING,
                                t.governance())
                        : t)
                .toList();

        assertThat(world.plan().findings()).extracting(Finding::subject).doesNotContain("identity 4711");
    }

    @Test
    void tenantOutsideTheLineThatIsUnknownParks() {
        Identity ana = Objects.requireNonNull(world.people.get(new IdentityId("4711")));
        world.with(ana.with(Delivered.everything()
                .sourceGroups(Delivered.Names.only(List.of("Account-a", "Account-b", "Account-d")))));

        assertThat(parked()).contains("does not deliver").contains("(tenant c)");
    }

    @Test
    void newAgentWhomATenantOutsideMatchesGetsNothing() {
        world.with(Identity.of("new", "new@acme.example", "New", List.of("Account-a", "Account-c"), Map.of()));
        world.jointAgents = List.of(line("4711", 31, "a", "b"), line("new", 31, "a", "b"));

        assertThat(changes(world.plan())).isEmpty();
    }

    @Test
    void agentIsOneAgainWhenOneAnswerIsLeft() {
        ana("Account-a", "Account-c");
        world.run();
        ana("Account-a");

        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }

    @Test
    void agentOfTwoLinesLosesWhatBothGaveWhenTheyAreGone() {
        ana();
        world.jointAgents = List.of(line("4711", 31, "a", "b"), line(ANA, 30, "c", "d"));
        world.run();
        world.jointAgents = List.of();

        world.run();

        assertThat(world.reach(ANA)).isEmpty();
    }

    @Test
    void agentOfTwoLinesThatAreOverLosesWhatTheLastGave() {
        ana();
        world.jointAgents = List.of(line(ANA, 1, "a", "b"), line("4711", 31, "c", "d"));
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofDays(10)), ZoneOffset.UTC);
        world.leasesBy(world.clock);
        world.run();
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_C", "Tenant_D");
        world.clock = Clock.fixed(World.NOW.plus(Duration.ofDays(60)), ZoneOffset.UTC);
        world.leasesBy(world.clock);

        world.run();

        assertThat(world.reach(ANA)).isEmpty();
    }

    @Test
    void twoLinesDeclareNothingInAProof() {
        world.jointAgents = List.of(line("4711", 31, "a", "b"), line(ANA, 30, "c", "d"));
        world.plan();

        var proof = world.provisioner().proveIsolation();

        assertThat(proof.violations()).extracting(Violation::code).containsExactly(Violation.Code.LIVES_ELSEWHERE);
        assertThat(proof.exceptions())
                .extracting(DeclaredException::status)
                .containsExactly(Status.EXCEEDED, Status.EXCEEDED);
    }

    private List<String> lint() {
        LocalDate today = LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
        return PolicyLint.of(world.policy()).people(world.people.values(), today).stream()
                .filter(Problem::isError)
                .map(p -> p.place().path() + " " + p.message())
                .toList();
    }

    @Test
    void lintNamesTheSecondLine() {
        assertThat(lint()).isEmpty();
        world.jointAgents = List.of(line("4711", 31, "a", "b"), line(ANA, 30, "a", "b"));

        assertThat(lint())
                .containsExactly("jointAgents[1].identity a second line in force for the person of jointAgents[0], so"
                        + " none of them counts");
    }

    @Test
    void lintNamesTheTenantOutside() {
        ana("Account-a", "Account-b");
        assertThat(lint()).isEmpty();
        world.precedence = List.of(new TenantId("a"), new TenantId("b"), new TenantId("c"));
        ana("Account-b", "Account-c");

        assertThat(lint())
                .containsExactly("tenants[2].match 1 person is in tenant \"a\" and in tenant \"c\", such as identity"
                        + " \"4711\"");
    }
}
