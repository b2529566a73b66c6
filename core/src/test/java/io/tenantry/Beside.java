// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/**
 * What an outsourcer has beside its tenants: a group of all accounts with a role in all divisions, groups that no
 * profile names, owners, rules, staff in a shared division, clients, accepted lines and joint agents.
 */
@NullUnmarked
final class Beside {
    static final String EVERYBODY = "Everybody";
    private static final String STAFF = "Staff";
    private static final int SIDE_DOORS = 3;

    private final World world;
    private final Random random;

    Beside(World world, Random random) {
        this.world = world;
        this.random = random;
        world.directory.division(STAFF);
        world.sharedDivisions = List.of(new DivisionRef(STAFF, Optional.empty(), false));
        everybody();
        for (int i = 0; i < SIDE_DOORS; i++) {
            group("Side door " + i);
            world.directory.account("staff-" + i, "staff-" + i + "@acme.example", world.division(STAFF));
        }
    }

    // The default role of an organization: a rule takes each account at once, and a line accepts it.
    private void everybody() {
        Group everybody = group(EVERYBODY);
        world.directory.ruled.put(everybody.id(), world.directory.accounts.keySet());
        world.grant(SubjectId.of(everybody.id()), "Agent", DivisionId.EVERYWHERE);
        OptionalInt most = random.nextInt(3) == 0 ? OptionalInt.of(7 + random.nextInt(6)) : OptionalInt.empty();
        accept(
                new Holder(Kind.GROUP, EVERYBODY, Optional.empty()),
                Set.of("Agent"),
                Extent.all(),
                most,
                Optional.empty());
    }

    private Group group(String name) {
        Group group = world.group(name);
        world.directory.ruled.put(group.id(), new LinkedHashSet<>());
        return group;
    }

    /** The operator accepts something, until some day or without an end. */
    void accept() {
        Optional<LocalDate> until =
                random.nextBoolean() ? Optional.empty() : Optional.of(today().plusDays(random.nextInt(4) - 1L));
        Holder holder = holder();
        OptionalInt most = holder.kind() == Kind.GROUP && random.nextBoolean()
                ? OptionalInt.of(1 + random.nextInt(3))
                : OptionalInt.empty();
        Set<String> roles = random.nextBoolean() ? Set.of("Agent") : Set.of("Agent", "Supervisor");
        accept(holder, roles, extent(), most, until);
    }

    private void accept(Holder holder, Set<String> roles, Extent in, OptionalInt most, Optional<LocalDate> until) {
        List<AcceptedAccess> lines = new ArrayList<>(world.accepted);
        boolean byRule = most.isPresent() && holder.name().equals(EVERYBODY);
        lines.add(new AcceptedAccess(holder, roles, in, most, false, byRule, "default access", "ciso", until));
        world.accepted = lines;
    }

    private Holder holder() {
        return switch (random.nextInt(3)) {
            case 0 -> new Holder(Kind.CLIENT, "client", Optional.of(new SubjectId("client-1")));
            case 1 ->
                new Holder(Kind.ACCOUNT, one(world.directory.accounts.values()).userName(), Optional.empty());
            default -> sideDoor();
        };
    }

    private Holder sideDoor() {
        String name = "Side door " + random.nextInt(SIDE_DOORS);
        Optional<SubjectId> id = Optional.of(new SubjectId("grp-" + name)).filter(i -> random.nextBoolean());
        return new Holder(Kind.GROUP, name, id);
    }

    private Extent extent() {
        return switch (random.nextInt(4)) {
            case 0 -> Extent.all();
            case 1 -> Extent.ofDivisions(List.of(STAFF));
            default ->
                Extent.ofTenants(
                        List.of(one(world.tenants).id(), one(world.tenants).id()));
        };
    }

    /** The operator accepts something no longer. */
    void withdraw() {
        List<AcceptedAccess> lines = new ArrayList<>(world.accepted);
        int which = random.nextInt(Math.max(1, lines.size()));
        // What everybody has is withdrawn only rarely: it would hold every gain.
        if (which < lines.size() && (which > 0 || random.nextInt(10) == 0)) {
            lines.remove(which);
        }
        world.accepted = lines;
    }

    /** A group that no profile names, an account or a client gets a role. */
    void grant() {
        SubjectId holder = switch (random.nextInt(4)) {
            case 0 -> new SubjectId("client-1");
            case 1 -> SubjectId.of(one(world.directory.accounts.values()).id());
            default -> new SubjectId("grp-Side door " + random.nextInt(SIDE_DOORS));
        };
        Division in = one(world.directory.divisions.values());
        RoleId role = new RoleId(random.nextInt(3) > 0 ? "role-Agent" : "role-Supervisor");
        if (!holder.value().startsWith("grp-") || world.directory.groups.containsKey(new GroupId(holder.value()))) {
            world.directory.grants.add(
                    new Grant(holder, role, random.nextInt(8) == 0 ? DivisionId.EVERYWHERE : in.id()));
        }
    }

    /** A group that holds a role in a tenant gets a rule over titles, or loses it. */
    void rule() {
        GroupId group = group("Ruled door").id();
        world.directory.grants.removeIf(g -> g.subject().equals(SubjectId.of(group)));
        if (world.directory.titles.remove(group) == null) {
            world.directory.titles.put(group, "Title " + (1 + random.nextInt(2)));
            world.directory.rules.put(group, "");
            world.grant(
                    SubjectId.of(group),
                    "Agent",
                    one(world.directory.divisions.values()).id());
        } else {
            world.directory.rules.remove(group);
        }
    }

    /** An account becomes an owner of a group, or a rule takes it. */
    void own() {
        Group group = one(world.directory.groups.values());
        if (!group.name().equals(EVERYBODY)) {
            world.directory
                    .ruled
                    .computeIfAbsent(group.id(), g -> new LinkedHashSet<>())
                    .add(one(world.directory.accounts.values()).id());
        }
    }

    /** Some owners of groups, and accounts that a rule took, are none any more. */
    void disown() {
        world.directory.ruled.forEach((group, accounts) -> {
            if (!group.value().endsWith(EVERYBODY) && random.nextBoolean()) {
                accounts.clear();
            }
        });
    }

    /** A hand makes an account one of the staff, or moves one of the staff into a tenant. */
    void staff() {
        Account account = one(world.directory.accounts.values());
        boolean there = account.division().equals(world.division(STAFF).id());
        Division to = there ? one(world.directory.divisions.values()) : world.division(STAFF);
        world.directory.set(account, account.state(), to.id());
    }

    /** A proof shows who has what is accepted; the next ones compare with it. */
    void prove() {
        world.provisioner().proveIsolation();
    }

    /** The listing of accounts is late. */
    void late() {
        world.directory.unlisted.add(one(world.directory.accounts.values()).id());
    }

    /** The operator declares several joint agents, by their ids or their user names. */
    void joint() {
        List<JointAgent> agents = new ArrayList<>();
        Set<Identity> people = new TreeSet<>(java.util.Comparator.comparing(i -> i.id().value()));
        for (int i = random.nextInt(4); i > 0; i--) {
            people.add(one(world.people.values()));
        }
        for (Identity person : people) {
            List<TenantId> of = new ArrayList<>();
            world.tenants.forEach(t -> of.add(t.id()));
            Collections.shuffle(of, random);
            String named = random.nextBoolean() ? person.id().value() : person.userName();
            int many = Math.min(of.size(), 2 + random.nextInt(2));
            agents.add(new JointAgent(
                    named,
                    of.subList(0, many),
                    of.get(0),
                    "shared queue",
                    "cto",
                    today().plusDays(random.nextInt(4) - 1L)));
        }
        world.jointAgents = agents;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }

    private <T> T one(Collection<T> of) {
        return List.copyOf(of).get(random.nextInt(of.size()));
    }
}
