// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Says how the command ends after a plan, a run or a lint. */
final class Results {
    private static final Set<FindingCode> OBSERVED =
            EnumSet.of(FindingCode.UNMANAGED_ACCESS, FindingCode.UNMANAGED_LACK);

    private Results() {}

    /** Returns the result of a plan that was only shown. */
    static Exit shown(Plan plan) {
        return shown(plan, !plan.batches().isEmpty());
    }

    /**
     * Returns the result of a plan that was only shown.
     *
     * @param pending whether it would change something
     */
    static Exit shown(Plan plan, boolean pending) {
        Set<Exit> applying = toLookAt(plan);
        if (!plan.holds().isEmpty()) {
            applying.add(Exit.HELD);
        }
        if (pending) {
            applying.add(Exit.CHANGES_PENDING);
        }
        return Exit.first(applying, Exit.NOTHING_TO_DO);
    }

    /** Returns the result of a plan that was applied. */
    static Exit applied(Plan plan, ApplyReport report) {
        Set<Exit> applying = toLookAt(plan);
        if (!report.isClean()) {
            applying.add(Exit.PARTLY_FAILED);
        }
        // As if the state had been refused at the start: nothing was sent.
        report.storeFailure()
                .filter(e -> report.writes() == 0)
                .map(e -> StateTrouble.exit(e.kind()))
                .ifPresent(applying::add);
        if (report.count(Outcome.Status.HELD) > 0) {
            applying.add(Exit.HELD);
        }
        return Exit.first(applying, plan.isEmpty() ? Exit.NOTHING_TO_DO : Exit.DONE);
    }

    /** Returns the result of a lint without an error. */
    static Exit linted(Map<Attention, Integer> attention) {
        return attention.isEmpty() ? Exit.NOTHING_TO_DO : Exit.ATTENTION;
    }

    /** Returns the number of differences that an authority of the policy leaves as they are. */
    static long observed(Collection<Finding> findings) {
        return findings.stream().filter(f -> OBSERVED.contains(f.code())).count();
    }

    private static Set<Exit> toLookAt(Plan plan) {
        return plan.attention().isEmpty() ? EnumSet.noneOf(Exit.class) : EnumSet.of(Exit.ATTENTION);
    }
}
