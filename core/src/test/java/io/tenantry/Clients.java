// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.FindingCode;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.TenantPolicy.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;

/**
 * The clients that come and go while a walk goes on. People of one that is not in the policy are in its source groups
 * all the same.
 */
@NullUnmarked
final class Clients {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final int FEWEST = 2;

    private final World world;
    private final Random random;
    private final Set<TenantId> seenEmpty = new TreeSet<>();
    private Optional<TenantId> leaving = Optional.empty();
    private int policies;

    Clients(World world, Random random) {
        this.world = world;
        this.random = random;
        come("c");
    }

    /** Returns a client for a person, mostly one of the policy. */
    String any() {
        if (random.nextInt(10) == 0) {
            return NAMES.get(random.nextInt(NAMES.size()));
        }
        return one().value();
    }

    /** A client that is not in the policy comes, for the first time or again. */
    void come() {
        NAMES.stream()
                .filter(n ->
                        world.tenants.stream().noneMatch(t -> t.id().value().equals(n)))
                .findFirst()
                .ifPresent(this::come);
    }

    private void come(String name) {
        String division = "Tenant_" + name.toUpperCase(java.util.Locale.ROOT);
        boolean there = world.directory.divisions.values().stream()
                .anyMatch(d -> d.name().equals(division));
        List<TenantPolicy> tenants = new ArrayList<>(world.tenants);
        tenants.add(there ? world.tenant(name, division) : world.creating(name, division));
        decide(tenants);
    }

    /** A client is taken out of the policy just so, with all that its people have. */
    void vanish() {
        if (mayGo()) {
            takeOut(one());
        }
    }

    /** A client is to be off-boarded, however many runs that takes. */
    void giveNotice() {
        if (mayGo()) {
            leaving = Optional.of(one());
        }
    }

    /** A profile of a tenant gets another Genesys group. */
    void exchangeGroup() {
        edit(t -> {
            List<AccessProfile> profiles = new ArrayList<>(t.profiles());
            AccessProfile p = profiles.get(random.nextInt(profiles.size()));
            String group = t.division().name() + "_" + p.id() + "." + random.nextInt(3);
            profiles.set(profiles.indexOf(p), new AccessProfile(p.id(), p.when(), group, p.roles(), p.privileged()));
            return with(t, profiles, t.state());
        });
    }

    /** A tenant loses the profile of its supervisors, or has it again. */
    void dropOrAddProfile() {
        edit(t -> {
            List<AccessProfile> usual =
                    world.tenant(t.id().value(), t.division().name()).profiles();
            List<AccessProfile> profiles = new ArrayList<>(t.profiles());
            if (profiles.size() > 1) {
                profiles.remove(1);
            } else {
                profiles.add(usual.get(1));
            }
            return with(t, profiles, t.state());
        });
    }

    /** A tenant is leaving, or is not any more. */
    void leaveOrStay() {
        edit(t -> with(t, t.profiles(), t.isLeaving() ? State.ACTIVE : State.LEAVING));
    }

    private void edit(UnaryOperator<TenantPolicy> how) {
        TenantId edited = one();
        decide(world.tenants.stream()
                .map(t -> t.id().equals(edited) ? how.apply(t) : t)
                .toList());
    }

    private static TenantPolicy with(TenantPolicy t, List<AccessProfile> profiles, State state) {
        return new TenantPolicy(t.id(), t.name(), t.division(), t.match(), profiles, state, t.governance());
    }

    private boolean mayGo() {
        return leaving.isEmpty() && world.tenants.size() > FEWEST;
    }

    private TenantId one() {
        return world.tenants.get(random.nextInt(world.tenants.size())).id();
    }

    /** Returns the client that is to be off-boarded next. */
    Optional<TenantId> leaving() {
        return leaving;
    }

    /**
     * Looks whether a client that was off-boarded has nothing left, and takes it out of the policy then.
     *
     * @param mayStay whether something may be left that no plan takes away, and the client then stays
     */
    void seeOff(TenantId tenant, boolean undisturbed, boolean mayStay) {
        ZeroAccess zero = world.provisioner().zeroAccess(tenant);
        assertThat(zero.isZero() || !undisturbed || mayStay).as(zero.text()).isTrue();
        if (mayStay) {
            leaving = Optional.empty();
        }
        if (zero.isZero()) {
            seenEmpty.add(tenant);
            takeOut(tenant);
        }
    }

    /** The organization was read under the policy of now: a client that is active in it may have access again. */
    void read() {
        world.tenants.stream().filter(t -> !t.isLeaving()).forEach(t -> seenEmpty.remove(t.id()));
    }

    /**
     * A plan reports exactly those clients that the policy once named and that no read has shown empty since they were
     * active.
     */
    void told(Plan plan) {
        Set<TenantId> there = new TreeSet<>();
        world.tenants.forEach(t -> there.add(t.id()));
        read();
        Set<TenantId> gone =
                new TreeSet<>(world.store.notes().pins().divisions().keySet());
        gone.removeAll(there);
        gone.removeAll(seenEmpty);
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.ORPHANED_TENANT)
                .extracting(f -> f.tenant().orElseThrow())
                .containsExactlyElementsOf(gone);
    }

    private void takeOut(TenantId tenant) {
        decide(world.tenants.stream().filter(t -> !t.id().equals(tenant)).toList());
        leaving = Optional.empty();
    }

    private void decide(List<TenantPolicy> tenants) {
        world.tenants = List.copyOf(tenants);
        world.hash = "policy-hash " + ++policies;
    }
}
