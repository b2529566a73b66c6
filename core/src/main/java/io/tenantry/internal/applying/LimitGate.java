// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Person;
import io.tenantry.internal.binding.Whose;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.planning.LimitWindow;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the limits again when a plan is applied. Other runs may have removed something since it was made; without that,
 * plans that each keep a limit would exceed it together. An overridden limit is not asked again.
 */
final class LimitGate {
    private final OrganizationPolicy policy;
    private final ProvisioningStore store;

    LimitGate(OrganizationPolicy policy, ProvisioningStore store) {
        this.policy = policy;
        this.store = store;
    }

    /**
     * Returns the operations that have to wait, each with the reason: those that a limit counts, and the others of the
     * same people.
     */
    Map<Operation, String> judge(Plan plan, Instant now) {
        List<Operation> counted =
                plan.operations().filter(o -> o.countsAgainst().isPresent()).toList();
        if (counted.isEmpty()) {
            return Map.of();
        }
        List<Removal> removed = LimitWindow.removed(store, policy, now);
        if (removed.stream().allMatch(r -> r.at().isBefore(plan.createdAt()))) {
            return Map.of();
        }
        Notes known = store.notes();
        Whose whose = Whose.of(policy, known.pins());
        LimitWindow window = new LimitWindow(policy, new Census(whose.counts(known)), whose.removals(removed), now);
        Map<Operation, String> waiting = new HashMap<>();
        groups(counted)
                .forEach((tenant, kinds) -> kinds.forEach((kind, operations) -> {
                    if (!isOverridden(plan, tenant, kind)) {
                        window.exceeded(tenant, kind, operations.size())
                                .ifPresent(why -> operations.forEach(o -> waiting.putIfAbsent(o, why)));
                    }
                }));
        return withTheirPeople(plan, waiting);
    }

    private static boolean isOverridden(Plan plan, Optional<TenantId> tenant, LimitKind kind) {
        return plan.overrides().stream()
                .anyMatch(o -> o.code() == HoldCode.limitOn(kind) && o.tenant().equals(tenant));
    }

    /** Returns the operations by whose limit counts them, without a tenant that of the whole organization. */
    private static Map<Optional<TenantId>, Map<LimitKind, List<Operation>>> groups(List<Operation> counted) {
        Map<Optional<TenantId>, Map<LimitKind, List<Operation>>> groups = new HashMap<>();
        for (Operation operation : counted) {
            for (Optional<TenantId> tenant : List.of(operation.countsAgainst(), Optional.<TenantId>empty())) {
                groups.computeIfAbsent(tenant, t -> new HashMap<>())
                        .computeIfAbsent(operation.change().counter(), k -> new ArrayList<>())
                        .add(operation);
            }
        }
        return groups;
    }

    // Nobody is half removed, and a mover who keeps the old access gains nothing.
    private static Map<Operation, String> withTheirPeople(Plan plan, Map<Operation, String> waiting) {
        Map<Person, String> people = new HashMap<>();
        waiting.forEach((operation, why) -> operation.person().ifPresent(p -> people.put(p, why)));
        Map<Operation, String> all = new HashMap<>(waiting);
        plan.operations()
                .forEach(o -> o.person()
                        .flatMap(p -> Optional.ofNullable(people.get(p)))
                        .ifPresent(why -> all.putIfAbsent(o, why)));
        return all;
    }
}
