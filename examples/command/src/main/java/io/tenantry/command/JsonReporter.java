// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.Explanation;
import io.tenantry.WhatIf;
import io.tenantry.apply.ApplyReport;
import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.change.Reach;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.isolation.Violation;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Problem;
import io.tenantry.scim.ScimConnection;
import io.tenantry.watch.WatchEvent;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints one JSON object per line for programs, each with a {@code type}; the last has the type {@code end}. */
final class JsonReporter implements Reporter {
    private final PrintStream out;
    private final LastLine last = new LastLine();

    JsonReporter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        // Programs read the outcome; progress has no line.
    }

    @Override
    public void waitsForBudget(Duration wait, Instant until) {
        // As progress.
    }

    @Override
    public void state(StatePlace place, String note) {
        print(typed("state").put("place", place.name()).put("note", note).put("cost", place.cost()));
    }

    @Override
    public void view(StateView view) {
        StateJson.of(view).forEach(this::print);
    }

    @Override
    public void lifted(String scope) {
        print(typed("lifted").put("scope", scope));
    }

    @Override
    public void evidence(TenantEvidence evidence) {
        ObjectNode json = typed("evidence")
                .put("tenant", evidence.tenant().value())
                .put("from", evidence.from().toString())
                .put("to", evidence.to().toString())
                .put("entitlements", evidence.holdings().size())
                .put("changes", evidence.changes().size())
                .put("start", evidence.start())
                .put("head", evidence.head());
        evidence.alteration().ifPresent(a -> json.put("alteration", a));
        print(json);
        evidence.doubts().forEach(this::doubt);
    }

    @Override
    public void problems(String of, List<Problem> problems) {
        last.problems(problems);
        problems.forEach(p -> print(typed("problem")
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
    public void source(SourceLook look) {
        look.doubts().forEach(this::doubt);
        look.rejected().forEach(this::rejected);
        last.attention(look.attention());
    }

    @Override
    public void found(List<Finding> findings, Map<Attention, Integer> counts) {
        last.findings(findings);
        last.attention(counts);
        findings.forEach(this::finding);
    }

    @Override
    public void plan(Plan plan) {
        last.plan(plan);
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
        print(json);
        plan.operations().forEach(o -> print(operation(o, "PLANNED", "")));
        plan.holds().forEach(this::hold);
        plan.findings().forEach(this::finding);
        plan.rejected().forEach(this::rejected);
    }

    private void hold(Hold hold) {
        ObjectNode json = typed("hold").put("code", hold.code().key());
        hold.tenant().ifPresent(t -> json.put("tenant", t.value()));
        print(json.put("operations", hold.operations().size())
                .put("message", hold.message())
                .put("advice", hold.advice()));
        hold.operations().forEach(o -> print(operation(o, "HELD", hold.code().key())));
    }

    private void finding(Finding finding) {
        ObjectNode json = typed("finding")
                .put("code", finding.code().key())
                .put("severity", finding.severity().name())
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("advice", finding.advice());
        if (!finding.name().isEmpty()) {
            json.put("name", finding.name());
        }
        finding.tenant().ifPresent(t -> json.put("tenant", t.value()));
        print(json);
    }

    private void rejected(RejectedRow row) {
        ObjectNode json = typed("rejected").put("origin", row.origin()).put("problem", row.problem());
        row.id().map(IdentityId::value).ifPresent(i -> json.put("identity", i));
        print(json);
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
        List<String> values = Wording.values(operation.change());
        if (!values.isEmpty()) {
            values.forEach(json.putArray("values")::add);
        }
        return json.put("rule", operation.reason().rule())
                .put("fact", operation.reason().fact())
                .put("basis", operation.reason().basis().name());
    }

    @Override
    public void saved(Path file) {
        print(typed("saved").put("file", file.toString()));
    }

    @Override
    public void outcome(RunEnd end) {
        last.applied();
        ApplyReport report = end.report();
        report.outcomes().forEach(o -> print(operation(o.operation(), o.status().name(), o.detail())));
        ObjectNode json = typed("outcome")
                .put("run", report.run())
                .put("plannedCalls", end.planned())
                .put("writeCalls", report.writes())
                .put("readCalls", report.reads())
                .put("stopped", report.stopped())
                .put("startedAt", report.startedAt().toString())
                .put("endedAt", report.endedAt().toString());
        report.deferredUntil().ifPresent(until -> json.put("deferredUntil", until.toString()));
        end.stop().ifPresent(stop -> json.put("message", stop));
        ObjectNode counts = json.putObject("counts");
        report.counts().forEach((status, count) -> counts.put(status.name(), count));
        print(json);
    }

    @Override
    public void explanation(Explanation explanation) {
        last.plan(explanation.plan());
        explanation
                .steps()
                .forEach(l -> print(typed("step").put("step", l.step().name()).put("text", l.text())));
    }

    @Override
    public void proof(IsolationProof proof) {
        print(typed("proof")
                .put("verdict", proof.verdict().name())
                .put("organization", proof.organization().id())
                .put("policyHash", proof.policyHash())
                .put("fingerprint", proof.fingerprint())
                .put("accounts", proof.accounts().size())
                .put("violations", proof.violations().size())
                .put("doubts", proof.doubts().size())
                .put("readCalls", proof.coverage().calls()));
        for (Violation violation : proof.violations()) {
            ObjectNode json = reach("violation", violation.reach())
                    .put("code", violation.code().name())
                    .put("message", violation.message())
                    .put("advice", violation.advice());
            print(json);
        }
        proof.doubts().forEach(this::doubt);
    }

    @Override
    public void whatIf(WhatIf whatIf) {
        print(typed("what-if")
                .put("current", whatIf.current().policyHash())
                .put("proposed", whatIf.proposed().policyHash())
                .put("added", whatIf.added().size())
                .put("dropped", whatIf.dropped().size())
                .put("newlyAffected", whatIf.newlyAffected().size())
                .put("noLongerAffected", whatIf.noLongerAffected().size())
                .put("newlyParked", whatIf.newlyParked().size()));
        whatIf.added().forEach(o -> print(operation(o, "ADDED", "")));
        whatIf.dropped().forEach(o -> print(operation(o, "DROPPED", "")));
        whatIf.newHolds().forEach(this::hold);
        whatIf.newFindings().forEach(this::finding);
        source(SourceLook.of(whatIf.proposed()));
        last.plan(whatIf.proposed());
    }

    @Override
    public void accepted(String role, List<String> gained) {
        ObjectNode json = typed("accepted").put("role", role);
        gained.forEach(json.putArray("gained")::add);
        print(json);
    }

    @Override
    public void zeroAccess(ZeroAccess zero) {
        print(typed("zero-access")
                .put("tenant", zero.tenant().value())
                .put("zero", zero.isZero())
                .put("remaining", zero.remaining().size()));
        zero.remaining().forEach(r -> print(reach("remaining", r)));
        zero.doubts().forEach(this::doubt);
    }

    private void doubt(String doubt) {
        print(typed("doubt").put("message", doubt));
    }

    private static ObjectNode reach(String type, Reach reach) {
        ObjectNode json = typed(type)
                .put("kind", reach.subject().kind().name())
                .put("subject", reach.subject().id().value())
                .put("name", reach.subject().name());
        ArrayNode paths = json.putArray("paths");
        reach.paths().forEach(p -> paths.add(p.why()));
        return json;
    }

    @Override
    public void serving(URI address, URI listening, Optional<URI> health) {
        ObjectNode json = typed("serving").put("address", address.toString()).put("listening", listening.toString());
        health.ifPresent(at -> json.put("health", at.toString()));
        print(json);
        out.flush();
    }

    @Override
    public void token(String label, String token) {
        print(typed("token").put("label", label).put("token", token));
    }

    @Override
    public void tokens(List<String> labels) {
        ObjectNode json = typed("tokens");
        labels.forEach(json.putArray("labels")::add);
        print(json);
    }

    @Override
    public void pushes(String connection, ScimConnection.Status status) {
        ObjectNode json = typed("pushes")
                .put("connection", connection)
                .put("firstCycleFinished", status.firstCycleFinished())
                .put("users", status.users())
                .put("groups", status.groups());
        status.lastChange().ifPresent(at -> json.put("lastChange", at.toString()));
        status.refusals().forEach(json.putArray("refusals")::add);
        print(json);
    }

    @Override
    public void watching(Optional<URI> health) {
        ObjectNode json = typed("watching");
        health.ifPresent(address -> json.put("health", address.toString()));
        print(json);
        out.flush();
    }

    @Override
    public void watched(WatchEvent event) {
        WatchJson.of(event).ifPresent(this::print);
        out.flush();
    }

    @Override
    public void note(String text) {
        print(typed("note").put("text", text));
    }

    @Override
    public void failure(String message) {
        print(typed("failure").put("message", message));
    }

    @Override
    public void end(Exit exit) {
        ObjectNode end = typed("end");
        last.write(exit, end);
        print(end);
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void print(ObjectNode json) {
        // In UTF-8 wherever it runs, as JSON has to be.
        out.writeBytes((json + System.lineSeparator()).getBytes(UTF_8));
    }
}
