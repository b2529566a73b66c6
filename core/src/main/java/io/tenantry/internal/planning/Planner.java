// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.GrownRole;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AllowedTenants;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.internal.reconcile.Reconciliation;
import io.tenantry.plan.Basis;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a plan from differences. Immutable; the same inputs give the same plan. */
public final class Planner {
    private static final Comparator<Finding> BY_CODE = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(f -> f.code().key())
            .thenComparing(Finding::subject)
            .thenComparing(Finding::message);

    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final DirectoryLimits limits;

    /** Creates a planner for a policy that is bound to an organization, batching and costing by these limits. */
    public Planner(TenantMap tenants, DirectoryLimits limits) {
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.limits = limits;
    }

    /** Returns the plan that removes the differences, as far as authority and guards allow. */
    public Plan plan(Reconciliation reconciliation, ReadEvidence evidence, Provenance provenance) {
        Renames renames =
                new Renames(reconciliation.differences(), evidence.directory().accounts());
        AuthorityFilter authority = new AuthorityFilter(
                tenants, evidence.scope(), withMoves(renames.resolved(reconciliation.differences())));
        ReachGuard reach = new ReachGuard(tenants, evidence, reconciliation.allowed());
        Map<Difference, Verdict> held =
                new Releases(new Guards(tenants, evidence, provenance.createdAt(), authority, renames, reach)).held();
        List<Difference> ordered = PlanOrder.of(authority.permitted, renames::rank);
        Losses losses = new Losses(tenants);
        List<Operation> ready = new ArrayList<>();
        Map<Verdict, List<Operation>> waiting = new LinkedHashMap<>();
        Counting counting = new Counting(tenants, evidence.emptied(), authority.permitted);
        boolean counts = evidence.scope() != Scope.EXPLICIT;
        int number = 0;
        for (Difference d : ordered) {
            Optional<TenantId> loser = losses.isLoss(d) ? Optional.of(losses.counted(d)) : Optional.empty();
            boolean counted = counts && counting.counter(d).isPresent();
            Operation operation =
                    new Operation(++number, d.tenant(), d.person(), d.change(), d.reason(), loser, counted);
            Verdict verdict = held.get(d);
            (verdict == null ? ready : waiting.computeIfAbsent(verdict, k -> new ArrayList<>())).add(operation);
        }
        Map<IdentityId, AccountId> links = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<IdentityId, Person> link : reconciliation.newLinks().entrySet()) {
            Person person = link.getValue();
            AccountId account = person.account().orElseThrow();
            links.put(link.getKey(), account);
            names.put(person.toString(), person.userName());
            Optional<Account> found = evidence.directory().accounts().find(account);
            names.put("account " + account, found.isPresent() ? found.get().userName() : "");
        }
        boolean mayMissPeople =
                SourceGuard.mayMissPeople(evidence, bound.policy().defaults().limit(LimitKind.ACCOUNTS));
        List<Batch> batches = new Batcher(limits).batch(ready);
        return new Plan(
                provenance.organization(),
                bound.policy().hash(),
                provenance.source(),
                provenance.directory(),
                provenance.createdAt(),
                provenance.expiresAt(),
                batches,
                holds(waiting),
                findings(Stream.of(
                        SourceGuard.findings(evidence),
                        ListingFindings.of(bound, evidence.directory()),
                        reconciliation.findings(),
                        mayMissPeople ? List.of() : reconciliation.byAbsence(),
                        authority.findings(mayMissPeople),
                        renames.findings(),
                        bound.grownRoles().stream().map(GrownRole::finding).toList(),
                        unaccepted(evidence, reach),
                        beyond(evidence, reconciliation.allowed(), ordered, held))),
                evidence.rejected(),
                links,
                names,
                new GivenGroups(bound, evidence.directory()).of(evidence.scope(), reconciliation.differences()),
                reconciliation.situations(),
                basis(ordered, evidence.directory(), reconciliation.allowed()),
                ordered.stream().anyMatch(d -> d.change().phase() == Phase.CREATE)
                        && evidence.directory().mayTakeNewAccounts(bound),
                List.of(),
                CostEstimate.of(batches, limits, CostEstimate.Pages.of(evidence.directory(), tenants)));
    }

    private List<Finding> beyond(
            ReadEvidence evidence, AllowedTenants allowed, List<Difference> ordered, Map<Difference, Verdict> held) {
        List<Difference> ready =
                ordered.stream().filter(d -> !held.containsKey(d)).toList();
        return evidence.scope() == Scope.EXPLICIT
                ? List.of()
                : new ReachBeyond(tenants, evidence.directory(), allowed, ready).findings();
    }

    private List<Finding> unaccepted(ReadEvidence evidence, ReachGuard reach) {
        boolean everybody = evidence.scope() == Scope.EVERYBODY;
        return evidence.scope() == Scope.EXPLICIT
                ? List.of()
                : new UnacceptedHolders(tenants, evidence.directory(), reach, everybody).findings();
    }

    // This includes held operations, because their hold may be overridden.
    private static Map<AccountId, Basis> basis(
            List<Difference> differences, DirectorySnapshot directory, AllowedTenants allowed) {
        Map<AccountId, Basis> basis = new HashMap<>();
        for (Difference d : differences) {
            d.person()
                    .ifPresent(person -> person.account()
                            .filter(id -> !basis.containsKey(id))
                            .flatMap(directory.accounts()::find)
                            .ifPresent(a -> basis.put(a.id(), Basis.of(a, allowed.of(person)))));
        }
        differences.forEach(d -> d.change()
                .grants()
                .flatMap(g -> g.group().id())
                .ifPresent(group -> jointAgents(group, directory, allowed, basis)));
        return basis;
    }

    // The joint agents in a group that is given a role: the role may be their second tenant.
    private static void jointAgents(
            GroupId group, DirectorySnapshot directory, AllowedTenants allowed, Map<AccountId, Basis> basis) {
        directory.everybodyIn(group).stream()
                .filter(id -> !allowed.ofJointAgent(id).isEmpty())
                .flatMap(id -> directory.accounts().find(id).stream())
                .forEach(a -> basis.putIfAbsent(a.id(), Basis.of(a, allowed.ofJointAgent(a.id()))));
    }

    // If a create cannot place the account, it starts in Home and is moved together with others.
    private List<Difference> withMoves(List<Difference> differences) {
        if (limits.placesOnCreate()) {
            return differences;
        }
        List<Difference> all = new ArrayList<>(differences);
        for (Difference d : differences) {
            if (d.change().phase() == Phase.CREATE) {
                DivisionTarget division = d.change().requiredDivision().orElseThrow();
                Change move = new Change.MoveDivision(bound.home(), division);
                all.add(new Difference(d.tenant(), d.person(), move, d.needs(), d.reason()));
            }
        }
        return all;
    }

    private static List<Hold> holds(Map<Verdict, List<Operation>> waiting) {
        List<Hold> holds = new ArrayList<>();
        waiting.forEach((v, operations) ->
                holds.add(new Hold(v.code(), v.tenant(), operations, v.message(), v.advice(), v.until())));
        return holds;
    }

    private static List<Finding> findings(Stream<List<Finding>> parts) {
        return parts.flatMap(List::stream).distinct().sorted(BY_CODE).toList();
    }
}
