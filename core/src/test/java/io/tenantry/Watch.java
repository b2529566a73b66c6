// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Fact.Belongs;
import io.tenantry.Fact.Holds;
import io.tenantry.Fact.Lives;
import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/**
 * Watches a run, call by call: no write of ours may let a person reach a second tenant, of the policy or of earlier
 * runs, through any group. Access from before may stay. The tenants of a joint agent count as one until the last day, and every other tenant as another.
 *
 * <p>A run cannot know what an administrator gives during the run, so such access does not count until the next run
 * reads everything. But the removals and moves of the plan itself count until a read has shown them done: a change by
 * hand that undoes one before that must be noticed.
 */
@NullUnmarked
final class Watch {
    private final World world;
    private final Declared declared;
    private final Set<Fact> byHand = new HashSet<>();
    /** What a read of the run has shown of that: a write may rely on it. */
    private final Set<Fact> shown = new HashSet<>();

    /** What a hand took away and no read has shown to be gone: a write may still rely on it. */
    private final Set<Fact> lost = new HashSet<>();

    private final Set<Fact> taken = new HashSet<>();
    private final Map<AccountId, DivisionId> moved = new HashMap<>();
    private Set<Fact> before = Set.of();
    private Map<GroupId, Integer> counts = Map.of();
    private int writes;
    /** The first breach; a run takes what is thrown within it for an error of its own. */
    private Optional<AssertionError> broken = Optional.empty();

    Watch(World world) {
        this.world = world;
        this.declared = new Declared(world);
    }

    /** A run begins to read. */
    void plans() {
        byHand.clear();
        shown.clear();
        lost.clear();
        taken.clear();
        moved.clear();
        counts = declared.counts();
    }

    /** A run looks at everybody. */
    void sees() {
        declared.sees();
    }

    /** A run begins to write. */
    void applies(Plan plan) {
        plan.batches()
                .forEach(b -> b.operations()
                        .forEach(o -> o.person().flatMap(Person::account).ifPresent(a -> promises(a, o.change()))));
        before = Fact.of(world.directory);
    }

    private void promises(AccountId who, Change change) {
        if (change instanceof Change.LeaveGroup leave) {
            taken.add(new Belongs(who, leave.group().id()));
        } else if (change instanceof Change.RevokeRole revoke) {
            taken.add(new Holds(new Grant(
                    revoke.holder(), revoke.role().id(), revoke.division().id())));
        } else if (change instanceof Change.MoveDivision move) {
            move.to().id().ifPresent(d -> moved.put(who, d));
        }
    }

    /** An administrator does something meanwhile. */
    void lends(Runnable hand) {
        Set<Fact> was = Fact.of(world.directory);
        hand.run();
        Set<Fact> now = Fact.of(world.directory);
        byHand.retainAll(now);
        now.stream().filter(f -> !was.contains(f) && !isPromised(f)).forEach(byHand::add);
        was.stream().filter(f -> !now.contains(f)).forEach(lost::add);
        before = Fact.of(world.directory);
    }

    private boolean isPromised(Fact fact) {
        if (fact instanceof Lives lives && moved.containsKey(lives.who())) {
            return !moved.get(lives.who()).equals(lives.where());
        }
        return taken.contains(fact);
    }

    /** A read shows something: what it shows to be done is promised no longer. */
    void shows(Object what) {
        byHand.stream().filter(f -> isAbout(f, what)).forEach(shown::add);
        lost.removeIf(f -> isAbout(f, what));
        if (what instanceof Account account) {
            moved.remove(account.id(), account.division());
        } else {
            Set<Fact> now = Fact.of(world.directory);
            taken.removeIf(f -> isAbout(f, what) && !now.contains(f));
        }
    }

    private boolean isAbout(Fact fact, Object what) {
        if (fact instanceof Belongs belongs) {
            return belongs.group().equals(what)
                    || belongs.who().equals(what)
                    || SubjectId.of(belongs.who()).equals(what);
        }
        return fact instanceof Holds holds
                && (holds.grant().division().equals(what)
                        || holds.grant().subject().equals(what)
                        || isInheritedBy(what, holds));
    }

    // The grants of an account are read with those of its groups.
    private boolean isInheritedBy(Object what, Holds holds) {
        return what instanceof SubjectId subject
                && world.directory
                        .everybodyIn(new GroupId(holds.grant().subject().value()))
                        .contains(new AccountId(subject.value()));
    }

    /** Judges a write of ours. */
    void wrote(String write) {
        try {
            judge(write);
        } catch (AssertionError e) {
            broken = broken.or(() -> Optional.of(e));
            throw e;
        }
    }

    /** Fails if a write since the walk began let an account reach too much. */
    void holds() {
        broken.ifPresent(e -> {
            throw e;
        });
    }

    private void judge(String write) {
        writes++;
        Set<Fact> facts = Fact.of(world.directory);
        byHand.retainAll(facts);
        facts.stream().filter(f -> !before.contains(f) && isByRule(f)).forEach(byHand::add);
        Set<Fact> known = without(before, f -> byHand.contains(f) && !shown.contains(f));
        known.addAll(lost);
        Map<AccountId, Set<String>> then = everyReach(known);
        Map<AccountId, Set<String>> now = everyReach(without(facts, byHand::contains));
        now.forEach((account, reach) -> {
            Set<String> had = then.getOrDefault(account, Set.of());
            // An account with a wildcard role granted by hand already reaches every tenant, and is reported for it.
            if (!had.contains("*") && !had.containsAll(reach)) {
                assertThat(reach)
                        .as("write %s, %s: what %s reaches, before it %s", writes, write, account, had)
                        .hasSizeLessThan(2);
            }
        });
        declared.filled()
                .forEach((group, most) -> assertThat(world.directory.everybodyIn(group))
                        .as("write %s, %s: who is in %s, of %s that are accepted", writes, write, group, most)
                        .hasSizeLessThanOrEqualTo(Math.max(most, counts.getOrDefault(group, 0))));
        before = facts;
    }

    // A rule of the organization takes an account that we made, as a hand may: a read shows it. By a rule over titles,
    // our write lets the account in.
    private boolean isByRule(Fact fact) {
        return fact instanceof Belongs belongs
                && !world.directory.titles.containsKey(belongs.group())
                && declared.isRuled(belongs);
    }

    private static Set<Fact> without(Set<Fact> facts, Predicate<Fact> which) {
        return facts.stream().filter(f -> !which.test(f)).collect(Collectors.toSet());
    }

    /**
     * Returns the tenants of the policy that each account reaches now, those of a joint agent as one, without what comes
     * from a group of no tenant that a plan reported.
     *
     * @param kept what a hold keeps in place
     */
    Map<AccountId, Set<String>> reachesBeside(Set<String> reported, Predicate<Fact> kept) {
        return reaches(
                without(Fact.of(world.directory), f -> byHand.contains(f) || kept.test(f)),
                tenantsOfThePolicy(),
                g -> owner(g).isPresent() || !reported.contains("subject " + g));
    }

    /** Returns the tenants that each account reaches now, those of a joint agent as one. */
    Map<AccountId, Set<String>> everyReach() {
        return everyReach(Fact.of(world.directory));
    }

    /** Returns the tenants that a read of the organization alone shows for each account; a deleted one lives nowhere. */
    Map<AccountId, Set<String>> shownReach() {
        Set<Fact> facts = without(
                Fact.of(world.directory),
                f -> f instanceof Lives lives
                        && world.directory.accounts.get(lives.who()).state() == AccountState.DELETED);
        Map<AccountId, Set<String>> all = undeclared(facts, tenantsNow(), group -> true, Map.of());
        all.forEach(declared::joinShown);
        return all;
    }

    /** Returns the tenants in whose divisions a group holds a role that is not accepted. */
    Set<String> reachOf(GroupId group) {
        Map<DivisionId, String> tenants = tenantsNow();
        return world.directory.grants.stream()
                .filter(g -> g.subject().equals(SubjectId.of(group)) && !declared.accepts(g))
                .filter(g -> tenants.containsKey(g.division()))
                .map(g -> tenants.get(g.division()))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the tenants that each account reaches now, those of a joint agent as one: through groups that the policy
     * names or not, and in divisions that earlier runs pinned for a tenant that was not off-boarded.
     */
    private Map<AccountId, Set<String>> everyReach(Set<Fact> facts) {
        return reaches(facts, tenantsNow(), group -> true);
    }

    boolean livesIn(DivisionId division, String tenant) {
        return tenant.equals(tenantsNow().get(division));
    }

    private Map<DivisionId, String> tenantsNow() {
        Map<DivisionId, String> tenants = tenantsOfThePolicy();
        Set<TenantId> empty = world.store.notes().withoutAccess();
        world.store.notes().pins().divisions().forEach((tenant, of) -> {
            if (!empty.contains(tenant)) {
                of.forEach(division -> tenants.putIfAbsent(division, tenant.value()));
            }
        });
        tenants.put(DivisionId.EVERYWHERE, "*");
        return tenants;
    }

    private Map<DivisionId, String> tenantsOfThePolicy() {
        Map<DivisionId, String> tenants = new HashMap<>();
        for (TenantPolicy t : world.tenants) {
            tenants.put(new DivisionId("div-" + t.division().name()), t.id().value());
        }
        return tenants;
    }

    private Map<AccountId, Set<String>> reaches(
            Set<Fact> facts, Map<DivisionId, String> of, Predicate<GroupId> counts) {
        Map<AccountId, Set<String>> all = undeclared(facts, of, counts, this.counts);
        all.forEach(declared::join);
        return all;
    }

    private Map<AccountId, Set<String>> undeclared(
            Set<Fact> facts, Map<DivisionId, String> of, Predicate<GroupId> counts, Map<GroupId, Integer> people) {
        Map<DivisionId, String> tenants = new HashMap<>(of);
        tenants.put(DivisionId.EVERYWHERE, "*");
        Map<SubjectId, Set<Grant>> granted = new HashMap<>();
        facts.forEach(f -> {
            if (f instanceof Holds h && tenants.containsKey(h.grant().division())) {
                granted.computeIfAbsent(h.grant().subject(), k -> new HashSet<>())
                        .add(h.grant());
            }
        });
        Map<AccountId, Set<String>> all = new HashMap<>();
        world.directory.accounts.keySet().forEach(a -> all.put(a, new TreeSet<>()));
        all.forEach((account, reach) -> granted.getOrDefault(SubjectId.of(account), Set.of()).stream()
                .filter(g -> !declared.accepts(g))
                .forEach(g -> reach.add(tenants.get(g.division()))));
        facts.forEach(f -> {
            if (f instanceof Lives l) {
                Optional.ofNullable(tenants.get(l.where())).ifPresent(all.get(l.who())::add);
            } else if (f instanceof Belongs b) {
                owner(b.group()).ifPresent(all.get(b.who())::add);
                ownersWhoLeft(b.group()).filter(of::containsValue).forEach(all.get(b.who())::add);
            }
            if (f instanceof Belongs b && counts.test(b.group())) {
                granted.getOrDefault(SubjectId.of(b.group()), Set.of()).stream()
                        .filter(g -> !declared.acceptsFor(g, b.who(), people))
                        .forEach(g -> all.get(b.who()).add(tenants.get(g.division())));
            }
        });
        return all;
    }

    /** Returns the groups that hold a role in a tenant's division and that no tenant of the policy owns. */
    Set<String> foreignGroups() {
        return world.directory.grants.stream()
                .filter(g -> !declared.accepts(g))
                .filter(g -> world.tenants.stream()
                        .anyMatch(t -> g.division()
                                .value()
                                .equals("div-" + t.division().name())))
                .map(g -> g.subject().value())
                .filter(g -> world.directory.groups.containsKey(new GroupId(g)))
                .filter(g -> owner(new GroupId(g)).isEmpty() && !isFormer(new GroupId(g)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // A plan clears it, or says that the authority does not let it.
    private boolean isFormer(GroupId group) {
        return world.store.notes().given().entrySet().stream()
                .anyMatch(e -> e.getValue().contains(group)
                        && world.tenants.stream().anyMatch(t -> t.id().equals(e.getKey())));
    }

    // Tenants that left the policy and were not off-boarded; a group that the policy uses, or clears, is not theirs.
    private Stream<String> ownersWhoLeft(GroupId group) {
        Set<TenantId> others = new HashSet<>(world.store.notes().withoutAccess());
        world.tenants.forEach(t -> others.add(t.id()));
        boolean exists = world.directory.groups.containsKey(group);
        return !exists || owner(group).isPresent() || isFormer(group)
                ? Stream.of()
                : world.store.notes().pins().groups().entrySet().stream()
                        .filter(e ->
                                !others.contains(e.getKey()) && e.getValue().contains(group))
                        .map(e -> e.getKey().value());
    }

    private Optional<String> owner(GroupId group) {
        // A hand may have deleted the group since.
        String name =
                world.directory.groups.getOrDefault(group, new Group(group, "")).name();
        return world.tenants.stream()
                .filter(t ->
                        t.profiles().stream().anyMatch(p -> p.genesysGroup().equals(name)))
                .map(t -> t.id().value())
                .findFirst();
    }
}
