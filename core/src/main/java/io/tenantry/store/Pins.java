// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.KnownIds;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The ids that earlier runs found for names of the policy. Immutable. */
public final class Pins implements KnownIds {
    /** No pins, as before the first run. */
    public static final Pins NONE = new Pins(List.of());

    private final Map<List<Object>, Pin> pins = new HashMap<>();
    private final Map<List<Object>, SubjectId> holders = new HashMap<>();

    private final Set<TenantId> unreached;

    /** Creates the pins of a store. */
    public Pins(Collection<Pin> all) {
        this(all, List.of(), Set.of());
    }

    Pins(Collection<Pin> all, Collection<Baseline.AcceptedHolder> accepted, Set<TenantId> unreached) {
        this.unreached = unreached;
        accepted.forEach(h -> holders.put(List.of(h.holder(), h.named()), h.id()));
        all.forEach(p -> pins.put(key(p.what(), p.tenant(), p.named()), p));
    }

    @Override
    public Optional<DivisionId> division(TenantId tenant, String name) {
        return find(Pin.What.DIVISION, tenant, name).map(DivisionId::new);
    }

    @Override
    public Optional<GroupId> group(TenantId tenant, String name) {
        return find(Pin.What.GROUP, tenant, name).map(GroupId::new);
    }

    @Override
    public Optional<RoleId> role(String name) {
        return find(Pin.What.ROLE, Pin.POLICY, name).map(RoleId::new);
    }

    @Override
    public Optional<IdentityId> jointAgent(String named) {
        return find(Pin.What.JOINT_AGENT, Pin.POLICY, Fold.of(named)).map(IdentityId::new);
    }

    @Override
    public Optional<DivisionId> place(String name) {
        return find(Pin.What.PLACE, Pin.POLICY, name).map(DivisionId::new);
    }

    @Override
    public Optional<SubjectId> holder(AcceptedAccess.Kind kind, String name) {
        return Optional.ofNullable(holders.get(List.<Object>of(kind, name)));
    }

    @Override
    public Optional<TenantId> owner(DivisionId division) {
        return owners(Pin.What.DIVISION, division.value()).stream().findFirst();
    }

    /** Returns the tenants for which this id was found and that may still be reached, in order. */
    public Set<TenantId> owners(Pin.What what, String id) {
        Set<TenantId> owners = new TreeSet<>();
        for (Pin pin : pins.values()) {
            if (pin.what() == what && pin.id().equals(id) && !unreached.contains(pin.tenant())) {
                owners.add(pin.tenant());
            }
        }
        return owners;
    }

    /**
     * Returns whether what this pin is for is another tenant's by now. Its own tenant had it until it got another id, or
     * was off-boarded.
     */
    public boolean isGivenUp(Pin pin) {
        return unreached.contains(pin.tenant()) && !owners(pin.what(), pin.id()).isEmpty();
    }

    /** Returns whether a tenant had this and gave it away: the policy gave it to another one since. */
    public boolean isGivenAway(Pin pin) {
        return pins.values().stream()
                .filter(p -> p.what() == pin.what() && p.tenant().equals(pin.tenant()) && p.id().equals(pin.id()))
                .allMatch(Pin::isNameless);
    }

    @Override
    public boolean isTenants(SubjectId holder) {
        for (Pin pin : pins.values()) {
            if (pin.what() == Pin.What.GROUP && pin.id().equals(holder.value())) {
                return true;
            }
        }
        return false;
    }

    /** Returns every division that was pinned for a tenant, under any name, also for tenants that left the policy. */
    public Map<TenantId, Set<DivisionId>> divisions() {
        return byTenant(Pin.What.DIVISION, DivisionId::new);
    }

    /** Returns every group that was pinned for a tenant, under any name, also for tenants that left the policy. */
    public Map<TenantId, Set<GroupId>> groups() {
        return byTenant(Pin.What.GROUP, GroupId::new);
    }

    /** Returns all of them, by tenant, kind and name. */
    public List<Pin> all() {
        return pins.values().stream()
                .sorted(Comparator.comparing(Pin::tenant)
                        .thenComparing(Pin::what)
                        .thenComparing(Pin::named))
                .toList();
    }

    /** Returns whether this pin is among them. */
    public boolean contains(Pin pin) {
        return pin.equals(pins.get(key(pin.what(), pin.tenant(), pin.named())));
    }

    private Optional<String> find(Pin.What what, TenantId tenant, String name) {
        return Optional.ofNullable(pins.get(key(what, tenant, name))).map(Pin::id);
    }

    private static List<Object> key(Pin.What what, TenantId tenant, String name) {
        return List.of(what, tenant, name);
    }

    private <T> Map<TenantId, Set<T>> byTenant(Pin.What what, Function<String, T> as) {
        Map<TenantId, Set<T>> byTenant = new HashMap<>();
        pins.values().stream()
                .filter(p -> p.what() == what)
                .forEach(p -> byTenant.computeIfAbsent(p.tenant(), t -> new HashSet<>())
                        .add(as.apply(p.id())));
        return byTenant;
    }
}
