// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Subject;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/**
 * One random walk: a world of a few tenants in which anything may happen between two runs, and in a run writes may fail
 * and an administrator may change things between any two calls.
 */
@NullUnmarked
final class Walk {
    private final World world = new World();
    private final Random random;
    private final Clients clients;
    private final Hands hands;
    private final Watch watch = new Watch(world);
    private final List<Runnable> events = new ArrayList<>();

    /** The kinds of changes that some run confirmed. */
    final Set<Class<?>> confirmed = new HashSet<>();

    private Optional<Medium> medium = Optional.empty();
    private int born;
    private boolean restrained;
    private boolean faulty;
    private boolean meddling;
    private boolean waited;
    private boolean wide;

    /** Returns a walk in which the policy is edited too: groups, profiles, and tenants that are leaving. */
    static Walk editing(int seed) {
        Walk walk = new Walk(seed);
        walk.often(2, walk.clients::exchangeGroup);
        walk.often(2, walk.clients::dropOrAddProfile);
        walk.often(2, walk.clients::leaveOrStay);
        return walk;
    }

    /**
     * Returns a walk in everything at once: beside an edited policy there are accepted lines, a shared division, groups
     * that no profile names, owners and rules, joint agents by id and by name, late listings, every authority and small
     * limits.
     */
    static Walk wide(int seed) {
        Walk walk = editing(seed);
        Beside beside = new Beside(walk.world, walk.random);
        walk.wide = true;
        walk.often(3, beside::accept);
        walk.often(1, beside::withdraw);
        walk.often(4, beside::grant);
        walk.often(2, beside::own);
        walk.often(1, beside::disown);
        walk.often(2, beside::staff);
        walk.often(2, beside::late);
        walk.often(2, () -> {
            beside.prove();
            walk.clients.read();
        });
        walk.often(3, beside::joint);
        if (seed % 2 == 0) {
            walk.often(1, beside::rule);
        }
        if (seed % 3 != 2 && walk.random.nextInt(3) == 0) {
            walk.world.tenants.forEach(t -> walk.restrain(t.id().value()));
        }
        return walk;
    }

    /** Keeps what runs know on this medium from now on, and opens it again before each run. */
    Walk over(Medium value) {
        medium = Optional.of(value);
        return this;
    }

    Walk(int seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        clients = new Clients(world, random);
        hands = new Hands(world.directory, random);
        happenings();
        world.directory.beforeRead = this::meddle;
        world.directory.shown = watch::shows;
        int batch = List.of(1, 2, 50).get(random.nextInt(3));
        world.directory.limits(new DirectoryLimits(batch, batch, 50, 100, random.nextBoolean(), 300));
        if (random.nextInt(4) == 0) {
            world.precedence = List.of(new TenantId("c"), new TenantId("a"));
        }
        if (seed % 3 == 2) {
            List.of("a", "b", "c").forEach(this::restrain);
        }
        for (int i = 0; i < 6; i++) {
            join();
        }
    }

    /**
     * Gives a tenant an authority and limits of its own, so that some of what would be done is held or only reported.
     */
    private void restrain(String tenant) {
        Map<EntitlementKind, Authority> authority = new EnumMap<>(EntitlementKind.class);
        Map<EntitlementKind, Limit> limits = World.unlimited();
        for (EntitlementKind kind : EntitlementKind.values()) {
            authority.put(kind, any(Authority.values()));
            if (random.nextInt(3) == 0) {
                limits.put(kind, new Limit(random.nextInt(3), 100));
            }
        }
        world.govern(tenant, authority, limits);
        restrained = true;
    }

    /** Returns whether a person waited in the last plan, who may gain after what its run took. */
    boolean waited() {
        return waited;
    }

    boolean isWide() {
        return wide;
    }

    private <T> T any(T[] values) {
        return Arrays.asList(values).get(random.nextInt(values.length));
    }

    /** Returns whether some of what differs may stay for want of authority, or because a limit holds it. */
    boolean isRestrained() {
        return restrained;
    }

    /** Lets a few things happen outside. */
    void change() {
        int events = 1 + random.nextInt(5);
        for (int i = 0; i < events; i++) {
            event();
        }
    }

    private void event() {
        events.get(random.nextInt(events.size())).run();
    }

    /** What can happen outside, each as often as its weight among the weights of all. */
    private void happenings() {
        often(4, this::join);
        often(6, this::regroup);
        often(2, () -> edit(i -> enabled(i, !i.enabled())));
        often(2, () -> edit(i -> null));
        often(2, () -> edit(i -> called(i, "p" + ++born + "@new.example")));
        often(2, () -> edit(i -> titled(i, random.nextInt(3))));
        often(2, this::swap);
        often(3, this::joint);
        often(2, this::daysPass);
        often(2, hands::giveRole);
        often(2, hands::putIntoGroup);
        often(2, hands::suspend);
        often(2, hands::delete);
        often(2, hands::giveGroupRole);
        often(1, hands::move);
        often(1, hands::deleteGroup);
        often(1, clients::come);
        often(1, clients::vanish);
        often(2, clients::giveNotice);
    }

    private void often(int weight, Runnable event) {
        events.addAll(Collections.nCopies(weight, event));
    }

    private void join() {
        String id = "p" + ++born;
        world.with(Identity.of(id, id + "@acme.example", "Name " + id, groups(), Map.of("jobTitle", "Agent")));
    }

    private List<String> groups() {
        List<String> groups = new ArrayList<>();
        int many = List.of(1, 1, 1, 1, 1, 1, 0, 2).get(random.nextInt(8));
        for (int i = 0; i < many; i++) {
            String tenant = clients.any();
            groups.add("Account-" + tenant);
            if (random.nextInt(3) == 0) {
                groups.add("Supervisors-" + tenant);
            }
        }
        return groups;
    }

    private void regroup() {
        List<String> groups = groups();
        edit(i -> new Identity(
                i.id(), i.userName(), i.displayName(), i.enabled(), new TreeSet<>(groups), i.attributes(), i.origin()));
    }

    private void edit(java.util.function.UnaryOperator<Identity> how) {
        List<Identity> all = List.copyOf(world.people.values());
        if (!all.isEmpty()) {
            Identity one = all.get(random.nextInt(all.size()));
            Identity now = how.apply(one);
            // An empty source holds everything; another test covers that.
            if (now == null && all.size() > 1) {
                world.people.remove(one.id());
            } else if (now != null) {
                world.with(now);
            }
        }
    }

    private static Identity enabled(Identity i, boolean enabled) {
        return new Identity(
                i.id(), i.userName(), i.displayName(), enabled, i.sourceGroups(), i.attributes(), i.origin());
    }

    private static Identity called(Identity i, String userName) {
        return new Identity(
                i.id(), userName, i.displayName(), i.enabled(), i.sourceGroups(), i.attributes(), i.origin());
    }

    private static Identity titled(Identity i, int title) {
        Map<String, String> attributes = title == 0 ? Map.of() : Map.of("jobTitle", "Title " + title);
        return new Identity(
                i.id(),
                i.userName(),
                "Name " + title,
                i.enabled(),
                i.sourceGroups(),
                new TreeMap<>(attributes),
                i.origin());
    }

    private void swap() {
        List<Identity> known = world.people.values().stream()
                .filter(i -> Links.of(world.store).account(i.id()).isPresent())
                .toList();
        if (known.size() > 1) {
            Identity one = known.get(random.nextInt(known.size()));
            Identity two = known.get(random.nextInt(known.size()));
            world.with(called(one, two.userName())).with(called(two, one.userName()));
        }
    }

    private void joint() {
        List<IdentityId> ids = List.copyOf(world.people.keySet());
        if (random.nextInt(3) == 0 || ids.isEmpty()) {
            world.jointAgents = List.of();
            return;
        }
        List<TenantId> tenants = new ArrayList<>();
        world.tenants.forEach(t -> tenants.add(t.id()));
        Collections.shuffle(tenants, random);
        world.jointAgents = List.of(new JointAgent(
                ids.get(random.nextInt(ids.size())).value(),
                tenants.subList(0, 2),
                tenants.get(0),
                "shared queue",
                "cto",
                today().plusDays(random.nextInt(4) - 1)));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }

    private void daysPass() {
        pass(Duration.ofDays(1 + random.nextInt(2)));
    }

    private void pass(Duration time) {
        world.clock = Clock.fixed(world.clock.instant().plus(time), ZoneOffset.UTC);
        world.leasesBy(world.clock);
    }

    /** Ends all trouble, and what was left alone because of it is tried again. No listing lags any more. */
    void calm() {
        pass(Duration.ofMinutes(10));
        faults(false);
        meddling(false);
        world.directory.unlisted.clear();
        Provisioner provisioner = world.provisioner();
        provisioner.quarantines().forEach(q -> provisioner.liftQuarantine(q.scope(), "test", "try again"));
    }

    /** Lets an administrator change things by hand between the calls of a run; or not. */
    void meddling(boolean on) {
        meddling = on;
    }

    private void meddle() {
        if (meddling && random.nextInt(15) == 0) {
            watch.lends(hands::anything);
        }
    }

    /** Lets about one write in six fail, some of them after they took effect, and memberships show late; or nothing. */
    void faults(boolean on) {
        faulty = on;
        world.directory.settleAll();
        world.directory.lag = on ? random.nextInt(4) : 0;
        world.directory.doubtful.clear();
        if (on && random.nextInt(3) == 0) {
            doubt();
        }
        world.directory.misplaces = on && random.nextInt(3) == 0;
        world.directory.before = write -> {
            meddle();
            if (on && random.nextInt(8) == 0) {
                throw new DirectoryException(any(Failure.values()), "fault before " + write, null);
            }
        };
        world.directory.after = write -> {
            watch.wrote(write);
            if (on && random.nextInt(20) == 0) {
                throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "fault after " + write, null);
            }
        };
    }

    private void doubt() {
        List<Object> all = new ArrayList<>(world.directory.groups.keySet());
        all.addAll(world.directory.divisions.keySet());
        all.add(DivisionId.EVERYWHERE);
        world.directory.doubtful.add(all.get(random.nextInt(all.size())));
    }

    /** Runs once; first, and until it is done alone, the off-boarding of a client that is to go. */
    Optional<ApplyReport> run() {
        medium.ifPresent(m -> m.open(world, point -> {}));
        watch.plans();
        try {
            Optional<TenantId> leaving = clients.leaving();
            if (leaving.isPresent()) {
                offboard(leaving.get());
            }
            return clients.leaving().isPresent() ? Optional.empty() : Optional.of(provision());
        } catch (DirectoryException e) {
            // A group was deleted by hand while it was read.
            assertThat(meddling && e.failure() == Failure.NOT_FOUND).as("%s", e).isTrue();
            return Optional.empty();
        }
    }

    private void offboard(TenantId tenant) {
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(tenant);
        ApplyReport report = apply(provisioner, plan);
        if (report.isClean() && plan.holds().isEmpty()) {
            // A client of the wide world may keep a role that no plan revokes.
            clients.seeOff(tenant, !faulty && !meddling, wide);
        }
    }

    private ApplyReport provision() {
        watch.plans();
        watch.sees();
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.plan();
        clients.told(plan);
        waited = !plan.holds().isEmpty() || plan.findings().stream().anyMatch(f -> f.code() == FindingCode.PARKED);
        onlyEmptyGroupsAreLost(plan);
        if (!meddling) {
            assertThat(plan.findings())
                    .filteredOn(
                            f -> f.code() == FindingCode.UNACCEPTED_HOLDER || f.code() == FindingCode.ROLE_EVERYWHERE)
                    .extracting(Finding::subject)
                    .containsAll(watch.foreignGroups().stream()
                            .map(g -> "subject " + g)
                            .toList());
        }
        return apply(provisioner, plan);
    }

    // The source of a walk delivers everything, but nobody may be in a group any more.
    private void onlyEmptyGroupsAreLost(Plan plan) {
        Set<String> present = world.people.values().stream()
                .flatMap(i -> i.sourceGroups().stream())
                .map(group -> "source group \"" + group + "\"")
                .collect(Collectors.toSet());
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.NOT_DELIVERED)
                .extracting(Finding::subject)
                .filteredOn(present::contains)
                .isEmpty();
    }

    private ApplyReport apply(Provisioner provisioner, Plan plan) {
        watch.applies(plan);
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
        watch.holds();
        report.outcomes().stream()
                .filter(o -> o.status() == Outcome.Status.APPLIED)
                .forEach(o -> confirmed.add(o.operation().change().getClass()));
        return report;
    }

    Plan plan() {
        watch.sees();
        return world.plan();
    }

    /**
     * Returns whether a plan holds only gains of people, or of groups of people, who reach a tenant that no plan may
     * take from them.
     */
    boolean holdsOnlyWhoKeepsAnotherTenant(Plan plan) {
        return plan.holds().stream().allMatch(hold -> isJustified(hold, plan.holds()));
    }

    // An account may wait for the user name of a person who keeps access.
    private boolean isJustified(Hold hold, List<Hold> all) {
        return switch (hold.code()) {
            case KEEPS_OLD_ACCESS, GROUP_REACHES_ELSEWHERE ->
                isByRule(hold)
                        || hold.operations().stream()
                                .allMatch(o -> o.change().phase() == Phase.CLEAR
                                        ? hold.operations().stream().anyMatch(first -> isReplacement(first, o))
                                        : keepsAnother(o));
            case ACCEPTED_GROUP_FULL -> wide;
            // A parked person loses nothing, so a former group keeps its role for one.
            case REPLACEMENT_MISSING -> hold.operations().stream().allMatch(this::hasMemberWhoLivesThere);
            case USER_NAME_NOT_FREE ->
                all.stream()
                        .anyMatch(h -> h.code() == HoldCode.KEEPS_OLD_ACCESS
                                || h.code() == HoldCode.ACCEPTED_GROUP_FULL
                                || isByRule(h));
            default -> false;
        };
    }

    /** An owner of a group, or a member by its rule, stays in it until a hand ends that; each run says so again. */
    boolean isKeptByAHand(Outcome trouble) {
        return trouble.status() == Outcome.Status.CROSSED
                && trouble.operation()
                        .person()
                        .flatMap(Person::account)
                        .filter(account -> trouble.operation()
                                .change()
                                .joins()
                                .flatMap(GroupTarget::id)
                                .filter(g -> world.directory
                                        .ruled
                                        .getOrDefault(g, Set.of())
                                        .contains(account))
                                .isPresent())
                        .isPresent();
    }

    // What is written to a profile waits while the rule of a group may let the account into a tenant.
    private boolean isByRule(Hold hold) {
        return hold.code() == HoldCode.GROUP_REACHES_ELSEWHERE
                && !world.directory.titles.isEmpty()
                && hold.message().contains("by a rule");
    }

    // What is cleared waits for the new access of the same tenant.
    private static boolean isReplacement(Operation first, Operation cleared) {
        return first.tenant().equals(cleared.tenant()) && first.change().phase() != Phase.CLEAR;
    }

    private boolean hasMemberWhoLivesThere(Operation operation) {
        Change.RevokeRole revoke = operation.change().revokes().orElseThrow();
        GroupId group = new GroupId(revoke.holder().value());
        return world.directory.everybodyIn(group).stream()
                .map(world.directory.accounts::get)
                .anyMatch(a -> watch.livesIn(a.division(), operation.tenant().value()));
    }

    private boolean keepsAnother(Operation operation) {
        String own = operation.tenant().value();
        Map<AccountId, Set<String>> reach = watch.everyReach();
        Stream<Set<String>> concerned = operation
                .person()
                .map(person -> person.account().map(reach::get).stream())
                .orElseGet(
                        () -> inGroup(operation.change().grants().orElseThrow().group(), reach));
        return concerned.anyMatch(tenants -> !Set.of(own).containsAll(tenants));
    }

    private Stream<Set<String>> inGroup(GroupTarget target, Map<AccountId, Set<String>> reach) {
        GroupId group = target.id().orElseThrow();
        return Stream.concat(
                Stream.of(watch.reachOf(group)),
                world.directory.everybodyIn(group).stream().map(reach::get));
    }

    /** The proof finds exactly the accounts that reach too much. */
    void proves() {
        Set<String> several = new TreeSet<>();
        watch.shownReach().forEach((account, reach) -> {
            if (reach.size() > 1 || reach.contains("*")) {
                several.add(account.value());
            }
        });
        Set<String> found = new TreeSet<>();
        world.provisioner().proveIsolation().violations().stream()
                .map(v -> v.reach().subject())
                .filter(s -> s.kind() == Subject.Kind.ACCOUNT)
                .forEach(s -> found.add(s.id().value()));
        assertThat(found)
                .as(() -> "accounts that a proof names, of " + watch.shownReach() + world.jointAgents + world.accepted
                        + Fact.of(world.directory))
                .isEqualTo(several);
    }

    /**
     * Fails if a person of one tenant reaches two. People who are parked or disputed lose nothing, and the plan reports
     * them.
     */
    void isolated(Plan next) {
        Set<String> told = next.findings().stream().map(Finding::subject).collect(Collectors.toSet());
        Set<Fact> kept = keptResidences(next);
        watch.reachesBeside(told, kept::contains).forEach((account, reach) -> {
            Optional<IdentityId> identity = Links.of(world.store).identity(account);
            boolean left = identity.filter(world.people::containsKey)
                            .filter(i -> !told.contains("identity " + i))
                            .isEmpty()
                    || world.directory.accounts.get(account).state() == AccountState.DELETED;
            assertThat(left ? Set.of() : reach)
                    .as(() -> "what " + account + " reaches in the end: " + PlanText.of(next))
                    .hasSizeLessThan(2);
        });
    }

    // A move is one call: where its gain is held, the account stays where it lives, and the hold says so.
    private static Set<Fact> keptResidences(Plan next) {
        return next.holds().stream()
                .filter(hold -> hold.code() == HoldCode.KEEPS_OLD_ACCESS)
                .flatMap(hold -> hold.operations().stream())
                .flatMap(o -> o.change().movesFrom().stream()
                        .map(from -> new Fact.Lives(
                                o.person().flatMap(Person::account).orElseThrow(), from.id())))
                .collect(Collectors.toSet());
    }

    void shuffle() {
        List<Identity> rows = new ArrayList<>(world.people.values());
        Collections.shuffle(rows, random);
        world.people.clear();
        rows.forEach(world::with);
    }
}
