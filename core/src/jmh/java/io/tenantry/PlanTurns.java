// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.ReadEvidence;
import io.tenantry.plan.Plan;
import io.tenantry.internal.planning.Planner;
import io.tenantry.internal.planning.Provenance;
import io.tenantry.internal.planning.Scope;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.Limit;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.Notes;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.internal.reconcile.Assigner;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.internal.reconcile.Lexicon;
import io.tenantry.internal.reconcile.LinkTable;
import io.tenantry.internal.reconcile.SourceGroups;
import io.tenantry.internal.reconcile.People;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.internal.reconcile.Sweep;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Times a whole plan, from two snapshots to a {@link Plan}: so many identities, 5 memberships each, in so many tenants,
 * and something to do for 0.5 % of the people. Arguments: identities, tenants, turns, and {@code steady} for 40
 * joiners, 30 leavers and 30 movers in a hundred, {@code movers} for movers alone, or {@code csv} for the former with
 * the identities read from a file. Prints the median of the turns in
 * CPU time of the one thread that plans, and the heap in use, and checks that exactly those people are in the plan.
 */
public final class PlanTurns {
    private static final int PROFILES = 5;
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int size;
    private final int tenants;
    private final boolean moversOnly;
    private final boolean csv;

    private enum Change {
        STAYS,
        JOINS,
        LEAVES,
        MOVES
    }

    private PlanTurns(int size, int tenants, boolean moversOnly, boolean csv) {
        this.size = size;
        this.tenants = tenants;
        this.moversOnly = moversOnly;
        this.csv = csv;
    }

    public static void main(String[] arguments) throws IOException {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int tenants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int turns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 40;
        String how = arguments.length > 3 ? arguments[3] : "steady";
        new PlanTurns(size, tenants, how.equals("movers"), how.equals("csv")).run(turns);
    }

    private void run(int turns) throws IOException {
        OrganizationPolicy policy = policy();
        BoundPolicy boundPolicy = boundPolicy(policy);
        Lexicon lexicon = new Lexicon();
        People people = new People(lexicon, policy.attributes());
        AccountIndex accounts = new AccountIndex(lexicon);
        int changing = 0;
        for (int i = 0; i < size; i++) {
            Change change = change(i);
            changing += change == Change.STAYS ? 0 : 1;
            if (change != Change.LEAVES && !csv) {
                people.add(identity(i, change == Change.MOVES ? (i + 1) % tenants : i % tenants));
            }
            if (change != Change.JOINS) {
                accounts.add(account(i));
            }
        }
        if (csv) {
            read(people);
        }
        DirectorySnapshot snapshot = snapshot(accounts, boundPolicy);
        LinkTable links = new LinkTable(people, accounts);
        for (int i = 0; i < size; i++) {
            if (change(i) != Change.JOINS) {
                links.add(identity(i, 0).id(), accountId(i));
            }
        }
        report("snapshots of " + size + " people");
        ReadEvidence evidence = new ReadEvidence(
                Completeness.complete(size, 1),
                size,
                size,
                List.of(),
                Scope.EVERYBODY,
                snapshot,
                Census.of(tenants(boundPolicy), snapshot),
                List.of(),
                Set.of(),
                List.of(),
                new Unconfirmed(List.of(), snapshot.facts(Set.of()), snapshot.accounts()::find));
        long[] nanos = new long[turns];
        for (int turn = 0; turn < turns; turn++) {
            long start = THREADS.getCurrentThreadCpuTime();
            Plan plan = plan(boundPolicy, people, snapshot, links, evidence);
            nanos[turn] = THREADS.getCurrentThreadCpuTime() - start;
            long found = plan.operations().map(o -> o.person().orElseThrow().key()).distinct().count();
            if (found != changing || !plan.holds().isEmpty()) {
                throw new AssertionError(found + " people in the plan, not " + changing + ", and " + plan.holds().size() + " holds");
            }
        }
        long[] warm = Arrays.copyOfRange(nanos, turns / 2, turns);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "plan of %,d identities, %,d with something to do, %s: first %.1f ms of CPU, median of the later half %.2f ms%n",
                size,
                changing,
                moversOnly ? "all of them movers" : "4 joiners to 3 leavers and 3 movers",
                nanos[0] / 1e6,
                warm[warm.length / 2] / 1e6);
        report("after the turns");
    }

    private void read(People people) throws IOException {
        Path file = Files.createTempFile("people", ".csv");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                out.write("id,userPrincipalName,displayName,accountEnabled,jobTitle,department,employeeId,groups\n");
                for (int i = 0; i < size; i++) {
                    Change change = change(i);
                    if (change != Change.LEAVES) {
                        Identity of = identity(i, change == Change.MOVES ? (i + 1) % tenants : i % tenants);
                        out.write(of.id() + "," + of.userName() + "," + of.displayName() + ",True,"
                                + of.attributes().get("jobTitle") + "," + of.attributes().get("department") + ","
                                + of.attributes().get("employeeId") + "," + String.join(";", of.sourceGroups()) + "\n");
                    }
                }
            }
            long start = THREADS.getCurrentThreadCpuTime();
            CsvSource.of(file)
                    .mapping(ColumnMapping.entra().toBuilder().groups("groups", ";").build())
                    .build()
                    .read(page -> page.identities().forEach(people::add));
            System.out.printf(
                    Locale.ROOT,
                    "read %,d people from %,d bytes of CSV in %.2f s of CPU%n",
                    people.size(),
                    Files.size(file),
                    (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
        } finally {
            Files.delete(file);
        }
    }

    private Change change(int i) {
        if (i % 200 != 7) {
            return Change.STAYS;
        }
        int kind = i / 200 % 10;
        return moversOnly || kind > 6 ? Change.MOVES : kind > 3 ? Change.LEAVES : Change.JOINS;
    }

    private static TenantMap tenants(BoundPolicy bound) {
        return new TenantMap(bound, Notes.NONE, Set.of(), LocalDate.of(2026, 11, 24), List.of());
    }

    private static Plan plan(
            BoundPolicy boundPolicy,
            People people,
            DirectorySnapshot snapshot,
            LinkTable links,
            ReadEvidence evidence) {
        TenantMap tenants = tenants(boundPolicy);
        Assigner assigner = new Assigner(tenants);
        Reconciliation reconciliation = new Sweep(tenants, assigner, people, snapshot, links, new SourceGroups(boundPolicy.policy(), "none", Notes.NONE, Set.of())).run(List.of());
        Provenance provenance = new Provenance("org", people.fingerprint(), "directory", NOW, NOW.plusSeconds(1800));
        DirectoryLimits limits = new DirectoryLimits(50, 50, 50, 100, true, 300);
        return new Planner(tenants, limits).plan(reconciliation, evidence, provenance);
    }

    private static void report(String when) {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d MB in use of %,d MB%n",
                when,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                runtime.maxMemory() >> 20);
    }

    private OrganizationPolicy policy() {
        Map<EntitlementKind, Limit> limits = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            limits.put(kind, new Limit(10_000_000, 100));
        }
        Governance governance = new Governance(LeaverMode.DEACTIVATE, Map.of(), limits);
        List<TenantPolicy> all = new ArrayList<>();
        for (int t = 0; t < tenants; t++) {
            List<AccessProfile> profiles = new ArrayList<>();
            for (int p = 0; p < PROFILES; p++) {
                Optional<Condition> when =
                        p < 3 ? Optional.empty() : Optional.of(new Condition.SourceGroup("Extra-" + p + "-" + t));
                profiles.add(new AccessProfile("p" + p, when, "Group-" + t + "-" + p, Set.of("Agent")));
            }
            all.add(new TenantPolicy(
                    new TenantId("t" + t),
                    "Tenant " + t,
                    new DivisionRef("Division-" + t, Optional.empty(), false),
                    new Condition.SourceGroup("Account-" + t),
                    profiles,
                    governance));
        }
        return new OrganizationPolicy(
                "org",
                governance,
                List.of(
                        new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS),
                        new AttributeRule(AccountAttribute.DEPARTMENT, "department", AttributeRule.Strength.ALWAYS)),
                all,
                List.of(),
                List.of(),
                Set.of(),
                "hash");
    }

    private BoundPolicy boundPolicy(OrganizationPolicy policy) {
        Role role = new Role(new RoleId("role"), "Agent");
        List<Division> divisions = new ArrayList<>();
        List<BoundTenant> bound = new ArrayList<>();
        for (int t = 0; t < tenants; t++) {
            Division division = new Division(new DivisionId(uuid(1, t)), "Division-" + t, false);
            divisions.add(division);
            List<BoundProfile> profiles = new ArrayList<>();
            for (int p = 0; p < PROFILES; p++) {
                GroupTarget group =
                        new GroupTarget("Group-" + t + "-" + p, Optional.of(new GroupId(uuid(2, t * PROFILES + p))));
                profiles.add(new BoundProfile(policy.tenants().get(t).profiles().get(p), group, List.of(role)));
            }
            bound.add(new BoundTenant(
                    policy.tenants().get(t),
                    new DivisionTarget(division.name(), Optional.of(division.id())),
                    profiles,
                    List.of()));
        }
        List<Group> groups = bound.stream().flatMap(tenant -> tenant.groups().stream()).toList();
        return new BoundPolicy(policy, bound, divisions, List.of(role), groups);
    }

    private Identity identity(int i, int tenant) {
        return Identity.of(
                uuid(3, i),
                "agent" + i + "@bpo.example",
                "Agent Number " + i,
                List.of("Account-" + tenant, "Extra-3-" + tenant, "Extra-4-" + tenant, "Everybody", "Site-" + i % 9, "VPN"),
                Map.of("jobTitle", "Agent " + i % 40, "department", "Team " + i % 300, "employeeId", "E" + i));
    }

    private Account account(int i) {
        return new Account(
                accountId(i),
                AccountState.ACTIVE,
                "agent" + i + "@bpo.example",
                "Agent Number " + i,
                Optional.of(uuid(3, i)),
                new DivisionId(uuid(1, i % tenants)),
                Map.of(AccountAttribute.TITLE, "Agent " + i % 40, AccountAttribute.DEPARTMENT, "Team " + i % 300));
    }

    private DirectorySnapshot snapshot(AccountIndex accounts, BoundPolicy boundPolicy) {
        DirectorySnapshot snapshot = new DirectorySnapshot(accounts, Completeness.complete(size, 1));
        for (int t = 0; t < tenants; t++) {
            List<Grant> grants = new ArrayList<>();
            for (BoundProfile profile : boundPolicy.tenants().get(t).profiles()) {
                GroupId group = profile.group().id().orElseThrow();
                List<AccountId> members = new ArrayList<>();
                for (int i = t; i < size; i += tenants) {
                    if (change(i) != Change.JOINS) {
                        members.add(accountId(i));
                    }
                }
                snapshot.members(group, Listing.complete(members));
                grants.add(new Grant(SubjectId.of(group), new RoleId("role"), new DivisionId(uuid(1, t))));
            }
            snapshot.grants(new DivisionId(uuid(1, t)), Listing.complete(grants));
        }
        snapshot.grants(DivisionId.EVERYWHERE, Listing.complete(List.of()));
        return snapshot;
    }

    private static AccountId accountId(int i) {
        return new AccountId(uuid(4, i));
    }

    private static String uuid(int kind, int i) {
        return new java.util.UUID(kind * 0x9E3779B97F4A7C15L + i * 0xD6E8FEB86659FD93L, i * 0xC2B2AE3D27D4EB4FL + kind)
                .toString();
    }
}
