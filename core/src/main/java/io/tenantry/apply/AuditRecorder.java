// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.change.Change;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Removals.Removal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps the minutes of a run in the store: what became of each operation and why, and how much was taken away. */
final class AuditRecorder {
    private final String id;
    private final String policy;
    private final String approvedBy;
    private final Ledger ledger;
    private final ProvisioningStore store;
    private final Clock clock;

    AuditRecorder(String id, String policy, String approvedBy, Ledger ledger, ProvisioningStore store, Clock clock) {
        this.id = id;
        this.policy = policy;
        this.approvedBy = approvedBy;
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
    }

    /** Counts what was taken away, or may have been, against the limits of the runs to come. */
    void count(List<Operation> operations) {
        Map<TenantId, Map<EntitlementKind, Integer>> counts = new TreeMap<>();
        for (Operation operation : operations) {
            operation
                    .countsAgainst()
                    .ifPresent(t -> counts.computeIfAbsent(t, k -> new EnumMap<>(EntitlementKind.class))
                            .merge(operation.change().kind(), 1, Integer::sum));
        }
        List<Removal> removals = new ArrayList<>();
        counts.forEach((tenant, kinds) ->
                kinds.forEach((kind, count) -> removals.add(new Removal(id, tenant, kind, count, clock.instant()))));
        if (!removals.isEmpty()) {
            store.removals().add(removals);
        }
    }

    /** Counts one thing that was taken away from somebody of a tenant. */
    void count(TenantId tenant, EntitlementKind kind) {
        store.removals().add(List.of(new Removal(id, tenant, kind, 1, clock.instant())));
    }

    void audit(Stream<Outcome> outcomes) {
        store.audit().record(outcomes.flatMap(this::entries).toList());
    }

    /** Records, for the tenants that lost it, what an account that came back was taken out of. */
    void audit(Outcome outcome, List<ForeignGroup> left) {
        store.audit()
                .record(left.stream()
                        .map(e -> entry(outcome, e.tenant(), Wording.of(new Change.LeaveGroup(e.group()))))
                        .toList());
    }

    /** Records an override for every tenant that it lets lose something. */
    void audit(LimitOverride override, Plan plan) {
        Set<String> tenants = override.tenant()
                .map(t -> Set.of(t.value()))
                .orElseGet(() ->
                        plan.operations().map(o -> o.tenant().value()).collect(Collectors.toCollection(TreeSet::new)));
        store.audit().record(tenants.stream().map(t -> entry(t, override)).toList());
    }

    private AuditTrail.Entry entry(String tenant, LimitOverride override) {
        return new AuditTrail.Entry(
                id,
                policy,
                0,
                tenant,
                "",
                "",
                "override " + override.code(),
                "limits of the policy",
                "held by plan " + override.plan(),
                override.by(),
                "OVERRIDDEN: " + override.reason(),
                clock.instant());
    }

    /** A move from one tenant to another stands in the trails of both. */
    private Stream<AuditTrail.Entry> entries(Outcome outcome) {
        Operation operation = outcome.operation();
        AuditTrail.Entry told = entry(outcome, operation.tenant(), Wording.of(operation.change()));
        if (!(operation.change() instanceof Change.MoveDivision move)
                || operation.loser().isEmpty()) {
            return Stream.of(told);
        }
        TenantId left = operation.loser().get();
        AuditTrail.Entry leaving = entry(outcome, left, Wording.leaving(move));
        return left.equals(operation.tenant()) ? Stream.of(leaving) : Stream.of(leaving, told);
    }

    private AuditTrail.Entry entry(Outcome outcome, TenantId tenant, String change) {
        Operation operation = outcome.operation();
        return new AuditTrail.Entry(
                id,
                policy,
                operation.number(),
                tenant.value(),
                operation
                        .person()
                        .flatMap(Person::identity)
                        .map(IdentityId::value)
                        .orElse(""),
                operation
                        .person()
                        .flatMap(ledger::account)
                        .map(AccountId::value)
                        .orElse(""),
                change,
                operation.reason().rule(),
                operation.reason().fact(),
                approvedBy,
                outcome.status() + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail()),
                clock.instant());
    }
}
