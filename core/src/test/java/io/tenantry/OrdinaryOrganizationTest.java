// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * The counterpart of the law that nobody reaches two tenants: in an ordinary organization no gain waits. A default role
 * is everywhere, administrators and bots reach all tenants, supervisors work for several clients, staff lives in a
 * shared division, and the policy accepts all of it.
 */
@NullUnmarked
class OrdinaryOrganizationTest {
    private static final int SEEDS = Integer.getInteger("tenantry.ordinary.seeds", 300);
    private static final int STEPS = 4;

    @Test
    void noGainIsHeldWherePolicyAcceptsWhatAnOrdinaryOrganizationHas() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Ordinary(seed).lives();
        }
    }

    /** One organization in which people come, change and go. */
    @NullUnmarked
    private static final class Ordinary {
        private static final List<String> CLIENTS = List.of("a", "b", "c");

        private final int seed;
        private final Random random;
        private final World world = new World();
        private final List<AcceptedAccess> accepted = new ArrayList<>();
        private int born;

        Ordinary(int seed) {
            this.seed = seed;
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            world.directory.division("Tenant_C");
            world.directory.division("Staff");
            world.directory.role("Administrator");
            world.tenants = CLIENTS.stream()
                    .map(t -> world.tenant(t, "Tenant_" + t.toUpperCase(Locale.ROOT)))
                    .toList();
            // The operator answers for a client whose last people leave together.
            world.emptyGroups =
                    Set.of("Account-a", "Account-b", "Account-c", "Supervisors-a", "Supervisors-b", "Supervisors-c");
            world.sharedDivisions = List.of(new DivisionRef("Staff", Optional.empty(), false));
            everybody();
            administrators();
            bots();
            trainers();
            for (int i = 0; i < 6; i++) {
                join();
            }
        }

        private void everybody() {
            Group everybody = world.group("Everybody");
            world.directory.ruled.put(everybody.id(), world.directory.accounts.keySet());
            world.grant(SubjectId.of(everybody.id()), "Agent", DivisionId.EVERYWHERE);
            accept(new Holder(Kind.GROUP, "Everybody", pin(everybody)), Set.of("Agent"), Extent.all());
        }

        private void administrators() {
            Group administrators = world.group("Administrators");
            world.grant(SubjectId.of(administrators.id()), "Administrator", DivisionId.EVERYWHERE);
            accept(
                    new Holder(Kind.GROUP, "Administrators", pin(administrators)),
                    Set.of("Administrator"),
                    Extent.all());
            world.directory.account("root", "root@acme.example", MemoryDirectory.HOME);
            world.directory
                    .members
                    .get(administrators.id())
                    .add(world.directory.byName("root@acme.example").id());
            world.directory.account("sole", "sole@acme.example", world.division("Staff"));
            world.grant(new SubjectId("sole"), "Administrator", DivisionId.EVERYWHERE);
            accept(
                    new Holder(Kind.ACCOUNT, "sole@acme.example", Optional.empty()),
                    Set.of("Administrator"),
                    Extent.all());
        }

        private void bots() {
            world.grant(new SubjectId("bot"), "Agent", DivisionId.EVERYWHERE);
            world.grant(
                    new SubjectId("bot"),
                    "Supervisor",
                    world.division("Tenant_B").id());
            Holder bot = new Holder(Kind.CLIENT, "bot", Optional.of(new SubjectId("bot")));
            accept(bot, Set.of("Agent"), Extent.all());
            accept(bot, Set.of("Supervisor"), Extent.ofTenants(List.of(new TenantId("b"))));
        }

        // They work for several clients; some of them are people of the source, in a tenant of their own.
        private void trainers() {
            Group trainers = world.group("Trainers");
            List<TenantId> all = CLIENTS.stream().map(TenantId::new).toList();
            world.tenants.forEach(t -> world.grant(
                    SubjectId.of(trainers.id()),
                    "Supervisor",
                    world.division(t.division().name()).id()));
            world.grant(
                    SubjectId.of(trainers.id()),
                    "Agent",
                    world.division("Staff").id());
            accept(new Holder(Kind.GROUP, "Trainers", Optional.empty()), Set.of("Supervisor"), Extent.ofTenants(all));
            accept(
                    new Holder(Kind.GROUP, "Trainers", Optional.empty()),
                    Set.of("Agent"),
                    Extent.ofDivisions(List.of("Staff")));
            world.directory.account("trainer", "trainer@acme.example", world.division("Staff"));
            world.directory
                    .members
                    .get(trainers.id())
                    .add(world.directory.byName("trainer@acme.example").id());
        }

        private Optional<SubjectId> pin(Group group) {
            return Optional.of(SubjectId.of(group.id())).filter(i -> random.nextBoolean());
        }

        private void accept(Holder holder, Set<String> roles, Extent in) {
            accepted.add(new AcceptedAccess(
                    holder, roles, in, OptionalInt.empty(), false, false, "as ever", "ciso", Optional.empty()));
            world.accepted = List.copyOf(accepted);
        }

        void lives() {
            for (int step = 0; step < STEPS; step++) {
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    happens();
                }
                if (random.nextInt(3) == 0) {
                    one().ifPresent(this::alone);
                }
                everybodyIsPlaced();
            }
        }

        private void happens() {
            switch (random.nextInt(8)) {
                case 0, 1 -> join();
                case 2 -> one().ifPresent(i -> world.people.remove(i.id()));
                case 3 -> one().ifPresent(i -> world.disable(i.id().value()));
                case 4 -> one().ifPresent(this::becomesTrainer);
                default -> one().ifPresent(i -> world.person(i.id().value(), groups()));
            }
        }

        private void join() {
            world.person("p" + ++born, groups());
        }

        private String[] groups() {
            String client = CLIENTS.get(random.nextInt(CLIENTS.size()));
            return random.nextInt(3) > 0
                    ? new String[] {"Account-" + client}
                    : new String[] {"Account-" + client, "Supervisors-" + client};
        }

        private Optional<Identity> one() {
            List<Identity> all = List.copyOf(world.people.values());
            return all.size() < 3 ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
        }

        private void becomesTrainer(Identity person) {
            Links.of(world.store)
                    .account(person.id())
                    .ifPresent(world.directory.members.get(new GroupId("grp-Trainers"))::add);
        }

        private void alone(Identity person) {
            assertThat(world.provisioner()
                            .provision(person.id().value(), "test")
                            .report()
                            .outcomes())
                    .as("seed %d, %s alone", seed, person.id())
                    .allMatch(o -> o.status() == Outcome.Status.APPLIED);
        }

        private void everybodyIsPlaced() {
            Provisioner provisioner = world.provisioner();
            Plan plan = provisioner.plan();
            assertThat(plan.holds())
                    .as(() -> "seed " + seed + ": " + PlanText.of(plan))
                    .isEmpty();

            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

            assertThat(report.troubles()).as("seed %d", seed).isEmpty();
            world.people.values().stream().filter(Identity::enabled).forEach(this::isPlaced);
            assertThat(provisioner.proveIsolation().verdict())
                    .as("seed %d", seed)
                    .isEqualTo(IsolationProof.Verdict.PROVEN);
        }

        private void isPlaced(Identity person) {
            String tenant = person.sourceGroups().stream()
                    .filter(g -> g.startsWith("Account-"))
                    .map(g -> "Tenant_" + g.substring("Account-".length()).toUpperCase(Locale.ROOT))
                    .findFirst()
                    .orElseThrow();
            String name = person.userName();
            assertThat(world.directory.byName(name).division())
                    .as("seed %d: where %s lives", seed, name)
                    .isEqualTo(world.division(tenant).id());
            assertThat(world.directory.groupsOf(name))
                    .as("seed %d: groups of %s", seed, name)
                    .contains(tenant + "_Agents");
        }
    }
}
