// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.DirectoryLimits;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes a plan in which the overridden hold is released. Nothing is read again: the operations are those that were
 * shown. The plan says of each hold which overrides release it, because all guards judged that when it was made.
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
        List<Operation> released = new ArrayList<>();
        List<Hold> holds = new ArrayList<>();
        plan.holds().forEach(h -> part(h, hold.name(), released).ifPresent(holds::add));
        return plan(released, holds);
    }

    /** Releases the operations of a hold if nothing else keeps them, and returns what is left of it. */
    private Optional<Hold> part(Hold hold, String overridden, List<Operation> released) {
        Set<String> until = new TreeSet<>(hold.until());
        boolean last = until.remove(overridden) && until.isEmpty();
        if (last) {
            // What only waited for the overridden operations was counted when the plan was made.
            boolean counts = !hold.canBeOverridden() && hold.code() != HoldCode.HELD_OTHERWISE;
            hold.operations().forEach(o -> released.add(counts ? o : o.uncounted()));
        }
        boolean again = override.isOf(hold) || hold.code() == HoldCode.HELD_OTHERWISE;
        return last ? Optional.empty() : Optional.of(again ? rest(hold, until) : hold.releasedBy(until));
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

    private static Hold rest(Hold hold, Set<String> until) {
        return until.isEmpty()
                ? otherwise(
                        hold,
                        until,
                        "these operations could take the place of others that go in any case",
                        "apply this plan, then plan again")
                : otherwise(
                        hold,
                        until,
                        "these operations wait for " + String.join(" and ", until) + " too",
                        "override that in this plan too, or leave them held");
    }

    private static Hold otherwise(Hold hold, Set<String> until, String why, String advice) {
        String message = "the limit was overridden, but " + why;
        return new Hold(HoldCode.HELD_OTHERWISE, hold.tenant(), hold.operations(), message, advice, until);
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
}
