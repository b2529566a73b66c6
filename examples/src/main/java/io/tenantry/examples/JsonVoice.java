// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.Explanation;
import io.tenantry.apply.ApplyReport;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.plan.Wording;
import io.tenantry.policy.Problem;
import io.tenantry.reconcile.Finding;
import io.tenantry.reconcile.Person;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Speaks to machines: one JSON object a line, each with a {@code type}; the last one is the end. */
final class JsonVoice implements Voice {
    private final PrintStream out;

    JsonVoice(PrintStream out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        // A machine waits for the end.
    }

    @Override
    public void problems(List<Problem> problems) {
        problems.forEach(p -> say(typed("problem")
                .put("code", p.code().key())
                .put("severity", p.severity().name())
                .put("origin", p.place().origin())
                .put("path", p.place().path())
                .put("line", p.place().line())
                .put("column", p.place().column())
                .put("message", p.message())
                .put("advice", p.advice())));
    }

    @Override
    public void plan(Plan plan) {
        ObjectNode json = typed("plan")
                .put("organization", plan.organization())
                .put("policyHash", plan.policyHash())
                .put("fingerprint", plan.fingerprint())
                .put("createdAt", plan.createdAt().toString())
                .put("expiresAt", plan.expiresAt().toString())
                .put("operations", plan.operations().count())
                .put("held", plan.held().count())
                .put("writeCalls", plan.cost().writes())
                .put("readCalls", plan.cost().reads())
                .put("minutes", plan.cost().atBudget().toMillis() / 60_000.0);
        plan.situations().forEach(json.putObject("situations")::put);
        say(json);
        plan.operations().forEach(o -> say(operation(o, "PLANNED", "")));
        plan.holds().forEach(this::hold);
        plan.findings().forEach(this::finding);
        plan.rejected().forEach(this::rejected);
    }

    private void hold(Hold hold) {
        ObjectNode json = typed("hold").put("code", hold.code());
        hold.tenant().ifPresent(t -> json.put("tenant", t.value()));
        say(json.put("operations", hold.operations().size())
                .put("message", hold.message())
                .put("advice", hold.advice()));
        hold.operations().forEach(o -> say(operation(o, "HELD", hold.code())));
    }

    private void finding(Finding finding) {
        ObjectNode json = typed("finding")
                .put("code", finding.code())
                .put("severity", finding.severity().name())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("advice", finding.advice());
        finding.tenant().ifPresent(t -> json.put("tenant", t.value()));
        say(json);
    }

    private void rejected(RejectedRow row) {
        ObjectNode json = typed("rejected").put("origin", row.origin()).put("problem", row.problem());
        row.id().map(IdentityId::value).ifPresent(i -> json.put("identity", i));
        say(json);
    }

    private static ObjectNode operation(Operation operation, String status, String detail) {
        ObjectNode json = typed("operation")
                .put("number", operation.number())
                .put("status", status)
                .put("detail", detail)
                .put("tenant", operation.tenant().value())
                .put("change", Wording.of(operation.change()));
        operation.person().flatMap(Person::identity).map(IdentityId::value).ifPresent(i -> json.put("identity", i));
        operation.person().flatMap(Person::account).map(AccountId::value).ifPresent(a -> json.put("account", a));
        operation.person().map(Person::userName).ifPresent(n -> json.put("userName", n));
        return json.put("rule", operation.reason().rule())
                .put("fact", operation.reason().fact())
                .put("basis", operation.reason().basis().name());
    }

    @Override
    public void saved(Path file) {
        say(typed("saved").put("file", file.toString()));
    }

    @Override
    public void outcome(ApplyReport report) {
        report.outcomes().forEach(o -> say(operation(o.operation(), o.status().name(), o.detail())));
        ObjectNode json = typed("outcome")
                .put("run", report.run())
                .put("writeCalls", report.writes())
                .put("readCalls", report.reads())
                .put("stopped", report.stopped())
                .put("startedAt", report.startedAt().toString())
                .put("endedAt", report.endedAt().toString());
        ObjectNode counts = json.putObject("counts");
        report.counts().forEach((status, count) -> counts.put(status.name(), count));
        say(json);
    }

    @Override
    public void explanation(Explanation explanation) {
        explanation
                .steps()
                .forEach(l -> say(typed("step").put("step", l.step().name()).put("text", l.text())));
    }

    @Override
    public void failure(String message) {
        say(typed("failure").put("message", message));
    }

    @Override
    public void end(Exit exit) {
        say(typed("end").put("result", exit.name()).put("exitCode", exit.code()));
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void say(ObjectNode json) {
        out.println(json);
    }
}
