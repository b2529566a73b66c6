// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.fault.Edit;
import io.tenantry.fixtures.fault.End;
import io.tenantry.fixtures.fault.Place;
import io.tenantry.fixtures.fault.Script;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Links;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One random walk over the wire: three tenants, in which anything may happen between two runs, while requests and
 * answers get lost, writes are carried out late, reads are old, and the process dies and starts again in the middle of
 * a run.
 */
final class WireWalk implements AutoCloseable {
    private static final int TENANTS = 3;
    private static final Duration DEAD = Duration.ofMinutes(3);

    private final Random random;
    private final Optional<Unrest> unrest;
    private Optional<Beside> beside = Optional.empty();
    private final Hands hands;
    private final Site site;
    private final Watch watch;
    private final String seed;
    private GenesysCloud genesys;
    private Provisioner provisioner;
    private int born;
    private int step;
    private int lifetime = Integer.MAX_VALUE;

    WireWalk(int seed) {
        this(seed, true);
    }

    /** Returns a walk without what {@link Unrest} adds, so that a seed found in one is the same walk for ever. */
    static WireWalk quiet(int seed) {
        return new WireWalk(seed, false);
    }

    /** Returns a walk in which an outsourcer also has what {@link Beside} adds. */
    static WireWalk wide(int seed) {
        WireWalk walk = new WireWalk(seed, true);
        walk.beside = Optional.of(new Beside(walk.site, new Random(seed * 0x94D049BB133111EBL)));
        walk.start();
        return walk;
    }

    private WireWalk(int seed, boolean restless) {
        this.seed = "seed " + seed;
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        FakeGenesysCloud fake = FakeGenesysCloud.builder().seed(seed + 1L).build();
        site = new Site(fake, restless ? TENANTS + 1 : TENANTS, 2);
        unrest = restless ? Optional.of(new Unrest(site, new Random(seed * 0xBF58476D1CE4E5B9L))) : Optional.empty();
        hands = new Hands(site, random);
        watch = new Watch(site);
        site.fake.recorder().record(false);
        for (int i = 0; i < 5; i++) {
            join();
        }
        start();
    }

    /** Starts a process: nothing is remembered but what is in the store. */
    private void start() {
        genesys = site.adapter()
                .httpClient(new TappedClient(site.fake.httpClient(), this::live))
                .random(random)
                .build();
        provisioner = site.provisioner(genesys, site.store);
    }

    private void live(String what) {
        if (what.startsWith("before ")) {
            unrest.ifPresent(Unrest::meddle);
        }
        if (--lifetime < 0) {
            throw new Death(what);
        }
    }

    /** Walks: things happen, and a run follows, in every other step with faults. */
    void walk(int steps) {
        for (step = 1; step <= steps; step++) {
            unrest.ifPresent(this::shake);
            int events = 1 + random.nextInt(4);
            for (int i = 0; i < events; i++) {
                event();
            }
            boolean troubled = step % 2 == 0;
            trouble(troubled);
            boolean meddled = step % 4 <= 1;
            run(meddled, !troubled && !meddled);
            watch.look(seed + " step " + step);
        }
    }

    /** Changes the tenants or joint agents of the policy, and starts a new process with it. */
    private void shake(Unrest by) {
        arrive("before step " + step);
        by.happen(people());
        beside.ifPresent(b -> {
            b.happen();
            b.happen();
        });
        start();
    }

    /**
     * Ends all trouble; then one run brings everything in order, and another finds nothing to do. One run more is needed
     * if the first one restored an account that came back with access nobody could see before, took back what a dead run
     * had given, or moved a person out of a tenant that was dropped, who gains afterwards.
     */
    void settle() {
        trouble(false);
        start();
        provisioner.quarantines().forEach(q -> provisioner.liftQuarantine(q.scope(), "test", "try again"));
        begin();
        ApplyReport report = Site.run(provisioner);
        watch.look(seed + " at the end");
        if (beside.isPresent()) {
            planAfterAnotherRun();
            Plan next = planAfterAnotherRun();
            assertThat(next.batches()).as(() -> text(next)).isEmpty();
            assertThat(site.store.open()).as(seed).isEmpty();
            return;
        }
        assertThat(report.troubles())
                .as(seed)
                .allMatch(trouble -> cameBackElsewhere(trouble, report)
                        || waitsForAName(trouble, report)
                        || isTakenBack(trouble, report));
        Plan next = provisioner.plan();
        boolean waited =
                report.count(Outcome.Status.HELD) > 0 && !next.batches().isEmpty();
        settled(report.troubles().isEmpty() && !waited ? next : planAfterAnotherRun());
    }

    private Plan planAfterAnotherRun() {
        begin();
        Site.run(provisioner);
        watch.look(seed + " after the end");
        return provisioner.plan();
    }

    private void settled(Plan next) {
        assertThat(next.batches()).as(() -> text(next)).isEmpty();
        assertThat(next.holds()).as(() -> text(next)).allMatch(hold -> isJustified(hold, next.holds()));
        Set<String> waiting = waitingForAGroup(next);
        onlyThoseOfLostDivisionsWait(next, waiting);
        Set<String> reported = next.findings().stream().map(Finding::subject).collect(Collectors.toSet());
        watch.isolated(
                u -> keepsItsAccess(u)
                        || isHalfLost(u)
                        || identity(u)
                                .filter(i -> waiting.contains("identity " + i))
                                .isPresent(),
                reported,
                seed + " at the end");
        assertThat(site.store.open()).as(seed).isEmpty();
        assertThat(site.fake.org().users())
                .as("%s: accounts of one person", seed)
                .filteredOn(User::exists)
                .extracting(User::scimExternalId)
                .filteredOn(Optional::isPresent)
                .doesNotHaveDuplicates();
    }

    /**
     * Exactly the people of tenants whose division was deleted wait: each plan reports that it cannot place them, unless
     * they wait for a source group besides.
     */
    private void onlyThoseOfLostDivisionsWait(Plan plan, Set<String> waitingForAGroup) {
        Set<String> reported = subjects(plan, FindingCode.TENANT_NOT_READY);
        Set<String> lost = new TreeSet<>();
        people().stream().filter(this::isOfLostDivision).forEach(i -> lost.add("identity " + i.id()));
        assertThat(lost).as(() -> text(plan)).containsAll(reported);
        lost.removeAll(reported);
        lost.removeAll(waitingForAGroup);
        assertThat(subjects(plan, FindingCode.DISPUTED)).as(() -> text(plan)).containsAll(lost);
    }

    // A tenant that left the policy keeps its people until it is off-boarded, and they gain nothing elsewhere. An
    // account may wait for the user name of such a person.
    private boolean isJustified(Hold hold, List<Hold> all) {
        return switch (hold.code()) {
            case KEEPS_OLD_ACCESS -> hold.operations().stream().allMatch(this::keepsAnother);
            case GROUP_REACHES_ELSEWHERE -> hold.operations().stream().allMatch(this::hasMemberElsewhere);
            case USER_NAME_NOT_FREE -> all.stream().anyMatch(h -> h.code() == HoldCode.KEEPS_OLD_ACCESS);
            default -> false;
        };
    }

    // Who is parked keeps what a hand gave, and the group that the person is in gets no role of another tenant.
    private boolean hasMemberElsewhere(Operation operation) {
        Org org = site.fake.org();
        String own = site.divisionIds.get(Site.number(operation.tenant()));
        return operation.change().grants().flatMap(grant -> grant.group().id()).stream()
                .flatMap(group -> org.members(group.value()).stream())
                .anyMatch(user -> watch.tenantsOf(org, user).stream().anyMatch(division -> !division.equals(own)));
    }

    // A run that died did not judge what it had given; the person gains nothing more in the run that takes it back.
    private static boolean isTakenBack(Outcome trouble, ApplyReport report) {
        return report.troubles().stream()
                .filter(other -> other.status() == Outcome.Status.CROSSED)
                .anyMatch(other -> other.operation()
                        .person()
                        .flatMap(Person::account)
                        .equals(trouble.operation().person().flatMap(Person::account)));
    }

    // The user name that a person should get stays with an account that gets nothing.
    private boolean waitsForAName(Outcome trouble, ApplyReport report) {
        Optional<Person> person = trouble.operation().person();
        return person.isPresent()
                && report.troubles().stream().anyMatch(other -> cameBackElsewhere(other, report))
                && report.troubles().stream()
                        .filter(other -> other.operation().person().equals(person))
                        .anyMatch(other -> other.status() == Outcome.Status.FAILED
                                && other.detail().startsWith("ALREADY_EXISTS"));
    }

    // The groups of a deleted account show only after it is restored.
    private boolean cameBackElsewhere(Outcome trouble, ApplyReport report) {
        return trouble.status() == Outcome.Status.SKIPPED
                && keepsAnother(trouble.operation())
                && report.outcomes().stream()
                        .map(Outcome::operation)
                        .anyMatch(o -> o.change().phase() == Phase.RESTORE
                                && o.person().equals(trouble.operation().person()));
    }

    private boolean keepsAnother(Operation operation) {
        String own = site.divisionIds.get(Site.number(operation.tenant()));
        return operation.person().flatMap(Person::account).stream()
                .anyMatch(account -> livesInADroppedTenant(account)
                        || watch.isInGroupOfDroppedTenant(account.value())
                        || watch.rolesOf(account.value()).stream().anyMatch(division -> !division.equals(own)));
    }

    // Nobody is moved out of the division of a tenant that left the policy, unless the new one is reached anyway.
    private boolean livesInADroppedTenant(AccountId account) {
        int lives = site.divisionIds.indexOf(site.fake.user(account.value()).divisionId());
        return lives >= 0 && site.tenants.stream().noneMatch(tenant -> Site.number(tenant.id()) == lives);
    }

    private String text(Plan plan) {
        return seed + ": " + PlanText.of(plan);
    }

    private static Set<String> subjects(Plan plan, FindingCode code) {
        return plan.findings().stream()
                .filter(f -> f.code() == code)
                .map(Finding::subject)
                .collect(Collectors.toSet());
    }

    private boolean isOfLostDivision(Identity identity) {
        LocalDate today = LocalDate.ofInstant(site.fake.clock().instant(), ZoneOffset.UTC);
        Set<TenantId> tenants = tenants(site.policy(), identity, today);
        return IntStream.range(0, site.divisionIds.size())
                .filter(t -> site.inDivision(t).deleted())
                .anyMatch(t -> tenants.contains(new TenantId("t" + t)));
    }

    /** Returns the tenants the policy gives a person, worked out without the library's own assigner. */
    private static Set<TenantId> tenants(OrganizationPolicy policy, Identity identity, LocalDate today) {
        Set<TenantId> known = policy.tenants().stream().map(TenantPolicy::id).collect(Collectors.toSet());
        Optional<JointAgent> agent = policy.jointAgents().stream()
                .filter(a -> a.identity().equals(identity.id().value()))
                .filter(a -> known.contains(a.home()))
                .findFirst();
        if (!identity.enabled()) {
            return Set.of();
        } else if (agent.filter(a -> !today.isAfter(a.until())).isPresent()) {
            return isMatchedOutside(agent.get(), policy.tenants(), identity)
                    ? Set.of()
                    : agent.get().tenants().stream().filter(known::contains).collect(Collectors.toSet());
        }
        Set<TenantId> matching = policy.tenants().stream()
                .filter(t -> t.match().holds(identity))
                .map(TenantPolicy::id)
                .collect(Collectors.toSet());
        return matching.size() == 1 ? matching : Set.of();
    }

    /** Whom a tenant outside the line matches too is parked: two answers are none. */
    private static boolean isMatchedOutside(JointAgent line, List<TenantPolicy> tenants, Identity identity) {
        return tenants.stream()
                .filter(t -> !t.isLeaving() && !line.tenants().contains(t.id()))
                .anyMatch(t -> t.match().holds(identity));
    }

    private void run(boolean meddled, boolean undisturbed) {
        unrest.ifPresent(u -> u.meddling(meddled));
        try {
            unrest.flatMap(Unrest::leaving).ifPresent(t -> offboard(t, undisturbed));
            if (random.nextInt(4) == 0) {
                people().stream().limit(2).forEach(i -> {
                    begin();
                    provisioner.provision(i.id().value(), "test");
                });
            }
            begin();
            Site.run(provisioner);
        } catch (Death e) {
            lifetime = Integer.MAX_VALUE;
            // The lease of the dead runs out.
            site.fake.advance(DEAD);
            start();
        } catch (DirectoryException | PlanRefusedException e) {
            // What cannot be read is not planned, and after several failures left alone for a while; the next run
            // comes.
        } finally {
            unrest.ifPresent(u -> u.meddling(false));
        }
    }

    /** What was written is judged by the policy it was written under, and so is what is carried out late. */
    private void arrive(String when) {
        site.fake.advance(Duration.ofMinutes(1));
        watch.look(seed + " " + when);
    }

    private void begin() {
        if (unrest.isPresent()) {
            watch.begins();
        }
    }

    /** A client goes: once nothing is left of what its people had, it is taken out of the policy. */
    private void offboard(TenantId tenant, boolean undisturbed) {
        begin();
        Plan plan = provisioner.planOffboarding(tenant);
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
        ZeroAccess zero = provisioner.zeroAccess(tenant);
        // A client or a group of nobody may keep a role that no plan revokes.
        assertThat(zero.isZero() || !undisturbed || beside.isPresent())
                .as("%s: %s %s", seed, report.troubles(), zero.text())
                .isTrue();
        if (zero.isZero()) {
            arrive("off-boarding of " + tenant);
            unrest.orElseThrow().takeOut(tenant);
            start();
        }
    }

    /** Lets calls fail in any way, and the process die; or nothing of that, once what is under way has arrived. */
    private void trouble(boolean on) {
        site.fake.faults().clear();
        site.fake.advance(Duration.ofMinutes(10));
        boolean late = on && random.nextInt(3) == 0;
        site.fake.set(late ? Quirk.MembershipWrites.LATER : Quirk.MembershipWrites.AT_ONCE);
        site.fake.lag(Lag.MEMBERSHIPS, Duration.ofMillis(on ? random.nextInt(8_000) : 0));
        for (Lag lag : List.of(Lag.READS, Lag.LISTS, Lag.SEARCH)) {
            boolean old = on && random.nextInt(4) == 0;
            site.fake.lag(lag, Duration.ofMillis(old ? random.nextInt((int) Watch.OLDEST.toMillis()) : 0));
        }
        for (int i = on ? 1 + random.nextInt(6) : 0; i > 0; i--) {
            fault();
        }
        lifetime = on && random.nextInt(3) == 0 ? random.nextInt(60) : Integer.MAX_VALUE;
    }

    private void fault() {
        String method = any(List.of("GET", "POST", "PATCH", "DELETE", "*", "*"));
        Script script = site.fake
                .faults()
                .on(method, "/api/**")
                .nth(1 + random.nextInt(method.equals("DELETE") ? 3 : 12))
                .times(any(List.of(1, 1, 1, 2, 8)));
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> script.commitThenLose();
            case 3 -> script.lose();
            case 4 -> script.reset();
            case 5 -> script.answer(429, "Retry-After", "2");
            case 6 -> script.answer(any(List.of(500, 502, 503, 504)));
            case 7 -> script.afterCommit().answer(any(List.of(500, 503, 504)));
            case 8 -> script.answer(409);
            case 9 -> script.answer(any(List.of(400, 403, 404, 412)));
            case 10 -> script.cutAnswer(any(List.of(End.RESET, End.CLOSE)), any(List.of(Place.IN_HEAD, Place.IN_BODY)));
            case 11 -> script.afterCommit().stall();
            case 12 -> script.edited(any(List.of(Edit.TRUNCATED, Edit.HTML, Edit.EMPTY, Edit.SHORT_LISTS)));
            default -> script.answer(429, "Retry-After", "400");
        }
    }

    private void event() {
        switch (random.nextInt(20)) {
            case 0, 1 -> join();
            case 2, 3, 4, 5 -> edit(i -> regrouped(i, groups()));
            case 6 -> edit(i -> enabled(i, !i.enabled()));
            case 7 -> leave();
            case 8 -> edit(i -> called(i, "q" + ++born + "@new.example"));
            case 9 -> edit(i -> titled(i, "Title " + random.nextInt(3)));
            case 10 -> swap();
            case 11 -> joint();
            case 12 -> hands.giveRole();
            case 13 -> hands.putIntoGroup();
            case 14 -> hands.state(UserState.INACTIVE);
            case 15 -> hands.state(UserState.DELETED);
            case 16 -> hands.giveGroupRole();
            case 17 -> hands.rename();
            case 18 -> renameDivision();
            default -> deleteDivision();
        }
    }

    private void join() {
        String id = "p" + ++born;
        site.put(Site.identity(id, groups()));
    }

    private String[] groups() {
        Set<String> groups = new TreeSet<>();
        int many = any(List.of(1, 1, 1, 1, 1, 1, 1, 0, 2));
        for (int i = 0; i < many; i++) {
            int tenant = random.nextInt(TENANTS);
            groups.add(Site.account(tenant));
            groups.add(Site.skill(tenant, 0));
            if (random.nextBoolean()) {
                groups.add(Site.skill(tenant, 1));
            }
        }
        return groups.toArray(String[]::new);
    }

    private List<Identity> people() {
        List<Identity> people = new ArrayList<>();
        site.source.read(page -> people.addAll(page.identities()));
        return people;
    }

    private void edit(UnaryOperator<Identity> how) {
        site.put(how.apply(any(people())));
    }

    // An empty source holds everything; other tests cover that.
    private void leave() {
        List<Identity> people = people();
        if (people.size() > 2) {
            site.source.remove(any(people).id());
        }
    }

    static Identity regrouped(Identity i, String... groups) {
        return new Identity(
                i.id(),
                i.userName(),
                i.displayName(),
                i.enabled(),
                new TreeSet<>(List.of(groups)),
                i.attributes(),
                i.origin());
    }

    private static Identity enabled(Identity i, boolean enabled) {
        return new Identity(
                i.id(), i.userName(), i.displayName(), enabled, i.sourceGroups(), i.attributes(), i.origin());
    }

    private static Identity called(Identity i, String userName) {
        return new Identity(
                i.id(), userName, i.displayName(), i.enabled(), i.sourceGroups(), i.attributes(), i.origin());
    }

    private static Identity titled(Identity i, String title) {
        return new Identity(
                i.id(),
                i.userName(),
                i.displayName(),
                i.enabled(),
                i.sourceGroups(),
                new TreeMap<>(Map.of("jobTitle", title)),
                i.origin());
    }

    private void swap() {
        List<Identity> known = people().stream()
                .filter(i -> Links.of(site.store).account(i.id()).isPresent())
                .toList();
        if (known.size() > 1) {
            Identity one = any(known);
            Identity two = any(known);
            site.put(called(one, two.userName())).put(called(two, one.userName()));
        }
    }

    /** Changes the joint agents of the policy, and starts a new process with it. */
    private void joint() {
        IdentityId who = any(people()).id();
        boolean ended = random.nextBoolean();
        site.jointAgents = random.nextInt(3) == 0
                ? List.of()
                : List.of(new JointAgent(
                        who.value(),
                        List.of(new TenantId("t0"), new TenantId("t1")),
                        new TenantId("t0"),
                        "shared queue",
                        "cto",
                        LocalDate.parse(ended ? "2020-01-01" : "2030-01-01")));
        start();
    }

    /** Until a run has seen a division, its name is all there is to find it by. */
    private void renameDivision() {
        int tenant = random.nextInt(TENANTS);
        if (site.store
                .notes()
                .pins()
                .division(new TenantId("t" + tenant), Site.division(tenant))
                .isPresent()) {
            Division division = site.inDivision(tenant);
            site.fake.change("rename", o -> o.with(division.named(division.name() + "'", "")));
        }
    }

    private void deleteDivision() {
        if (random.nextInt(6) > 0) {
            return;
        }
        site.deleteDivision(random.nextInt(TENANTS));
    }

    /** People without a tenant, or with several, lose nothing; an account without a person is never touched. */
    private boolean keepsItsAccess(User user) {
        return identity(user)
                .flatMap(site.source::find)
                .map(i -> site.tenants.stream().filter(t -> t.match().holds(i)).count() != 1 || isMatchedBesideALine(i))
                .orElseGet(() -> identity(user).isEmpty());
    }

    /** Several people lose nothing by a source group that they were in together and that nobody is in now. */
    private Set<String> waitingForAGroup(Plan next) {
        Set<String> lost = subjects(next, FindingCode.NOT_DELIVERED);
        assertThat(people().stream()
                        .flatMap(i -> i.sourceGroups().stream())
                        .map(group -> "source group \"" + group + "\""))
                .as(seed)
                .filteredOn(lost::contains)
                .isEmpty();
        return lost.isEmpty() ? Set.of() : subjects(next, FindingCode.PARKED);
    }

    private boolean isMatchedBesideALine(Identity identity) {
        LocalDate today = LocalDate.ofInstant(site.fake.clock().instant(), ZoneOffset.UTC);
        return site.jointAgents.stream()
                .filter(j -> j.identity().equals(identity.id().value()) && !today.isAfter(j.until()))
                .anyMatch(j -> isMatchedOutside(j, site.tenants, identity));
    }

    /** Nothing is given or moved for a joint agent while one of the tenants has no division. */
    private boolean isHalfLost(User user) {
        return identity(user)
                .filter(i ->
                        site.jointAgents.stream().anyMatch(j -> j.identity().equals(i)))
                .flatMap(site.source::find)
                .filter(this::isOfLostDivision)
                .isPresent();
    }

    private Optional<String> identity(User user) {
        return Links.of(site.store)
                .identity(new io.tenantry.directory.AccountId(user.id()))
                .map(IdentityId::value);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @Override
    public void close() {
        site.close();
    }

    /** Not an exception, so that nothing that catches exceptions outlives it. */
    private static final class Death extends InternalError {
        private static final long serialVersionUID = 1;

        Death(String where) {
            super(where);
        }
    }
}
