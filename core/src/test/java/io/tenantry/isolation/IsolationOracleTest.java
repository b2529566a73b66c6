// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.World;
import io.tenantry.change.Reach;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline;
import io.tenantry.store.StoreWrite;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Random organizations against an oracle that asks, for each subject, role and division, whether there is a way. */
@NullUnmarked
class IsolationOracleTest {
    private static final int SEEDS = Integer.getInteger("tenantry.isolation.seeds", 300);
    private static final long FIRST = Long.getLong("tenantry.isolation.seed", 1);

    @Test
    void findsWhatEnumerationFindsAndInventsNothing() {
        Map<Violation.Code, Integer> seen = new TreeMap<>();
        int doubts = 0;
        long accepted = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            World world = new Organizations(seed).world();
            IsolationProof proof = world.provisioner().proveIsolation();
            Oracle oracle = new Oracle(world);

            assertThat(reach(proof.accounts())).as("accounts, seed %d", seed).isEqualTo(oracle.accounts());
            assertThat(reach(proof.groups())).as("groups, seed %d", seed).isEqualTo(oracle.groups());
            assertThat(reach(proof.others())).as("others, seed %d", seed).isEqualTo(oracle.others());
            assertThat(violations(proof)).as("violations, seed %d", seed).isEqualTo(oracle.violations());
            assertThat(proof.doubts().size()).as("doubts, seed %d", seed).isEqualTo(oracle.doubts());
            doubts += oracle.doubts();
            accepted += proof.accepted().stream().filter(AcceptedUse::counts).count();
            matrix(proof, oracle, seed);
            proof.violations().forEach(v -> seen.merge(v.code(), 1, Integer::sum));
        }
        assertThat(seen).as("every kind was among what was seeded").containsOnlyKeys(Violation.Code.values());
        assertThat(doubts).isBetween(1, SEEDS - 1);
        assertThat(accepted).isPositive();
    }

    private static void matrix(IsolationProof proof, Oracle oracle, long seed) {
        IsolationMatrix matrix = proof.matrix();
        for (int i = 0; i < matrix.tenants().size(); i++) {
            for (int j = 0; j < matrix.tenants().size(); j++) {
                String one = matrix.tenants().get(i).id().value();
                String other = matrix.tenants().get(j).id().value();
                long both = oracle.accounts().values().stream()
                        .filter(r -> r.contains(one) && r.contains(other))
                        .count();
                int told = i == j ? matrix.reaching(i) : matrix.violating(i, j) + matrix.excepted(i, j);
                assertThat((long) told)
                        .as("%s and %s, seed %d", one, other, seed)
                        .isEqualTo(both);
            }
        }
    }

    private static Map<String, Set<String>> reach(List<Reach> reaches) {
        Map<String, Set<String>> by = new TreeMap<>();
        for (Reach reach : reaches) {
            Set<String> to = new TreeSet<>();
            reach.tenants().forEach(t -> to.add(t.value()));
            if (reach.isEverywhere()) {
                to.add("*");
            }
            by.put(reach.subject().id().value(), to);
        }
        return by;
    }

    private static Set<String> violations(IsolationProof proof) {
        Set<String> all = new TreeSet<>();
        proof.violations()
                .forEach(v -> all.add(v.code() + " " + v.reach().subject().id()));
        // A group may have more members than each of two lines allows.
        long once = proof.violations().stream()
                .filter(v -> v.code() != Violation.Code.TOO_MANY_ACCEPTED)
                .count();
        assertThat(all.stream().filter(v -> !v.startsWith("TOO_MANY"))).hasSize((int) once);
        return all;
    }

    /** Makes organizations in which every kind of trouble is likely. */
    @NullUnmarked
    private static final class Organizations {
        private final Random random;
        private final World world = new World();
        private final List<Division> divisions = new ArrayList<>();
        private final List<Account> accounts = new ArrayList<>();

        Organizations(long seed) {
            random = new Random(seed);
        }

        World world() {
            List<TenantPolicy> tenants = new ArrayList<>();
            int count = 2 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                divisions.add(world.directory.division("Tenant_" + i));
                tenants.add(world.tenant("t" + i, "Tenant_" + i));
                group("Tenant_" + i + "_Agents");
                group("Tenant_" + i + "_Supervisors");
            }
            world.tenants = tenants;
            divisions.add(world.directory.division("Unowned"));
            divisions.add(world.directory.divisions.get(new DivisionId("home")));
            for (int i = random.nextInt(4); i > 0; i--) {
                group("Other_" + i);
            }
            for (int i = random.nextInt(25); i >= 0; i--) {
                account("p" + i);
            }
            members();
            grants();
            exceptions(count);
            accepted(count);
            if (random.nextInt(4) == 0) {
                world.sharedDivisions = List.of(new DivisionRef("Unowned", Optional.empty(), false));
            }
            return world;
        }

        private void group(String name) {
            Group group = new Group(new GroupId("grp-" + name), name);
            world.directory.groups.put(group.id(), group);
            world.directory.members.put(group.id(), new LinkedHashSet<>());
            world.directory.ruled.put(group.id(), new LinkedHashSet<>());
        }

        private void account(String id) {
            AccountState state = random.nextInt(8) > 0 ? AccountState.ACTIVE : any(List.of(AccountState.values()));
            Account a = new Account(
                    new AccountId(id),
                    state,
                    id + "@acme.example",
                    id,
                    random.nextBoolean() ? java.util.Optional.of("id-" + id) : java.util.Optional.empty(),
                    any(divisions).id(),
                    Map.of());
            world.directory.accounts.put(a.id(), a);
            accounts.add(a);
        }

        private void members() {
            int dense = 1 + random.nextInt(12);
            world.directory
                    .members
                    .values()
                    .forEach(m -> accounts.forEach(a -> {
                        if (random.nextInt(dense * 3) == 0) {
                            m.add(a.id());
                        }
                    }));
            world.directory
                    .ruled
                    .values()
                    .forEach(m -> accounts.forEach(a -> {
                        if (random.nextInt(60) == 0) {
                            m.add(a.id());
                        }
                    }));
        }

        private void grants() {
            List<String> subjects = new ArrayList<>(List.of("client-1", "unknown-2"));
            world.directory.clients.put(new SubjectId("client-1"), "Client");
            accounts.forEach(a -> subjects.add(a.id().value()));
            world.directory.groups.keySet().forEach(g -> subjects.add(g.value()));
            for (int i = random.nextInt(20); i > 0; i--) {
                DivisionId in = random.nextInt(15) == 0
                        ? DivisionId.EVERYWHERE
                        : any(divisions).id();
                Role role = any(List.copyOf(world.directory.roles.values()));
                world.directory.grants.add(new Grant(new SubjectId(any(subjects)), role.id(), in));
            }
        }

        private void exceptions(int tenants) {
            List<JointAgent> agents = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Account a = any(accounts);
                Set<TenantId> of = new LinkedHashSet<>();
                of.add(new TenantId("t" + random.nextInt(tenants)));
                for (int j = random.nextInt(tenants + 2); j > 0; j--) {
                    of.add(new TenantId("t" + random.nextInt(tenants)));
                }
                String name = a.externalId().filter(e -> random.nextBoolean()).orElse(a.userName());
                LocalDate until = LocalDate.parse("2026-11-24").plusDays(random.nextInt(5) - 2L);
                agents.add(new JointAgent(name, List.copyOf(of), of.iterator().next(), "reason", "cto", until));
            }
            world.jointAgents = agents;
        }

        private void accepted(int tenants) {
            List<AcceptedAccess> lines = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Holder holder = holder();
                boolean group = holder.kind() == Kind.GROUP;
                if (group && random.nextBoolean()) {
                    GroupId id = world.directory.named(holder.name()).id();
                    DivisionId in = random.nextBoolean()
                            ? DivisionId.EVERYWHERE
                            : any(divisions).id();
                    world.directory.grants.add(new Grant(SubjectId.of(id), new RoleId("role-Agent"), in));
                }
                lines.add(new AcceptedAccess(
                        holder,
                        random.nextBoolean() ? Set.of("Agent") : Set.of("Agent", "Supervisor"),
                        extent(tenants),
                        group && random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty(),
                        false,
                        false,
                        "reason",
                        "ciso",
                        random.nextInt(4) == 0
                                ? Optional.of(LocalDate.parse("2026-11-24").plusDays(random.nextInt(3) - 2L))
                                : Optional.empty()));
            }
            world.accepted = lines;
            world.directory.members.forEach((group, members) -> {
                if (random.nextBoolean()) {
                    Set<AccountId> shown = new TreeSet<>(members);
                    shown.removeIf(a -> random.nextInt(3) == 0);
                    world.store.commit(
                            List.of(new StoreWrite.Keep(Baseline.Seen.acceptedMembers(SubjectId.of(group), shown))));
                }
            });
        }

        private Holder holder() {
            List<Group> others = world.directory.groups.values().stream()
                    .filter(g -> g.name().startsWith("Other"))
                    .toList();
            if (others.isEmpty() || random.nextInt(3) == 0) {
                return random.nextBoolean()
                        ? new Holder(Kind.ACCOUNT, any(accounts).userName(), Optional.empty())
                        : new Holder(Kind.CLIENT, "client", Optional.of(new SubjectId("client-1")));
            }
            Group group = any(others);
            return new Holder(
                    Kind.GROUP,
                    group.name(),
                    Optional.of(SubjectId.of(group.id())).filter(i -> random.nextBoolean()));
        }

        private Extent extent(int tenants) {
            return switch (random.nextInt(3)) {
                case 0 -> Extent.all();
                case 1 -> Extent.ofTenants(List.of(new TenantId("t" + random.nextInt(tenants))));
                default -> Extent.ofDivisions(List.of("Unowned"));
            };
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }

    /** Knows nothing of paths: it only asks of each subject, role and division. */
    @NullUnmarked
    private record Oracle(World world) {
        Map<String, Set<String>> accounts() {
            Map<String, Set<String>> all = new TreeMap<>();
            world.directory.accounts.values().forEach(a -> put(all, a.id().value(), of(a)));
            return all;
        }

        Map<String, Set<String>> groups() {
            Map<String, Set<String>> all = new TreeMap<>();
            world.directory.groups.values().forEach(g -> {
                Set<String> to = granted(g.id().value());
                owner(g.name()).forEach(to::add);
                put(all, g.id().value(), to);
            });
            return all;
        }

        Map<String, Set<String>> others() {
            Map<String, Set<String>> all = new TreeMap<>();
            List.of("client-1", "unknown-2").forEach(s -> put(all, s, granted(s)));
            return all;
        }

        private static void put(Map<String, Set<String>> all, String subject, Set<String> to) {
            if (!to.isEmpty()) {
                all.put(subject, to);
            }
        }

        private Set<String> of(Account a) {
            Set<String> to = granted(a.id().value());
            world.tenants.forEach(t -> {
                if (a.state() != AccountState.DELETED && division(t).equals(a.division())) {
                    to.add(t.id().value());
                }
            });
            world.directory.groups.values().forEach(g -> {
                if (isIn(a, g)) {
                    to.addAll(granted(g.id().value(), line -> isFor(line, g, a)));
                    owner(g.name()).forEach(to::add);
                }
            });
            return to;
        }

        // Beyond its number of members a line is for those alone whom the last proof within it showed.
        private boolean isFor(AcceptedAccess line, Group g, Account a) {
            long people = world.directory.accounts.values().stream()
                    .filter(o -> isIn(o, g))
                    .count();
            return people <= line.members().orElse(Integer.MAX_VALUE)
                    || world.store
                            .notes()
                            .acceptedMembers()
                            .getOrDefault(SubjectId.of(g.id()), Set.of())
                            .contains(a.id());
        }

        private Set<String> granted(String subject) {
            return granted(subject, line -> true);
        }

        private Set<String> granted(String subject, Predicate<AcceptedAccess> counts) {
            Set<String> to = new TreeSet<>();
            for (Role role : world.directory.roles.values()) {
                for (TenantPolicy t : world.tenants) {
                    if (holds(subject, role, division(t), counts)) {
                        to.add(t.id().value());
                    }
                }
                if (holds(subject, role, DivisionId.EVERYWHERE, counts)) {
                    to.add("*");
                }
            }
            return to;
        }

        private boolean holds(String subject, Role role, DivisionId division, Predicate<AcceptedAccess> counts) {
            return world.directory.grants.contains(new Grant(new SubjectId(subject), role.id(), division))
                    && world.accepted.stream()
                            .filter(counts)
                            .noneMatch(l -> isInForce(l) && covers(l, subject, role, division));
        }

        private static boolean isInForce(AcceptedAccess line) {
            return line.until().isEmpty() || !line.until().get().isBefore(LocalDate.parse("2026-11-24"));
        }

        private boolean covers(AcceptedAccess line, String subject, Role role, DivisionId division) {
            boolean place = line.in().everywhere()
                    || line.in().tenants().stream()
                            .anyMatch(t -> world.tenants.stream()
                                    .anyMatch(
                                            p -> p.id().equals(t) && division(p).equals(division)))
                    || line.in().divisions().stream()
                            .anyMatch(d -> world.division(d).id().equals(division));
            return place && line.roles().contains(role.name()) && subject.equals(idOf(line.holder()));
        }

        private String idOf(Holder holder) {
            return switch (holder.kind()) {
                case CLIENT -> "client-1";
                case GROUP -> world.directory.named(holder.name()).id().value();
                case ACCOUNT ->
                    world.directory.accounts.values().stream()
                            .filter(a -> a.userName().equals(holder.name()))
                            .map(a -> a.id().value())
                            .findFirst()
                            .orElseThrow();
            };
        }

        /**
         * One doubt if a person who reaches a tenant also reaches the division of nobody, and one if an unknown holder
         * reaches a tenant.
         */
        int doubts() {
            DivisionId nobodys = world.division("Unowned").id();
            boolean reached = world.directory.accounts.values().stream()
                    .filter(a -> !of(a).isEmpty())
                    .anyMatch(a ->
                            (a.state() != AccountState.DELETED && a.division().equals(nobodys))
                                    || holdsAny(a.id().value(), nobodys)
                                    || world.directory.groups.values().stream()
                                            .anyMatch(g -> isIn(a, g) && holdsAny(g.id().value(), nobodys)));
            return (reached && world.sharedDivisions.isEmpty() ? 1 : 0) + (others().containsKey("unknown-2") ? 1 : 0);
        }

        private boolean holdsAny(String subject, DivisionId division) {
            return world.directory.roles.values().stream().anyMatch(r -> holds(subject, r, division, l -> true));
        }

        private void tooMany(Set<String> all) {
            for (AcceptedAccess line : world.accepted) {
                String holder = idOf(line.holder());
                boolean used = world.directory.grants.stream()
                        .filter(g -> g.subject().value().equals(holder))
                        .anyMatch(g -> covers(line, holder, world.directory.roles.get(g.role()), g.division())
                                && isRead(g.division()));
                long people = line.holder().kind() == Kind.GROUP
                        ? world.directory.accounts.values().stream()
                                .filter(a -> isIn(
                                        a, world.directory.named(line.holder().name())))
                                .count()
                        : 0;
                if (used
                        && isInForce(line)
                        && line.members().isPresent()
                        && people > line.members().getAsInt()) {
                    all.add("TOO_MANY_ACCEPTED " + holder);
                }
            }
        }

        // What a proof says of accepted access concerns the divisions of tenants and all divisions at once.
        private boolean isRead(DivisionId division) {
            return division.isEverywhere()
                    || world.tenants.stream().anyMatch(t -> division(t).equals(division));
        }

        private boolean isIn(Account a, Group g) {
            return world.directory.members.get(g.id()).contains(a.id())
                    || world.directory.ruled.get(g.id()).contains(a.id());
        }

        private List<String> owner(String group) {
            return world.tenants.stream()
                    .filter(t ->
                            t.profiles().stream().anyMatch(p -> p.genesysGroup().equals(group)))
                    .map(t -> t.id().value())
                    .toList();
        }

        private DivisionId division(TenantPolicy t) {
            return world.division(t.division().name()).id();
        }

        Set<String> violations() {
            Set<String> all = new TreeSet<>();
            groups().forEach((id, to) -> {
                if (to.contains("*")) {
                    all.add("REACHES_EVERYWHERE " + id);
                }
                if (to.size() - (to.contains("*") ? 1 : 0) > 1) {
                    all.add("GROUP_ACROSS_TENANTS " + id);
                }
            });
            Set<String> client = others().getOrDefault("client-1", Set.of());
            if (client.contains("*")) {
                all.add("REACHES_EVERYWHERE client-1");
            }
            if (client.size() - (client.contains("*") ? 1 : 0) > 1) {
                all.add("CLIENT_ACROSS_TENANTS client-1");
            }
            accounts().forEach((id, to) -> {
                if (to.remove("*")) {
                    all.add("REACHES_EVERYWHERE " + id);
                }
                if (to.size() > 1) {
                    code(id, to).ifPresent(c -> all.add(c + " " + id));
                }
            });
            tooMany(all);
            return all;
        }

        // The external id of a deleted account still names it; its user name may be another's by now.
        private static boolean isNamed(JointAgent agent, Account a) {
            return agent.identity().equals(a.externalId().orElse(""))
                    || (agent.identity().equals(a.userName()) && a.state() != AccountState.DELETED);
        }

        private java.util.Optional<String> code(String id, Set<String> to) {
            Account a = world.directory.accounts.get(new AccountId(id));
            List<JointAgent> named = world.jointAgents.stream()
                    .filter(agent -> isNamed(agent, a))
                    .toList();
            List<JointAgent> inForce = named.stream()
                    .filter(agent -> !agent.until().isBefore(LocalDate.parse("2026-11-24")))
                    .toList();
            if (!named.isEmpty() && inForce.isEmpty()) {
                return java.util.Optional.of("EXCEPTION_EXPIRED");
            }
            // Two lines for one person are two answers, so neither declares anything.
            if (inForce.size() == 1) {
                List<String> allowed =
                        inForce.get(0).tenants().stream().map(TenantId::value).toList();
                return allowed.containsAll(to) ? java.util.Optional.empty() : java.util.Optional.of("BEYOND_EXCEPTION");
            }
            boolean lives = a.state() != AccountState.DELETED
                    && world.tenants.stream().anyMatch(t -> division(t).equals(a.division()));
            return java.util.Optional.of(lives ? "LIVES_ELSEWHERE" : "SEVERAL_TENANTS");
        }
    }
}
