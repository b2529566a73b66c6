// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Snapshot;
import io.tenantry.fixtures.org.User;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Watches the fake's history, snapshot by snapshot: no write of ours may let a person reach a second tenant, of the
 * policy or of earlier runs, through any group. What an administrator gave by hand may stay until a run takes it, but
 * nothing of ours is added to it. The tenants of a joint agent count as one until the last day, and every other tenant
 * as another.
 *
 * <p>A run cannot know what is given by hand after it began to read, so shortly before that an old read misses it, or
 * after a late write was accepted. Exactly these gifts do not count until the next run, but for what the run read.
 */
final class Watch {
    /** How old a read may be at most. */
    static final Duration OLDEST = Duration.ofSeconds(4);

    private final Site site;
    private final Map<String, String> divisionOfGroup = new HashMap<>();
    private final Map<Fact, Instant> byHand = new HashMap<>();
    private final NavigableSet<Instant> runs = new TreeSet<>();
    private int seen;

    Watch(Site site) {
        this.site = site;
    }

    /** Says that a run begins to read now. */
    void begins() {
        site.fake.advance(Duration.ofMillis(1));
        runs.add(site.fake.clock().instant());
    }

    /** Fails if one of our writes since the last look gave a person reach into a second tenant. */
    void look(String when) {
        List<Snapshot> all = site.fake.history().snapshots();
        for (int i = Math.max(1, seen); i < all.size(); i++) {
            Snapshot before = all.get(i - 1);
            Snapshot now = all.get(i);
            byHand.keySet().removeIf(f -> !f.holds(now.org()));
            if (now.by().isEmpty()) {
                remember(before.org(), now);
            } else {
                judge(before.org(), now, when);
            }
        }
        seen = all.size();
    }

    private void remember(Org before, Snapshot now) {
        Set<Fact> given = facts(now.org());
        given.removeAll(facts(before));
        given.forEach(f -> byHand.put(f, now.at()));
    }

    private void judge(Org before, Snapshot now, String when) {
        takenByRule(before, now);
        Predicate<Fact> counts = fact -> !isGivenMeanwhile(fact, now);
        for (String id : now.org().usersChangedSince(before)) {
            User user = now.org().user(id).orElseThrow();
            Set<String> had = reach(before, id, counts, this::isTenants);
            Set<String> has = reach(now.org(), id, counts, this::isTenants);
            // An account with a wildcard grant made by hand already reaches everything, and is reported for it.
            boolean gained = !had.contains(Division.ALL) && !had.containsAll(has);
            if (gained && gainsBesideAllThatIsThere(before, now, id)) {
                assertThat(joined(has, user, now.accepted()))
                        .as("%s, %s: what %s reaches, before it %s", when, now, user.email(), had)
                        .hasSizeLessThan(2);
            }
        }
    }

    // A run may have read what was given meanwhile, and then it may rely on it.
    private boolean gainsBesideAllThatIsThere(Org before, Snapshot now, String user) {
        return !tenantsOf(before, user).containsAll(tenantsOf(now.org(), user));
    }

    // A rule of the organization takes an account whose attributes we wrote, as a hand may: the next read shows it.
    private void takenByRule(Org before, Snapshot now) {
        for (Group group : now.org().groups()) {
            if (now.org().rule(group.id()).isPresent()) {
                now.org().ruleMembers(group.id()).stream()
                        .filter(u -> before.user(u).isEmpty() || !before.isMember(group.id(), u))
                        .forEach(u -> byHand.put(new Belongs(u, group.id()), now.at()));
            }
        }
    }

    private boolean isAccepted(Grant grant) {
        LocalDate today = LocalDate.ofInstant(site.fake.clock().instant(), ZoneOffset.UTC);
        return grant.roleId().equals(site.agent.id())
                && site.accepted.stream()
                        .filter(line -> line.holder().id().get().value().equals(grant.subjectId()))
                        .filter(line ->
                                line.until().isEmpty() || !line.until().get().isBefore(today))
                        .anyMatch(line -> line.in().everywhere()
                                || line.in().tenants().stream()
                                        .filter(this::isInPolicy)
                                        .anyMatch(t -> site.divisionIds
                                                .get(Site.number(t))
                                                .equals(grant.divisionId())));
    }

    private boolean isGivenMeanwhile(Fact fact, Snapshot write) {
        Instant given = byHand.get(fact);
        if (given == null) {
            return false;
        }
        Instant begun = runs.floor(write.accepted());
        return given.isAfter(write.accepted()) || (begun != null && !given.isBefore(begun.minus(OLDEST)));
    }

    /** Returns the divisions in which an account has a role now, its own or a group's, whether the policy names them or not. */
    Set<String> rolesOf(String account) {
        Org org = site.fake.org();
        return Stream.concat(Stream.of(account), org.groupsOf(account).stream().map(Group::id))
                .flatMap(holder -> org.grants(holder).stream())
                .map(grant -> grant.divisionId())
                .collect(Collectors.toSet());
    }

    /**
     * Returns whether an account is in a group of a tenant that left the policy and was not off-boarded. Such a group
     * leads to its tenant with roles or without.
     */
    boolean isInGroupOfDroppedTenant(String account) {
        return site.fake.org().groupsOf(account).stream()
                .flatMap(group -> divisionBehind(group).stream())
                .anyMatch(division -> isTenants(division) && !isInPolicy(division));
    }

    /** Fails if an account reaches two tenants of the policy now. */
    void isolated(String when) {
        isolated(user -> false, Set.of(), when);
    }

    /**
     * Fails if an account that {@code may} does not accept reaches two tenants of the policy now, other than through a
     * group of no such tenant that a plan reported.
     */
    void isolated(Predicate<User> may, Set<String> reported, String when) {
        Org org = site.fake.org();
        Predicate<Fact> counts = fact -> !fact.isMembershipIn(group -> reported.contains("subject " + group)
                && divisionBehind(org.group(group).orElseThrow())
                        .filter(this::isInPolicy)
                        .isEmpty());
        for (User user : org.users()) {
            if (user.exists() && !may.test(user)) {
                Set<String> reach = reach(org, user.id(), counts, this::isInPolicy);
                // In a deleted division there is nothing to reach, even for members of a group that was made for it.
                reach.removeIf(d -> org.division(d).filter(Division::deleted).isPresent());
                assertThat(joined(reach, user, site.fake.clock().instant()))
                        .as("%s: what %s reaches", when, user.email())
                        .hasSizeLessThan(2);
            }
        }
    }

    /** Returns the reach of a user, with the tenants that an exception allows counted as one. */
    private Set<String> joined(Set<String> reach, User user, Instant at) {
        Set<String> joined = new TreeSet<>(reach);
        if (joined.removeAll(allowed(user, LocalDate.ofInstant(at, ZoneOffset.UTC)))) {
            joined.add("all of the exception");
        }
        return joined;
    }

    private Set<String> allowed(User user, LocalDate today) {
        Optional<String> identity =
                Links.of(site.store).identity(new AccountId(user.id())).map(IdentityId::value);
        return site.jointAgents.stream()
                .filter(j -> !today.isAfter(j.until()) && isInPolicy(j.home()))
                .filter(j -> identity.equals(Optional.of(j.identity())))
                .flatMap(j -> j.tenants().stream())
                .map(t -> site.divisionIds.get(Site.number(t)))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the divisions of tenants in which a user has an entitlement: the own division, those of the groups it is
     * in, with roles or without, and those of grants. What an inactive user holds counts too, and what survives a
     * deletion.
     */
    Set<String> reach(Org org, String userId) {
        return reach(org, userId, fact -> true, this::isInPolicy);
    }

    /** Returns the divisions of tenants, of earlier runs too, in which a user has an entitlement. */
    Set<String> tenantsOf(Org org, String userId) {
        return reach(org, userId, fact -> true, this::isTenants);
    }

    private Set<String> reach(Org org, String userId, Predicate<Fact> counts, Predicate<String> isTenants) {
        Set<String> reach = new TreeSet<>();
        Optional<User> user = org.user(userId);
        if (user.isEmpty()) {
            return reach;
        }
        Predicate<String> leads = division -> division.equals(Division.ALL) || isTenants.test(division);
        String home = user.get().divisionId();
        if (counts.test(new Lives(userId, home)) && leads.test(home)) {
            reach.add(home);
        }
        List<String> holders = new ArrayList<>(List.of(userId));
        org.groupsOf(userId).stream()
                .filter(g -> counts.test(new Belongs(userId, g.id())))
                .forEach(g -> {
                    divisionBehind(g).filter(isTenants).ifPresent(reach::add);
                    holders.add(g.id());
                });
        holders.stream()
                .flatMap(h -> org.grants(h).stream())
                .filter(g -> counts.test(Holds.of(g)) && leads.test(g.divisionId()) && !isAccepted(g))
                .forEach(g -> reach.add(g.divisionId()));
        return reach;
    }

    private static Set<Fact> facts(Org org) {
        Set<Fact> facts = new HashSet<>();
        for (User user : org.users()) {
            facts.add(new Lives(user.id(), user.divisionId()));
            org.grants(user.id()).forEach(g -> facts.add(Holds.of(g)));
        }
        for (Group group : org.groups()) {
            org.members(group.id()).forEach(u -> facts.add(new Belongs(u, group.id())));
            org.grants(group.id()).forEach(g -> facts.add(Holds.of(g)));
        }
        return facts;
    }

    /** Returns whether a division is a tenant's: of the policy, or of earlier runs that was not off-boarded. */
    private boolean isTenants(String divisionId) {
        Set<TenantId> empty = site.store.notes().withoutAccess();
        return isInPolicy(divisionId)
                || site.store.notes().pins().divisions().entrySet().stream()
                        .filter(pinned -> !empty.contains(pinned.getKey()))
                        .anyMatch(pinned -> pinned.getValue().contains(new DivisionId(divisionId)));
    }

    private boolean isInPolicy(String divisionId) {
        return site.tenants.stream()
                .anyMatch(t -> site.divisionIds.get(Site.number(t.id())).equals(divisionId));
    }

    private boolean isInPolicy(TenantId tenant) {
        return site.tenants.stream().anyMatch(t -> t.id().equals(tenant));
    }

    /** A group belongs to the tenant that it was created for, under any later name. */
    private Optional<String> divisionBehind(Group group) {
        return Optional.ofNullable(divisionOfGroup.computeIfAbsent(
                group.id(),
                id -> IntStream.range(0, site.divisionIds.size())
                        .filter(t -> group.name().startsWith("Group " + t + " "))
                        .mapToObj(site.divisionIds::get)
                        .findFirst()
                        .orElse(null)));
    }

    /** One thing that lets a user reach a tenant. */
    private sealed interface Fact {
        boolean holds(Org org);

        default boolean isMembershipIn(Predicate<String> groups) {
            return false;
        }
    }

    private record Lives(String user, String division) implements Fact {
        @Override
        public boolean holds(Org org) {
            return org.user(user).filter(u -> u.divisionId().equals(division)).isPresent();
        }
    }

    private record Belongs(String user, String group) implements Fact {
        @Override
        public boolean holds(Org org) {
            return org.isMember(group, user);
        }

        @Override
        public boolean isMembershipIn(Predicate<String> groups) {
            return groups.test(group);
        }
    }

    private record Holds(String subject, String role, String division) implements Fact {
        static Holds of(Grant grant) {
            return new Holds(grant.subjectId(), grant.roleId(), grant.divisionId());
        }

        @Override
        public boolean holds(Org org) {
            return org.grants(subject).stream().anyMatch(g -> of(g).equals(this));
        }
    }
}
