// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.Entitlement;
import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.identity.IdentityId;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import io.tenantry.store.Removal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a run into entries of the audit trail, each outcome with its reason, and into numbers of removals. */
final class AuditRecorder {
    private static final String UNTOLD = "the process ended before the outcome was known; a later run reads it again";

    private final String id;
    private final String policy;
    private final List<String> approvedBy;
    private final Ledger ledger;
    private final Clock clock;
    private final Deed.Finder deeds;
    private final FormerTrails former;
    private Function<TenantId, Optional<DivisionId>> divisions = tenant -> Optional.empty();

    AuditRecorder(String id, String policy, List<String> approvedBy, Ledger ledger, Clock clock, FormerTrails former) {
        this.former = former;
        this.id = id;
        this.policy = policy;
        this.approvedBy = approvedBy;
        this.ledger = ledger;
        this.clock = clock;
        this.deeds = new Deed.Finder(ledger);
    }

    /** Records removals with the division that each tenant has, if it is known. */
    void begin(Function<TenantId, Optional<DivisionId>> known) {
        divisions = known;
    }

    /** Returns the removals and changes of names that count against the limits of later runs. */
    List<Removal> removals(List<Operation> operations) {
        Map<TenantId, Map<LimitKind, Integer>> counts = new TreeMap<>();
        for (Operation operation : operations) {
            operation
                    .countsAgainst()
                    .ifPresent(t -> counts.computeIfAbsent(t, k -> new EnumMap<>(LimitKind.class))
                            .merge(operation.change().counter(), 1, Integer::sum));
        }
        List<Removal> removals = new ArrayList<>();
        counts.forEach((tenant, kinds) -> kinds.forEach((kind, count) -> removals.add(removal(tenant, kind, count))));
        return removals;
    }

    /** Returns the one entitlement that an account loses in a tenant, to count it. */
    List<Removal> removal(TenantId tenant, LimitKind kind) {
        return List.of(removal(tenant, kind, 1));
    }

    private Removal removal(TenantId tenant, LimitKind kind, int count) {
        return new Removal(id, tenant, divisions.apply(tenant), kind, count, clock.instant());
    }

    /** Returns what the trails have to say about operations whose outcome nobody learns. */
    List<Entry> untold(List<Operation> operations) {
        return entries(operations.stream().map(o -> new Outcome(o, Outcome.Status.UNKNOWN, UNTOLD)));
    }

    List<Entry> entries(Stream<Outcome> outcomes) {
        return outcomes.flatMap(this::entries).toList();
    }

    /** Returns the groups that a restored account left, in the trails of the tenants of these groups. */
    Stream<Entry> left(Outcome outcome, List<ForeignGroup> left) {
        return left.stream()
                .map(e -> entry(outcome, e.tenant(), Deed.of(Kind.TAKE, new Entitlement.Membership(e.group()))));
    }

    /** Returns gains that were taken back, in the trails of the tenants that they were for. */
    List<Entry> crossed(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(o -> o.status() == Status.CROSSED)
                .map(o ->
                        entry(o, o.operation().tenant(), o.operation().change().match(deeds)))
                .toList();
    }

    /** Returns an override in the trail of every tenant that loses access by it. */
    List<Entry> override(LimitOverride override, Plan plan) {
        Set<TenantId> tenants = override.tenant()
                .map(Set::of)
                .orElseGet(
                        () -> plan.operations().map(Operation::tenant).collect(Collectors.toCollection(TreeSet::new)));
        return tenants.stream().map(t -> entry(t, override)).toList();
    }

    private Entry entry(TenantId tenant, LimitOverride override) {
        Deed deed = Deed.about(Kind.OVERRIDE, override.code().key());
        Why why = new Why("limits of the policy", "held by plan " + override.plan(), override.reason());
        return new Entry(fact(0, tenant, deed, Result.APPLIED), Optional.empty(), why, List.of(override.by()));
    }

    /**
     * Returns the entries of an outcome. What is taken away stands in the trail of the tenant that loses it too, and in
     * that of each former owner that lists it.
     */
    private Stream<Entry> entries(Outcome outcome) {
        Operation operation = outcome.operation();
        Deed deed = operation.change().match(deeds);
        Optional<Deed> leaving = operation.change().movesFrom().map(Deed::leaving);
        Optional<Deed> taken = leaving.or(() -> Optional.of(deed).filter(d -> d.kind() == Kind.TAKE));
        Set<TenantId> losers = losers(outcome, taken.flatMap(Deed::entitlement));
        boolean leavesOnly = leaving.isPresent() && losers.contains(operation.tenant());
        if (!leavesOnly) {
            losers.remove(operation.tenant());
        }
        Stream<Entry> lost = taken.stream().flatMap(t -> losers.stream().map(tenant -> entry(outcome, tenant, t)));
        return leavesOnly ? lost : Stream.concat(lost, Stream.of(entry(outcome, operation.tenant(), deed)));
    }

    // What was not tried leaves every trail as it is.
    private Set<TenantId> losers(Outcome outcome, Optional<Entitlement> taken) {
        Operation operation = outcome.operation();
        Set<TenantId> losers = new TreeSet<>();
        operation.loser().ifPresent(losers::add);
        if (taken.isPresent() && outcome.status() != Status.HELD && outcome.status() != Status.SKIPPED) {
            String holder = operation.person().map(this::who).map(Who::id).orElse("");
            Set<TenantId> told = new TreeSet<>(losers);
            told.add(operation.tenant());
            losers.addAll(former.listing(holder, taken.get(), told));
        }
        return losers;
    }

    private Entry entry(Outcome outcome, TenantId tenant, Deed deed) {
        Operation operation = outcome.operation();
        Why why = new Why(operation.reason().rule(), operation.reason().fact(), outcome.detail());
        Fact fact = fact(operation.number(), tenant, deed, outcome.status().recorded());
        return new Entry(fact, operation.person().map(this::who), why, approvedBy);
    }

    private Fact fact(int operation, TenantId tenant, Deed deed, Result result) {
        return new Fact(
                clock.instant(),
                id,
                policy,
                operation,
                tenant,
                deed.kind(),
                deed.entitlement(),
                deed.about(),
                List.of(),
                result);
    }

    private Who who(Person person) {
        return new Who(
                person.identity().map(IdentityId::value).orElse(""),
                ledger.account(person).map(AccountId::value).orElse(""));
    }
}
