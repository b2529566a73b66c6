// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import java.util.List;

/** The outcome of a run for people: what failed first, then the counts, and last where the run stopped. */
record OutcomeText(RunEnd end, int most) {
    /** What a person has to act on comes before what the next plan takes up by itself. */
    private static final List<Status> ORDER =
            List.of(Status.CROSSED, Status.FAILED, Status.UNKNOWN, Status.PENDING, Status.SKIPPED);

    /** Of what the next plan takes up by itself, a few are enough. */
    private static final int FEW = 3;

    String text() {
        StringBuilder text = new StringBuilder();
        ORDER.forEach(status -> append(text, status));
        ApplyReport report = end.report();
        text.append("Outcome: " + report.counts() + ", " + TextReporter.count(report.writes(), "write call") + " and "
                + TextReporter.count(report.reads(), "confirming read") + ", run " + report.run() + "\n");
        end.stop().ifPresent(stop -> text.append(stop).append('\n'));
        return text.toString();
    }

    private void append(StringBuilder text, Status status) {
        List<Outcome> outcomes = end.report().troubles().stream()
                .filter(o -> o.status() == status)
                .toList();
        int shown = status == Status.PENDING || status == Status.SKIPPED ? Math.min(most, FEW) : most;
        outcomes.stream().limit(shown).forEach(o -> text.append(line(o)).append('\n'));
        if (outcomes.size() > shown) {
            text.append("... and " + (outcomes.size() - shown) + " more " + status + "\n");
        }
    }

    private static String line(Outcome outcome) {
        return outcome.status() + " " + outcome.operation().number() + " "
                + Wording.of(outcome.operation().change())
                + outcome.operation().person().map(p -> ", " + named(p)).orElse("") + ": " + outcome.detail();
    }

    private static String named(Person person) {
        return person.userName().isEmpty() ? person.toString() : person.userName() + " (" + person + ")";
    }
}
