// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.change.Wording;
import io.tenantry.host.Progress.Step;
import io.tenantry.internal.Words;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The road of one person, step by step, in words that an administrator understands. Immutable.
 *
 * @param steps in the order of the road; a step that was not reached is absent
 * @param plan the operations that are needed
 */
public record Explanation(List<Line> steps, Plan plan) {
    /** Copies the steps. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * The result of one step. Immutable.
     *
     * @param text the result in words, with ids; it contains a user name only if the request used it
     */
    public record Line(Step step, String text) {}

    Explanation with(ApplyReport report) {
        List<Line> all = new ArrayList<>(steps);
        if (report.outcomes().isEmpty()) {
            all.add(new Line(Step.APPLY, "nothing to do"));
        }
        for (Outcome outcome : report.outcomes()) {
            String detail = outcome.detail().isEmpty() ? "" : " (" + outcome.detail() + ")";
            all.add(new Line(Step.APPLY, Wording.of(outcome.operation().change()) + ": " + outcome.status() + detail));
        }
        all.add(new Line(
                Step.VERIFY,
                Words.count(report.reads(), "read", "reads") + " confirmed "
                        + Words.count(report.writes(), "write", "writes")));
        return new Explanation(all, plan);
    }

    /** Returns the steps as text, one a line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        steps.forEach(l -> text.append(String.format(Locale.ROOT, "%-9s %s\n", l.step(), l.text())));
        return text.toString();
    }
}
