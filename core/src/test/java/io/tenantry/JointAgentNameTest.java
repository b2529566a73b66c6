// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.isolation.DeclaredException;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.PolicyLint;
import io.tenantry.policy.Problem;
import io.tenantry.policy.ProblemCode;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Erasure;
import io.tenantry.store.MemoryStore;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A line that names its person by user name stays with the identity that was found first under that name. */
class JointAgentNameTest {
    private static final String ANA = "ana@acme.example";
    private static final TenantId A = new TenantId("a");
    private static final List<TenantId> BOTH = List.of(A, new TenantId("b"));
    private final World world = new World();

    private void joint() {
        world.person("4711", "Account-a").person("bob", "Account-b");
        rename("4711", ANA);
        world.jointAgents = List.of(
                new JointAgent("Ana@acme.example", BOTH, A, "shared queue", "cto", LocalDate.parse("2027-12-31")));
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }

    private void rename(String id, String userName) {
        Identity i = Objects.requireNonNull(world.people.get(new IdentityId(id)));
        world.with(new Identity(
                i.id(), userName, i.displayName(), i.enabled(), i.sourceGroups(), i.attributes(), i.origin()));
    }

    /** The agent is renamed, and a newcomer gets the name. */
    private void passOn() {
        rename("4711", "ana.lopez@acme.example");
        world.person("ana", "Account-b");
    }

    private static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    private Plan alone(String id) {
        return world.provisioner().explain(id).plan();
    }

    @Test
    void agentStaysOneUnderAnotherUserName() {
        joint();
        rename("4711", "ana.lopez@acme.example");

        assertThat(alone("4711").findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.REACHES_BEYOND, FindingCode.PARKED);
        world.run();

        assertThat(world.reach("ana.lopez@acme.example")).containsExactly("Tenant_A", "Tenant_B");
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.provisioner().proveIsolation().exceptions())
                .extracting(e -> e.agent().identity(), DeclaredException::status)
                .containsExactly(tuple("4711", DeclaredException.Status.IN_USE));
    }

    @Test
    void nextPersonWithTheUserNameIsNoJointAgent() {
        joint();
        passOn();

        world.run();
        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.reach("ana.lopez@acme.example")).containsExactly("Tenant_A", "Tenant_B");
        assertThat(world.plan().findings())
                .filteredOn(f -> f.code() == FindingCode.JOINT_AGENT_CHANGED)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.subject()).isEqualTo("identity ana");
                    assertThat(f.message())
                            .isEqualTo(
                                    "has the user name of the joint agent \"Ana@acme.example\", and that line is for the"
                                            + " identity that was found first under it, 4711");
                    assertThat(f.advice()).isEqualTo("write the id of the person who is meant on the line");
                });
        assertThat(world.plan().attention()).containsKey(Attention.UNDECIDED);
    }

    @Test
    void nextPersonWithTheUserNameOfALeaverIsNoJointAgent() {
        joint();
        world.remove("4711");
        world.run();
        world.person("new", "Account-a", "Account-b");
        rename("new", ANA);

        Plan plan = world.plan();

        assertThat(changes(plan)).isEmpty();
        assertThat(plan.findings())
                .filteredOn(f -> f.subject().equals("identity new"))
                .extracting(Finding::code)
                .contains(FindingCode.JOINT_AGENT_CHANGED);
    }

    @Test
    void everyRoadPlansTheSame() {
        joint();
        passOn();
        Plan everybody = world.plan();
        Function<String, List<String>> of = id -> everybody
                .operations()
                .filter(o -> o.person()
                        .flatMap(p -> p.identity())
                        .filter(i -> i.value().equals(id))
                        .isPresent())
                .map(o -> Wording.of(o.change()))
                .toList();

        assertThat(changes(alone("4711"))).as(PlanText.of(everybody)).isEqualTo(of.apply("4711"));
        assertThat(changes(alone("ana"))).as(PlanText.of(everybody)).isEqualTo(of.apply("ana"));
        assertThat(world.provisioner().whatIf(world.policy()).current()).isEqualTo(everybody);
    }

    @Test
    void planForOnePersonRemembersTheFirst() {
        world.run();
        world.person("4711", "Account-a").person("bob", "Account-b");
        rename("4711", ANA);
        world.jointAgents = List.of(new JointAgent(ANA, BOTH, A, "queue", "cto", LocalDate.parse("2027-12-31")));
        world.provisioner().provision(ANA, "test");
        passOn();

        world.run();
        world.run();

        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        assertThat(world.reach("ana.lopez@acme.example")).containsExactly("Tenant_A", "Tenant_B");
    }

    @Test
    void planForTheChangedRemembersTheFirst() {
        MemorySource source = MemorySource.named("test");
        source.putAll(world.person("bob", "Account-b").people.values());
        world.jointAgents = List.of(new JointAgent(ANA, BOTH, A, "queue", "cto", LocalDate.parse("2027-12-31")));
        Provisioner provisioner =
                world.builder(world.directory, world.store).source(source).build();
        Plan plan = provisioner.plan();
        provisioner.apply(plan, Approval.of(plan, "test"));
        provisioner.plan();
        source.put(Identity.of("4711", ANA, "Ana", List.of("Account-a"), Map.of()));

        ChangePlan changes = provisioner.planChanges();

        assertThat(changes.everybody()).isEmpty();
        assertThat(world.store.notes().pins().jointAgent(ANA)).contains(new IdentityId("4711"));
        assertThat(changes(changes.plan())).contains("join group \"Tenant_B_Agents\"");
    }

    @Test
    void whatIfRemembersNobody() {
        world.person("4711", "Account-a");
        rename("4711", ANA);
        world.jointAgents = List.of(new JointAgent(ANA, BOTH, A, "queue", "cto", LocalDate.parse("2027-12-31")));

        assertThat(changes(world.provisioner().whatIf(world.policy()).current()))
                .contains("join group \"Tenant_B_Agents\"");
        assertThat(world.store.notes().pins().jointAgent(ANA)).isEmpty();
    }

    @Test
    void agentWhoseLineEndsUnderAnotherUserNameLosesWhatItGave() {
        joint();
        rename("4711", "ana.lopez@acme.example");
        world.run();
        world.jointAgents = List.of();
        world.person("4711");
        rename("4711", "ana.lopez@acme.example");

        world.run();

        assertThat(world.reach("ana.lopez@acme.example")).isEmpty();
    }

    @Test
    void proofDoesNotExcuseAnotherAccountWithTheUserName() {
        joint();
        passOn();
        world.run();
        world.run();
        world.member(ANA, "Tenant_A_Agents");

        assertThat(world.provisioner().proveIsolation().violations())
                .extracting(v -> v.reach().subject().label())
                .containsExactly(ANA);
    }

    @Test
    void proofKnowsAnAccountThatNoRunHasLinkedByItsUserName() {
        world.person("4711", "Account-a");
        rename("4711", ANA);
        world.jointAgents = List.of(new JointAgent(ANA, BOTH, A, "queue", "cto", LocalDate.parse("2027-12-31")));
        world.directory.account("by-hand", ANA, world.division("Tenant_A"));
        world.run();
        world.plan();

        assertThat(world.provisioner().proveIsolation().violations()).isEmpty();
    }

    @Test
    void evidenceNamesTheIdentity() {
        joint();
        passOn();

        assertThat(world.provisioner()
                        .evidence(A, World.NOW, World.NOW.plusSeconds(1))
                        .exceptions())
                .extracting(JointAgent::identity)
                .containsExactly("4711");
    }

    @Test
    void offboardingSwitchesTheNextPersonWithTheUserNameOff() {
        joint();
        rename("4711", "ana.lopez@acme.example");
        world.person("ana", "Account-a");
        world.run();
        world.run();

        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(A);

        assertThat(plan.operations().filter(o -> o.change().phase() == Phase.SHUT))
                .extracting(o -> o.person().orElseThrow().userName())
                .containsExactly(ANA);
    }

    @Test
    void lintLooksForTheIdentity() {
        joint();
        rename("4711", "ana.lopez@acme.example");
        LocalDate today = LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
        var known =
                PolicyLint.of(world.policy()).people(today, world.store.notes().pins());
        var unknown = PolicyLint.of(world.policy()).people(today);
        world.people.values().forEach(known.andThen(unknown));

        assertThat(known.problems()).extracting(Problem::code).doesNotContain(ProblemCode.JOINT_AGENT_UNKNOWN);
        assertThat(unknown.problems()).extracting(Problem::code).contains(ProblemCode.JOINT_AGENT_UNKNOWN);
    }

    @Test
    void erasedPersonIsForgotten() {
        joint();

        world.store.erase(new Erasure(new IdentityId("4711"), "request", "dpo", World.NOW));

        assertThat(world.store.notes().pins().jointAgent(ANA)).isEmpty();
    }

    @Test
    void withoutAStoreTheNameDecides() {
        joint();

        Plan plan = world.provisioner(new MemoryStore(world.clock)).plan();

        assertThat(changes(plan)).isEmpty();
    }
}
