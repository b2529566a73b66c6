// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a plan in which the overridden hold is released. Nothing is read again: the operations are those that were
 * shown. A person whom another hold keeps stays held completely, so that no person gains access before all planned
 * removals.
 */
public final class Overriding {
    private final Plan plan;
    private final LimitOverride override;
    private final DirectoryLimits limits;

    private Overriding(Plan plan, LimitOverride override, DirectoryLimits limits) {
        this.plan = plan;
        this.override = override;
        this.limits = limits;
    }

    /**
     * Returns the plan without the hold, to be shown and approved like any plan; it expires with the original plan.
     *
     * @throws IllegalArgumentException if the override is of another plan, or the plan has no such hold, or it cannot
     *     be overridden
     */
    public static Plan apply(Plan plan, LimitOverride override, DirectoryLimits limits) {
        if (!override.plan().equals(plan.fingerprint())) {
            throw new IllegalArgumentException(
                    "the override is for another plan: read this plan, and override its hold; " + plan.fingerprint());
        }
        return new Overriding(plan, override, limits).apply();
    }

    private Plan apply() {
        Hold hold = plan.holds().stream()
                .filter(override::isOf)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the plan has no hold " + name()));
        if (!hold.canBeOverridden()) {
            throw new IllegalArgumentException("the hold " + name()
                    + " cannot be overridden, because the reads do not justify the operations it holds: "
                    + hold.advice());
        }
        Predicate<Operation> held = stillHeld(hold);
        List<Operation> released = new ArrayList<>();
        List<Hold> holds = new ArrayList<>();
        for (Hold h : plan.holds()) {
            if (isOverridden(h, hold)) {
                part(h, held, released).ifPresent(holds::add);
            } else {
                holds.add(h);
            }
        }
        return plan(released, holds);
    }

    // What is cleared within a tenant waits for the other holds too, if these keep the new access of the tenant away or
    // a person in the former group.
    private Predicate<Operation> stillHeld(Hold now) {
        List<Operation> otherwise = plan.holds().stream()
                .filter(h -> !isOverridden(h, now))
                .flatMap(h -> h.operations().stream())
                .toList();
        Set<String> people = otherwise.stream().flatMap(Overriding::person).collect(Collectors.toSet());
        Predicate<Operation> ofPerson = o -> person(o).anyMatch(people::contains);
        Set<TenantId> lacking = otherwise.stream()
                .filter(o -> o.person().isEmpty() && !o.change().removes())
                .map(Operation::tenant)
                .collect(Collectors.toSet());
        Set<SubjectId> waitedIn = plan.held()
                .filter(ofPerson)
                .flatMap(o -> o.change().leaves().stream())
                .map(group -> SubjectId.of(group.id()))
                .collect(Collectors.toSet());
        return ofPerson.or(o -> o.change().phase() == Phase.CLEAR
                && (lacking.contains(o.tenant())
                        || o.change()
                                .revokes()
                                .map(Change.RevokeRole::holder)
                                .filter(waitedIn::contains)
                                .isPresent()));
    }

    // Operations that an earlier override left held wait only for the other holds, and are released with the last of
    // them.
    private static boolean isOverridden(Hold hold, Hold now) {
        return hold.equals(now) || hold.code() == HoldCode.HELD_OTHERWISE;
    }

    /** Releases the operations that no other hold keeps, and returns the rest of the hold. */
    private static Optional<Hold> part(Hold hold, Predicate<Operation> held, List<Operation> released) {
        List<Operation> kept = new ArrayList<>();
        for (Operation o : hold.operations()) {
            (held.test(o) ? kept : released).add(o.uncounted());
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(rest(hold, kept));
    }

    private Plan plan(List<Operation> released, List<Hold> holds) {
        List<Operation> ready = Stream.concat(plan.operations(), released.stream())
                .sorted(Comparator.comparingInt(Operation::number))
                .toList();
        List<Batch> batches = new Batcher(limits).batch(ready);
        List<LimitOverride> overrides = new ArrayList<>(plan.overrides());
        overrides.add(override);
        return new Plan(
                plan.organization(),
                plan.policyHash(),
                plan.source(),
                plan.directory(),
                plan.createdAt(),
                plan.expiresAt(),
                batches,
                holds,
                plan.findings(),
                plan.rejected(),
                plan.links(),
                plan.names(),
                plan.given(),
                plan.situations(),
                plan.basis(),
                plan.readsNewAccounts(),
                overrides,
                cost(batches, released));
    }

    private static Hold rest(Hold hold, List<Operation> kept) {
        return new Hold(
                HoldCode.HELD_OTHERWISE,
                hold.tenant(),
                kept,
                "the limit was overridden, but these people are still held for another reason",
                "override the other holds of this plan too, or fix what those holds report");
    }

    // The number of pages of the confirming listings is not known here; nearly all have one page.
    private Cost cost(List<Batch> batches, List<Operation> released) {
        int more = CostEstimate.of(new Batcher(limits).batch(released), limits, CostEstimate.Pages.ONE)
                .reads();
        return new Cost(batches.size(), plan.cost().reads() + more, plan.cost().callsPerMinute());
    }

    private String name() {
        return override.code() + override.tenant().map(t -> " of tenant " + t).orElse(" of the whole organization");
    }

    private static Stream<String> person(Operation operation) {
        return operation.person().map(Person::key).stream();
    }
}
