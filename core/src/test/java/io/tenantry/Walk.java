// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/** One random walk: a world of three tenants in which anything may happen between two runs, and writes may fail in a run. */
@NullUnmarked
final class Walk {
    private static final List<String> TENANTS = List.of("a", "b", "c");

    private final World world = new World();
    private final Random random;
    private int born;
    private int writes;
    private boolean restrained;
    private Map<AccountId, Set<String>> before = new HashMap<>();

    Walk(int seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        world.directory.division("Tenant_C");
        world.tenants = new ArrayList<>(world.tenants);
        world.tenants.add(world.tenant("c", "Tenant_C"));
        int batch = List.of(1, 2, 50).get(random.nextInt(3));
        world.directory.limits(new DirectoryLimits(batch, batch, 50, 100, random.nextBoolean(), 300));
        if (random.nextInt(4) == 0) {
            world.precedence = List.of(new TenantId("c"), new TenantId("a"));
        }
        if (seed % 3 == 2) {
            TENANTS.forEach(this::restrain);
        }
        for (int i = 0; i < 6; i++) {
            join();
        }
    }

    /** Gives a tenant an authority and limits of its own, so that some of what would be done is held or only reported. */
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
        switch (random.nextInt(16)) {
            case 0, 1 -> join();
            case 2, 3, 4 -> regroup();
            case 5 -> edit(i -> enabled(i, !i.enabled()));
            case 6 -> edit(i -> null);
            case 7 -> edit(i -> called(i, "p" + ++born + "@new.example"));
            case 8 -> edit(i -> titled(i, random.nextInt(3)));
            case 9 -> swap();
            case 10 -> joint();
            case 11 -> drift(this::grantByHand);
            case 12 -> drift(this::memberByHand);
            case 13 -> drift(a -> set(a, AccountState.INACTIVE, a.division()));
            case 14 -> drift(a -> set(a, AccountState.DELETED, MemoryDirectory.HOME.id()));
            default -> groupByHand();
        }
    }

    private void join() {
        String id = "p" + ++born;
        world.with(Identity.of(id, id + "@acme.example", "Name " + id, groups(), Map.of("jobTitle", "Agent")));
    }

    private List<String> groups() {
        List<String> groups = new ArrayList<>();
        int many = List.of(1, 1, 1, 1, 1, 1, 0, 2).get(random.nextInt(8));
        for (int i = 0; i < many; i++) {
            String tenant = TENANTS.get(random.nextInt(3));
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
            // A source with nobody in it holds everything, which is another test's matter.
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
                .filter(i -> world.store.links().account(i.id()).isPresent())
                .toList();
        if (known.size() > 1) {
            Identity one = known.get(random.nextInt(known.size()));
            Identity two = known.get(random.nextInt(known.size()));
            world.with(called(one, two.userName())).with(called(two, one.userName()));
        }
    }

    private void joint() {
        List<IdentityId> ids = List.copyOf(world.people.keySet());
        if (random.nextBoolean() || ids.isEmpty()) {
            world.jointAgents = List.of();
            return;
        }
        world.jointAgents = List.of(new JointAgent(
                ids.get(random.nextInt(ids.size())).value(),
                List.of(new TenantId("a"), new TenantId("b")),
                new TenantId("a"),
                "shared queue",
                "cto",
                LocalDate.parse(random.nextBoolean() ? "2030-01-01" : "2020-01-01")));
    }

    private void drift(java.util.function.Consumer<Account> hand) {
        List<Account> all = List.copyOf(world.directory.accounts.values());
        if (!all.isEmpty()) {
            hand.accept(all.get(random.nextInt(all.size())));
        }
    }

    private void grantByHand(Account account) {
        world.directory.grants.add(
                new Grant(SubjectId.of(account.id()), new RoleId("role-Agent"), anyDivision(account)));
    }

    private DivisionId anyDivision(Account account) {
        if (random.nextInt(4) == 0) {
            return DivisionId.EVERYWHERE;
        }
        List<Division> all = List.copyOf(world.directory.divisions.values());
        return random.nextInt(8) == 0
                ? account.division()
                : all.get(random.nextInt(all.size())).id();
    }

    private void memberByHand(Account account) {
        List<Group> all = List.copyOf(world.directory.groups.values());
        if (!all.isEmpty()) {
            world.directory
                    .members
                    .get(all.get(random.nextInt(all.size())).id())
                    .add(account.id());
        }
    }

    private void groupByHand() {
        List<Group> all = List.copyOf(world.directory.groups.values());
        List<Division> divisions = List.copyOf(world.directory.divisions.values());
        if (!all.isEmpty()) {
            world.directory.grants.add(new Grant(
                    SubjectId.of(all.get(random.nextInt(all.size())).id()),
                    new RoleId("role-Agent"),
                    divisions.get(random.nextInt(divisions.size())).id()));
        }
    }

    private void set(Account a, AccountState state, DivisionId division) {
        world.directory.accounts.put(
                a.id(),
                new Account(a.id(), state, a.userName(), a.displayName(), a.externalId(), division, a.attributes()));
    }

    /** Lets about one write in six fail, some of them after they took effect, and memberships show late; or nothing. */
    void faults(boolean on) {
        world.directory.settleAll();
        world.directory.lag = on ? random.nextInt(4) : 0;
        world.directory.doubtful.clear();
        if (on && random.nextInt(3) == 0) {
            doubt();
        }
        world.directory.misplaces = on && random.nextInt(3) == 0;
        world.directory.before = write -> {
            if (on && random.nextInt(8) == 0) {
                throw new DirectoryException(any(Failure.values()), "fault before " + write, null);
            }
        };
        world.directory.after = write -> {
            writes++;
            guard(write);
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

    ApplyReport run() {
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.plan();
        before = reaches();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    Plan plan() {
        return world.plan();
    }

    void shuffle() {
        List<Identity> rows = new ArrayList<>(world.people.values());
        Collections.shuffle(rows, random);
        world.people.clear();
        rows.forEach(world::with);
    }

    /** No write of ours may let anybody reach a second tenant; what an administrator's drift gave may at most stay. */
    private void guard(String write) {
        Map<AccountId, Set<String>> now = reaches();
        now.forEach((account, reach) -> {
            Set<String> gained = new TreeSet<>(reach);
            Set<String> had = before.getOrDefault(account, Set.of());
            gained.removeAll(had);
            // Whoever holds a wildcard by somebody's hand reaches every tenant already, and is reported for it.
            if (!gained.isEmpty() && !had.contains("*") && !isJoint(account)) {
                assertThat(reach)
                        .as("write %s, %s: what %s reaches, %s of it new", writes, write, account, gained)
                        .hasSizeLessThan(2);
            }
        });
        before = now;
    }

    private boolean isJoint(AccountId id) {
        return world.directory.accounts.get(id).externalId().stream()
                .anyMatch(e ->
                        world.jointAgents.stream().anyMatch(j -> j.identity().equals(e)));
    }

    private Map<AccountId, Set<String>> reaches() {
        Map<AccountId, Set<String>> all = new HashMap<>();
        world.directory.accounts.keySet().forEach(a -> all.put(a, world.reach(a)));
        return all;
    }
}
