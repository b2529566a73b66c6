// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import io.tenantry.store.StoreWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells whose the former divisions under the id of a tenant may be by now, because two tenants may have each other's ids,
 * or each other's groups and divisions: both look alike. A tenant is the one that it was as long as it has its division,
 * or its groups. If it has not, its former divisions count for each tenant that it may be.
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
        this.pins.forEach(
                p -> had.computeIfAbsent(Thing.of(p), k -> new TreeSet<>()).add(p.tenant()));
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

    /**
     * Returns what the store has to keep so that each former division is pinned for each tenant whose it may be. What
     * another tenant has by now is kept without its name, which means that it was given away.
     */
    public List<StoreWrite> writes() {
        Map<TenantId, Set<TenantId>> owners = new HashMap<>();
        Stream<Pin> former = pins.stream()
                .filter(this::isFormerDivision)
                .flatMap(pin -> owners.computeIfAbsent(pin.tenant(), this::owners).stream()
                        .filter(t -> !had(Thing.of(pin)).contains(t))
                        .map(pin::nameless))
                .distinct();
        List<Pin> given = pins.stream().filter(this::isGivenAway).toList();
        List<StoreWrite> writes = new ArrayList<>();
        given.forEach(pin -> writes.add(StoreWrite.Drop.of(pin)));
        Stream.concat(former, given.stream().map(pin -> pin.nameless(pin.tenant())))
                .forEach(pin -> writes.add(new StoreWrite.Keep(pin)));
        return writes;
    }

    private boolean isGivenAway(Pin pin) {
        return !pin.isNameless()
                && !has(pin.tenant()).contains(Thing.of(pin))
                && has.values().stream().anyMatch(things -> things.contains(Thing.of(pin)));
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
        if (keeps(then, Pin.What.GROUP) && (givers.isEmpty() || takers.stream().noneMatch(t -> tookGroup(t, then)))) {
            return Set.of(then);
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

    private Set<Thing> has(TenantId tenant) {
        return has.getOrDefault(tenant, Set.of());
    }

    private Set<TenantId> had(Thing thing) {
        return had.getOrDefault(thing, Set.of());
    }

    /** A division or a group. */
    private record Thing(Pin.What what, String id) {
        static Thing of(Pin pin) {
            return new Thing(pin.what(), pin.id());
        }
    }
}
