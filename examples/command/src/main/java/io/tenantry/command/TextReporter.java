// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Explanation;
import io.tenantry.WhatIf;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.isolation.EvidenceText;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationText;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Problem;
import io.tenantry.scim.ScimConnection;
import io.tenantry.watch.WatchEvent;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Prints text for people. */
final class TextReporter implements Reporter {
    private final PrintStream out;
    private final PrintStream err;
    private final int most;
    private final int ofMany;
    private final ProgressBar bar;
    private final LastLine last = new LastLine();

    /**
     * Prints to these streams.
     *
     * @param asked how many things of a kind to show; empty for 20, and 3 of each tenant where a plan has many
     */
    TextReporter(PrintStream out, PrintStream err, ProgressBar bar, OptionalInt asked) {
        this.out = out;
        this.err = err;
        this.most = asked.orElse(20);
        this.ofMany = asked.orElse(3);
        this.bar = bar;
    }

    @Override
    public void on(Event event) {
        bar.on(event);
    }

    @Override
    public void waitsForBudget(Duration wait, Instant until) {
        bar.waitsForBudget(wait, until);
    }

    @Override
    public void state(StatePlace place, String note) {
        out.println("State: " + place.name() + (note.isEmpty() ? "" : " (" + note + ")")
                + (place.cost().isEmpty() ? "" : ". " + place.cost()));
    }

    @Override
    public void view(StateView view) {
        out.print(StateText.of(view, most));
    }

    @Override
    public void lifted(String scope) {
        out.println("Quarantine of " + scope + " lifted: the next run tries again.");
    }

    @Override
    public void evidence(TenantEvidence evidence) {
        out.print(EvidenceText.of(evidence));
    }

    @Override
    public void problems(String of, List<Problem> problems) {
        long here = problems.stream().filter(Problem::isError).count();
        problems.forEach(out::println);
        last.problems(problems);
        out.println(of + ": " + count(here, "error") + ", " + count(problems.size() - here, "warning") + ".");
    }

    @Override
    public void source(SourceLook look) {
        look.doubts().forEach(d -> out.println("Source in doubt: " + d));
        if (!look.rejected().isEmpty()) {
            out.println("Rows that could not be read, " + look.rejected().size());
            look.rejected().stream().limit(most).forEach(r -> out.println("  " + r.origin() + ": " + r.problem()));
        }
        last.attention(look.attention());
    }

    static String count(long number, String what) {
        return count(number, what, what + "s");
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    @Override
    public void found(List<Finding> findings, Map<Attention, Integer> counts) {
        Map<FindingCode, Integer> shown = new EnumMap<>(FindingCode.class);
        findings.stream()
                .filter(f -> shown.merge(f.code(), 1, Integer::sum) <= most)
                .forEach(f -> out.println(
                        f.severity() + " " + f.code() + ", " + f.who() + ": " + f.message() + "; " + f.advice()));
        shown.forEach((code, all) -> {
            if (all > most) {
                out.println("... and " + (all - most) + " more " + code);
            }
        });
        last.findings(findings);
        last.attention(counts);
    }

    @Override
    public void plan(Plan plan) {
        Optional<String> table = PlanTable.of(plan);
        table.ifPresent(t -> out.print(t + "\n"));
        out.print(PlanText.of(plan, table.isPresent() ? ofMany : most));
        overrides(plan).ifPresent(out::println);
        last.plan(plan);
    }

    /** Returns the words that release what a person may override. */
    private static Optional<String> overrides(Plan plan) {
        String words = plan.holds().stream()
                .filter(h -> h.canBeOverridden() && !h.until().isEmpty())
                .map(h -> "--override " + h.name() + " ")
                .distinct()
                .collect(Collectors.joining());
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "To override, save the plan with plan --out, then, instead of applying it without: provision apply PLAN "
                                + words + "--reason \"…\"; leave out what is to stay held");
    }

    @Override
    public void saved(Path file) {
        out.println("Saved to " + file + ". The file holds personal data: protect it like the source.");
    }

    @Override
    public void outcome(RunEnd end) {
        last.applied();
        bar.end();
        out.print(new OutcomeText(end, most).text());
    }

    @Override
    public void explanation(Explanation explanation) {
        out.print(explanation.text());
        explanation
                .plan()
                .operations()
                .flatMap(o -> Wording.values(o.change()).stream())
                .forEach(v -> out.println("          " + v));
        last.plan(explanation.plan());
    }

    @Override
    public void proof(IsolationProof proof) {
        out.print(IsolationText.of(proof, most));
    }

    @Override
    public void whatIf(WhatIf whatIf) {
        out.print(whatIf.text());
        Plan proposed = whatIf.proposed();
        source(SourceLook.of(proposed));
        last.plan(proposed);
    }

    @Override
    public void accepted(String role, List<String> gained) {
        out.println("Role " + role
                + (gained.isEmpty() ? " has gained nothing" : " accepted with " + String.join(", ", gained)));
    }

    @Override
    public void zeroAccess(ZeroAccess zero) {
        out.print(zero.text());
    }

    @Override
    public void serving(URI address, URI listening, Optional<URI> health) {
        out.println("Taking pushes at " + address + (address.equals(listening) ? "" : ", listening at " + listening)
                + health.map(at -> "; health at " + at).orElse(""));
        out.flush();
    }

    @Override
    public void token(String label, String token) {
        out.println("Token " + label + ", shown once: " + token);
    }

    @Override
    public void tokens(List<String> labels) {
        out.println(labels.isEmpty() ? "No token is valid." : "Valid tokens: " + String.join(", ", labels));
    }

    @Override
    public void pushes(String connection, ScimConnection.Status status) {
        out.println("Connection " + connection + ": " + count(status.users(), "user") + ", "
                + count(status.groups(), "group") + ", last change "
                + status.lastChange().map(Instant::toString).orElse("never"));
        if (!status.firstCycleFinished()) {
            out.println("The first cycle is not finished, so nobody loses anything, disabled people included: when the"
                    + " provider has pushed everybody once, run provision scim finished");
        }
        status.refusals().stream().limit(most).forEach(refusal -> out.println("Refused and not made good: " + refusal));
        if (status.refusals().size() > most) {
            out.println("... and " + (status.refusals().size() - most) + " more refused");
        }
    }

    @Override
    public void watching(Optional<URI> health) {
        out.println("Watching" + health.map(address -> "; health at " + address).orElse(""));
        out.flush();
    }

    @Override
    public void watched(WatchEvent event) {
        WatchText.of(event).ifPresent(out::println);
        out.flush();
    }

    @Override
    public void note(String text) {
        out.println(text);
    }

    @Override
    public void failure(String message) {
        err.println(message);
    }

    @Override
    public void end(Exit exit) {
        out.println(last.text(exit));
    }
}
