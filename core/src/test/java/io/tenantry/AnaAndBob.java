// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.TenantPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Ana in tenant a and Bob in tenant b, as a run left them, and what a test asks about them. */
abstract class AnaAndBob {
    static final String ANA = "ana@acme.example";
    static final String BOB = "bob@acme.example";
    final World world = new World();

    AnaAndBob() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
    }

    /** Lets each of the two tenants have the division of the other. */
    void swapDivisions() {
        world.tenants = List.of(
                swapped(world.tenants.get(0), world.tenants.get(1)),
                swapped(world.tenants.get(1), world.tenants.get(0)));
    }

    private TenantPolicy swapped(TenantPolicy tenant, TenantPolicy other) {
        return new TenantPolicy(
                tenant.id(),
                tenant.name(),
                other.division(),
                tenant.match(),
                tenant.profiles(),
                new Governance(tenant.governance().leaver(), world.authority, world.limits));
    }

    static AcceptedAccess accepts(Group group, Extent in) {
        return accepts(new Holder(Kind.GROUP, group.name(), Optional.empty()), "Agent", in);
    }

    static AcceptedAccess accepts(Holder holder, String role, Extent in) {
        return new AcceptedAccess(
                holder, Set.of(role), in, OptionalInt.empty(), false, false, "phone book", "ciso", Optional.empty());
    }

    /** Returns how many reads a plan takes. */
    int reads() {
        CountingReads counted = new CountingReads(world.directory);
        world.provisioner(counted, world.store).plan();
        return counted.reads();
    }

    /** Returns the tenants' divisions in which a person lives or has a role, itself or through any group. */
    Set<String> reached(String userName) {
        Account account = world.directory.byName(userName);
        Set<SubjectId> holders = new LinkedHashSet<>(Set.of(SubjectId.of(account.id())));
        world.directory.groups.keySet().stream()
                .filter(g -> world.directory.everybodyIn(g).contains(account.id()))
                .forEach(g -> holders.add(SubjectId.of(g)));
        Set<String> reached = new TreeSet<>(Set.of(name(account.division())));
        world.directory.grants.stream()
                .filter(g -> holders.contains(g.subject()))
                .forEach(g -> reached.add(name(g.division())));
        reached.remove("Home");
        return reached;
    }

    String name(DivisionId division) {
        return Objects.requireNonNull(world.directory.divisions.get(division)).name();
    }

    AccountId id(String userName) {
        return world.directory.byName(userName).id();
    }
}
