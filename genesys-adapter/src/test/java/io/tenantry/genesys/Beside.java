// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.directory.SubjectId;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.GroupRule;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Authority;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * What an outsourcer has beside its tenants: a group that a rule fills with everybody, groups that no profile names,
 * owners, staff in a shared division, a client, accepted lines, and tenants with authorities and small limits of their
 * own.
 */
final class Beside {
    private static final String STAFF = "Staff";
    private static final int SIDE_DOORS = 2;

    private final Site site;
    private final Random random;
    private final Division staff;
    private final List<Group> doors = new ArrayList<>();

    Beside(Site site, Random random) {
        this.site = site;
        this.random = random;
        staff = site.fake.createDivision(STAFF);
        site.sharedDivisions = List.of(new DivisionRef(STAFF, Optional.empty(), false));
        site.fake.createClient("Bot", List.of(site.agent), List.of(site.divisionIds.get(0)));
        for (int i = 0; i < SIDE_DOORS; i++) {
            doors.add(site.fake.createGroup("Side door " + i));
            User one = site.fake.createUser("Staff " + i, "staff" + i + "@acme.example", staff.id());
            site.fake.grant(one.id(), site.agent.id(), staff.id());
        }
        everybody();
        if (random.nextInt(3) == 0) {
            site.tenants = site.tenants.stream().map(this::restrained).toList();
        }
    }

    private void everybody() {
        Group everybody = site.fake.createGroup("Everybody");
        site.fake.rule(everybody.id(), GroupRule.where("title", "Agent"));
        site.fake.grant(everybody.id(), site.agent.id(), Division.ALL);
        accept(everybody, Extent.all(), Optional.empty());
    }

    private TenantPolicy restrained(TenantPolicy t) {
        Map<EntitlementKind, Authority> authority = new EnumMap<>(EntitlementKind.class);
        Map<LimitKind, Limit> limits = new EnumMap<>(LimitKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            authority.put(kind, any(List.of(Authority.values())));
        }
        for (LimitKind kind : LimitKind.values()) {
            limits.put(kind, new Limit(random.nextInt(3) == 0 ? random.nextInt(3) : 1_000_000, 100));
        }
        return new TenantPolicy(
                t.id(),
                t.name(),
                t.division(),
                t.match(),
                t.profiles(),
                new Governance(t.governance().leaver(), authority, limits, Governance.DEFAULT_WINDOW));
    }

    /** Lets something happen between two runs. */
    void happen() {
        switch (random.nextInt(7)) {
            case 0, 1 -> accept(any(doors), extent(), until());
            case 2 -> withdraw();
            case 3 -> site.fake.grant(any(doors).id(), site.agent.id(), anywhere());
            case 4 -> own();
            case 5 -> move();
            default -> someone().ifPresent(u -> site.fake.addMembers(any(doors).id(), u.id()));
        }
    }

    private void accept(Group holder, Extent in, Optional<LocalDate> until) {
        List<AcceptedAccess> lines = new ArrayList<>(site.accepted);
        lines.add(new AcceptedAccess(
                new Holder(Kind.GROUP, holder.name(), Optional.of(new SubjectId(holder.id()))),
                Set.of(site.agent.name()),
                in,
                OptionalInt.empty(),
                false,
                true,
                "default access",
                "ciso",
                until));
        site.accepted = lines;
    }

    // What everybody has stays accepted: else it would hold every gain.
    private void withdraw() {
        List<AcceptedAccess> lines = new ArrayList<>(site.accepted);
        if (lines.size() > 1) {
            lines.remove(1 + random.nextInt(lines.size() - 1));
        }
        site.accepted = lines;
    }

    private Optional<LocalDate> until() {
        LocalDate today = LocalDate.ofInstant(site.fake.clock().instant(), ZoneOffset.UTC);
        return random.nextBoolean() ? Optional.empty() : Optional.of(today.plusDays(random.nextInt(4) - 1L));
    }

    private Extent extent() {
        return switch (random.nextInt(4)) {
            case 0 -> Extent.all();
            case 1 -> Extent.ofDivisions(List.of(STAFF));
            default ->
                Extent.ofTenants(List.of(new TenantId("t" + random.nextInt(3)), new TenantId("t" + random.nextInt(3))));
        };
    }

    private void own() {
        List<Group> groups =
                site.fake.org().groups().stream().filter(g -> !g.deleted()).toList();
        Group group = any(groups);
        List<String> owners =
                group.ownerIds().isEmpty() ? someone().map(User::id).stream().toList() : List.of();
        site.fake.change("owners", org -> org.with(group.withOwners(owners)));
    }

    private void move() {
        someone()
                .filter(User::exists)
                .ifPresent(u -> site.fake.change("staff", org -> org.with(u.withDivision(staff.id()))));
    }

    private String anywhere() {
        Org org = site.fake.org();
        List<String> there = new ArrayList<>(site.divisionIds.stream()
                .filter(id -> !org.division(id).orElseThrow().deleted())
                .toList());
        there.add(staff.id());
        return any(there);
    }

    private Optional<User> someone() {
        List<User> users = site.fake.org().users();
        return users.isEmpty() ? Optional.empty() : Optional.of(any(users));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
