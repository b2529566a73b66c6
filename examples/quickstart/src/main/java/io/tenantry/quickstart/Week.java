// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.FindingCode;
import io.tenantry.command.PolicyCheck;
import io.tenantry.command.ProgressBar;
import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.ExternalId;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Invariant;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.org.Violation;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.RejectedRow;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import java.io.PrintStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One organization over several days, and the promises that must hold on each of them. */
final class Week implements AutoCloseable {
    static final Instant MONDAY = Instant.parse("2026-11-02T06:00:00Z");
    private static final int GRANTED_BY_HAND = 2;
    private static final int REVOKED = 4;

    private final PolicyReading raisedLimits;
    private final OrganizationPolicy policy;
    private final PrintStream out;
    private final FakeClock clock = new FakeClock(MONDAY);
    private final FakeGenesysCloud fake = FakeGenesysCloud.builder()
            .clock(clock)
            .limit(RateLimit.GENESYS)
            .build()
            .start();
    private final CallCount calls = new CallCount();
    private final GenesysCloud genesys;
    private final ProvisioningStore store = new MemoryStore(clock);
    private final List<String> broken = new ArrayList<>();
    private PolicyReading reading;
    private Optional<Grant> byHand = Optional.empty();
    private int grantedAt;
    private int revokedAt = Integer.MAX_VALUE;

    /** @param raisedLimits the same policy with higher limits */
    Week(List<String> roles, PolicyReading reading, PolicyReading raisedLimits, PrintStream out) {
        this.reading = reading;
        this.raisedLimits = raisedLimits;
        this.policy = reading.orThrow();
        this.out = out;
        fake.recorder().record(false);
        policy.tenants().forEach(t -> fake.createDivision(t.division().name()));
        roles.forEach(name -> fake.createRole(name, "routing:conversation:view"));
        OAuthClient client = DocumentedClient.of(fake);
        genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .clock(clock)
                .nanoTime(() -> Duration.between(MONDAY, clock.instant()).toNanos())
                .sleeper(clock::advance)
                .listener(calls)
                .build();
    }

    /** Lints, plans and applies for all people of the first day. */
    void begin(BpoDay day) {
        out.println("== Lint");
        lint(day.source());
        out.println();
        out.println("== Monday: all people are new");
        Provisioner provisioner = provisioner(day.source());
        Plan plan = provisioner.plan();
        shortened(PlanText.of(plan, 2)).forEach(out::println);
        out.println();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "quick start"));
        out.println("Outcome: " + report.counts() + " in " + DaySummary.count(report.writes(), "write call") + " and "
                + DaySummary.count(report.reads(), "confirming read") + ", " + minutes(report)
                + " minutes on the service's clock.");
        check("Monday", day, plan, report);
    }

    private void lint(IdentitySource people) {
        PolicyCheck check = new PolicyCheck(reading, clock);
        check.people(people);
        check.organization(genesys);
        List<Problem> problems = check.problems();
        problems.stream().limit(3).forEach(out::println);
        out.println("... and " + Math.max(0, problems.size() - 3)
                + " more, most of them groups that the plan will create.");
        expect(problems.stream().noneMatch(Problem::isError), "the policy has no error");
        calls.restart();
    }

    /** Returns the beginning and the sums of a long plan. */
    private static List<String> shortened(String text) {
        List<String> lines = text.lines().toList();
        int sums = Math.max(0, lines.lastIndexOf(""));
        if (sums < 16) {
            return lines;
        }
        List<String> some = new ArrayList<>(lines.subList(0, 14));
        some.add("  ... (" + (sums - 14) + " lines of the same kind)");
        some.addAll(lines.subList(sums, lines.size()));
        return some;
    }

    void day(int number, BpoDay day) {
        Instant morning = MONDAY.plus(Duration.ofDays(number));
        clock.advance(Duration.between(clock.instant(), morning));
        String name = DayOfWeek.MONDAY.plus(number).getDisplayName(TextStyle.FULL_STANDALONE, Locale.ENGLISH);
        out.println();
        out.println("== " + name + ": " + happened(day.events()));
        if (number == GRANTED_BY_HAND) {
            grantByHand();
        } else if (number == REVOKED) {
            revokeByHand();
        }
        Plan plan = provisioner(day.source()).plan();
        DaySummary.of(plan).forEach(out::println);
        if (number == REVOKED && plan.holds().stream().anyMatch(h -> h.code().isLimit())) {
            plan = raised(day);
        }
        Provisioner provisioner = provisioner(day.source());
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "quick start"));
        out.println("  outcome   " + report.counts() + " in " + DaySummary.count(report.writes(), "write call"));
        expectReported(name, plan);
        check(name, day, plan, report);
    }

    // The removals held by yesterday's damaged export come on top of today's, and together they exceed the limit.
    private Plan raised(BpoDay day) {
        reading = raisedLimits;
        out.println("  (an administrator checks the held leavers, finds them right, and raises the limits)");
        Plan plan = provisioner(day.source()).plan();
        DaySummary.of(plan).forEach(out::println);
        expect(plan.holds().isEmpty(), "with the limits raised nothing is held");
        return plan;
    }

    private static String happened(List<BpoEvent> events) {
        Map<BpoEvent.Kind, Long> counts = new EnumMap<>(BpoEvent.Kind.class);
        events.forEach(e -> counts.merge(e.kind(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(e -> e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private void check(String name, BpoDay day, Plan plan, ApplyReport report) {
        expect(report.isClean(), name + ": everything planned is done");
        List<String> rejected =
                plan.rejected().stream().map(RejectedRow::origin).sorted().toList();
        expect(
                rejected.equals(day.broken().stream().sorted().toList()),
                name + ": exactly the dirty rows are rejected");
        calls.planned(plan, day.people());
        Plan second = provisioner(day.source()).plan();
        out.println("  again     " + DaySummary.count(second.batches().size(), "write call") + " planned");
        expect(second.batches().isEmpty(), name + ": the second plan is empty");
    }

    private void grantByHand() {
        String division = fake.org()
                .divisionsNamed(policy.tenants().get(0).division().name())
                .get(0)
                .id();
        User agent = fake.org().usersIn(division).stream()
                .filter(u -> u.state() == UserState.ACTIVE && !u.email().equals(BpoGenerator.JOINT_AGENT))
                .findFirst()
                .orElseThrow();
        String role = fake.org().rolesNamed(BpoGenerator.SUPERVISOR).get(0).id();
        Grant grant = new Grant(agent.id(), role, Division.ALL, clock.instant());
        fake.grant(grant.subjectId(), grant.roleId(), grant.divisionId());
        byHand = Optional.of(grant);
        grantedAt = fake.history().latest().number();
        out.println("  (an administrator grants a role in all divisions by hand, to account " + agent.id() + ")");
    }

    private void revokeByHand() {
        fake.change("an administrator revokes the grant", org -> org.without(byHand.orElseThrow()));
        revokedAt = fake.history().latest().number();
        byHand = Optional.empty();
        out.println("  (an administrator reads the report and revokes that grant)");
    }

    private void expectReported(String day, Plan plan) {
        byHand.ifPresent(g -> expect(
                plan.findings().stream()
                        .filter(f -> f.code() == FindingCode.ROLE_EVERYWHERE)
                        .anyMatch(f -> names(g.subjectId()).anyMatch(f.subject()::endsWith)),
                day + ": the grant in all divisions is reported"));
    }

    private Stream<String> names(String account) {
        return Stream.concat(
                Stream.of(account), fake.user(account).externalIds().stream().map(ExternalId::value));
    }

    /** Proves isolation, prints the sums, and returns the promises that were broken. */
    List<String> end(BpoDay lastDay) {
        List<Violation> leaks = leaks();
        leaks.stream().limit(5).forEach(v -> broken.add(v.snapshot() + ": account " + v.userId() + " " + v.text()));
        out.println();
        out.println("== Summary");
        out.println("Isolation: " + DaySummary.count(fake.history().snapshots().size(), "snapshot")
                + " of the organization, " + leaks.size() + " with a person in two tenants.");
        out.println(calls.summary());
        prove(lastDay);
        broken.forEach(b -> out.println("BROKEN: " + b));
        out.println(broken.isEmpty() ? "All promises kept." : DaySummary.count(broken.size(), "promise") + " broken.");
        return List.copyOf(broken);
    }

    private void prove(BpoDay day) {
        IsolationProof proof = provisioner(day.source()).proveIsolation();
        out.println("Proof: " + proof.verdict() + ", "
                + DaySummary.count(proof.accounts().size(), "account") + " in "
                + DaySummary.count(proof.tenants().size(), "tenant") + ", "
                + DaySummary.count(proof.violations().size(), "violation") + ", "
                + "exceptions declared: " + proof.exceptions().size() + ", by "
                + DaySummary.count(proof.coverage().calls(), "read call") + ".");
        expect(proof.verdict() == IsolationProof.Verdict.PROVEN, "at the end of the week isolation is proven");
    }

    /** Returns all violations except those of the grant in all divisions that was given by hand, while it lasted. */
    private List<Violation> leaks() {
        Set<String> divisions = policy.tenants().stream()
                .flatMap(t -> fake.org().divisionsNamed(t.division().name()).stream())
                .map(Division::id)
                .collect(Collectors.toSet());
        Set<String> joint = policy.jointAgents().stream()
                .flatMap(j -> fake.org().users().stream()
                        .filter(u -> u.email().equalsIgnoreCase(j.identity())
                                || u.externalIds().stream()
                                        .anyMatch(e -> e.value().equals(j.identity()))))
                .map(User::id)
                .collect(Collectors.toSet());
        return fake.history().check(Invariant.oneTenantAtMost(divisions, joint)).stream()
                .filter(v -> !wasLetIn(v))
                .toList();
    }

    private boolean wasLetIn(Violation violation) {
        int at = violation.snapshot().number();
        return grantedAt > 0
                && at >= grantedAt
                && at < revokedAt
                && fake.history().snapshots().get(grantedAt).org().grantsIn(Division.ALL).stream()
                        .anyMatch(g -> g.subjectId().equals(violation.userId()));
    }

    private Provisioner provisioner(IdentitySource people) {
        return Provisioner.builder()
                .policy(reading.orThrow())
                .source(people)
                .directory(genesys)
                .store(store)
                .clock(clock)
                .sleeper(clock::advance)
                .progress(ProgressBar.inLog(out))
                .build();
    }

    private static String minutes(ApplyReport report) {
        Duration took = Duration.between(report.startedAt(), report.endedAt());
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 60_000.0);
    }

    private void expect(boolean holds, String promise) {
        if (!holds) {
            broken.add(promise);
        }
    }

    @Override
    public void close() {
        genesys.close();
        fake.close();
    }
}
