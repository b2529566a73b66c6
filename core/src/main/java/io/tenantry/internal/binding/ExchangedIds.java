// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whose the pins under the id of a tenant are by now, because two tenants may have each other's ids. A tenant keeps
 * its id as long as it has its division, or its groups. If it has what another one had instead, and one that is another
 * too has its groups, its pins go there. If neither is the case, its former divisions count for each that may be it.
 */
public final class ExchangedIds {
    private final BoundPolicy bound;
    private final List<Pin> pins;
    /** What each tenant has now. */
    private final Map<TenantId, Set<Thing>> has = new HashMap<>();
    /** The tenants that had each division and group until now. */
    private final Map<Thing, Set<TenantId>> had = new HashMap<>();

    /** Compares what the names of a policy mean with what they meant in earlier runs. */
    public ExchangedIds(BoundPolicy bound, Pins pins) {
        this.bound = bound;
        bound.tenants().forEach(t -> has.put(t.id(), things(t)));
        this.pins = pins.all().stream().filter(p -> has.containsKey(p.tenant())).toList();
        this.pins.forEach(p -> had.computeIfAbsent(new Thing(p.what(), p.id()), k -> new TreeSet<>())
                .add(p.tenant()));
    }

    private static Set<Thing> things(BoundTenant tenant) {
        return Stream.concat(
                        tenant.division().id().or(tenant::lost).stream()
                                .map(d -> new Thing(Pin.What.DIVISION, d.value())),
                        tenant.profiles().stream()
                                .flatMap(p -> p.group().id().stream())
                                .map(g -> new Thing(Pin.What.GROUP, g.value())))
                .collect(Collectors.toSet());
    }

    /** Returns what the store has to keep so that each pin has the id of the tenant whose it is. */
    public List<StoreWrite> writes() {
        Map<TenantId, Set<TenantId>> owners = new HashMap<>();
        Set<Pin> now = new LinkedHashSet<>();
        for (Pin pin : pins) {
            Set<TenantId> all = owners.computeIfAbsent(pin.tenant(), this::owners);
            boolean stays = all.contains(pin.tenant());
            if (stays) {
                now.add(pin);
            }
            if (!stays || isFormerDivision(pin)) {
                all.stream()
                        .filter(t -> !t.equals(pin.tenant()))
                        .forEach(t -> now.add(new Pin(pin.what(), t, pin.id(), pin.id())));
            }
        }
        List<StoreWrite> writes = new ArrayList<>();
        pins.stream().filter(p -> !now.contains(p)).forEach(p -> writes.add(StoreWrite.Drop.of(p)));
        pins.forEach(now::remove);
        now.forEach(p -> writes.add(new StoreWrite.Keep(p)));
        return writes;
    }

    private boolean isFormerDivision(Pin pin) {
        return pin.what() == Pin.What.DIVISION
                && bound.ownerOf(new DivisionId(pin.id())).isEmpty();
    }

    private Set<TenantId> owners(TenantId then) {
        if (keeps(then, Pin.What.DIVISION)) {
            return Set.of(then);
        }
        Set<TenantId> takers = others(then, t -> took(t, then));
        Set<TenantId> givers = others(then, t -> took(then, t));
        boolean keepsGroup = keeps(then, Pin.What.GROUP);
        if (keepsGroup && (givers.isEmpty() || takers.stream().noneMatch(t -> tookGroup(t, then)))) {
            return Set.of(then);
        }
        if (!keepsGroup
                && !givers.isEmpty()
                && takers.size() == 1
                && isNow(takers.iterator().next(), then)) {
            return takers;
        }
        takers.addAll(givers);
        takers.add(then);
        return takers;
    }

    private Set<TenantId> others(TenantId one, Predicate<TenantId> which) {
        return has.keySet().stream()
                .filter(t -> !t.equals(one) && which.test(t))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether a tenant has something of this kind that it alone had before. */
    private boolean keeps(TenantId tenant, Pin.What what) {
        return has(tenant).stream().anyMatch(t -> t.what() == what && had(t).equals(Set.of(tenant)));
    }

    private boolean took(TenantId now, TenantId then) {
        return has(now).stream().anyMatch(t -> had(t).contains(then));
    }

    private boolean tookGroup(TenantId now, TenantId then) {
        return has(now).stream()
                .filter(t -> t.what() == Pin.What.GROUP)
                .anyMatch(t -> had(t).contains(then) && !had(t).contains(now));
    }

    private boolean isNow(TenantId now, TenantId then) {
        return tookGroup(now, then) && !keeps(now, Pin.What.DIVISION) && !keeps(now, Pin.What.GROUP);
    }

    private Set<Thing> has(TenantId tenant) {
        return has.getOrDefault(tenant, Set.of());
    }

    private Set<TenantId> had(Thing thing) {
        return had.getOrDefault(thing, Set.of());
    }

    /** A division or a group. */
    private record Thing(Pin.What what, String id) {}
}
