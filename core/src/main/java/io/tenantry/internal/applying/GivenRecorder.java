// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.GroupId;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Baseline;
import io.tenantry.store.StoreWrite;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Remembers the groups that a run uses for tenants; the run holds the lease of the organization meanwhile. */
final class GivenRecorder {
    private final Book book;
    private final Ledger ledger;
    private final Map<TenantId, Set<GroupId>> remembered = new HashMap<>();

    GivenRecorder(Book book, Ledger ledger) {
        this.book = book;
        this.ledger = ledger;
    }

    /** Remembers what a plan is about to use, beside what earlier runs used. */
    void begin(Plan plan, Map<TenantId, Set<GroupId>> earlier) {
        remembered.putAll(earlier);
        Map<TenantId, Set<GroupId>> all = new HashMap<>(remembered);
        plan.given().forEach((tenant, groups) -> add(all, tenant, groups));
        plan.operations()
                .forEach(o -> o.change()
                        .requiredGroup()
                        .flatMap(GroupTarget::id)
                        .ifPresent(g -> add(all, o.tenant(), Set.of(g))));
        keep(all);
    }

    /** Remembers a group that was just created for a tenant. */
    void created(TenantId tenant, GroupId group) {
        Map<TenantId, Set<GroupId>> all = new HashMap<>(remembered);
        add(all, tenant, Set.of(group));
        keep(all);
    }

    /** Forgets the cleared groups of each tenant for which the whole plan was carried out. */
    void end(Plan plan, List<Outcome> outcomes) {
        Map<TenantId, Set<GroupId>> all = new HashMap<>(remembered);
        plan.given().forEach((tenant, groups) -> {
            if (outcomes.stream()
                    .filter(o -> o.operation().tenant().equals(tenant))
                    .allMatch(GivenRecorder::isDone)) {
                Set<GroupId> now = new HashSet<>(groups);
                created(plan, tenant).forEach(now::add);
                all.put(tenant, now);
            }
        });
        keep(all);
    }

    private Stream<GroupId> created(Plan plan, TenantId tenant) {
        return plan.operations()
                .filter(o -> o.tenant().equals(tenant))
                .flatMap(o -> o.change().createsGroup().stream())
                .flatMap(name -> ledger.madeOrKnown(new GroupTarget(name, Optional.empty())).stream());
    }

    private static boolean isDone(Outcome outcome) {
        return outcome.status() == Outcome.Status.APPLIED;
    }

    private static void add(Map<TenantId, Set<GroupId>> all, TenantId tenant, Set<GroupId> groups) {
        Set<GroupId> both = new HashSet<>(all.getOrDefault(tenant, Set.of()));
        both.addAll(groups);
        all.put(tenant, both);
    }

    private void keep(Map<TenantId, Set<GroupId>> all) {
        all.entrySet().stream()
                .filter(e -> !e.getValue().equals(remembered.put(e.getKey(), e.getValue())))
                .forEach(e -> book.add(new StoreWrite.Keep(Baseline.Seen.given(e.getKey(), e.getValue()))));
    }
}
