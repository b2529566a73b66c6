// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.directory.Organization;
import io.tenantry.store.Held;
import io.tenantry.store.Journal;
import io.tenantry.store.Pin;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreSummary;
import java.util.ArrayList;
import java.util.List;

/** Writes what a state holds, for programs: one object for each thing. */
final class StateJson {
    private final StateView view;
    private final List<ObjectNode> lines = new ArrayList<>();

    private StateJson(StateView view) {
        this.view = view;
    }

    static List<ObjectNode> of(StateView view) {
        return new StateJson(view).write();
    }

    private List<ObjectNode> write() {
        StoreSummary summary = view.summary();
        typed("summary")
                .put("version", summary.version())
                .put("bytes", summary.bytes())
                .put("links", summary.links());
        view.notes().organizations().forEach(this::organization);
        summary.runs().forEach(this::run);
        view.open().forEach(this::call);
        view.notes().holds().forEach(this::hold);
        view.notes().quarantines().forEach(this::quarantine);
        summary.leases().forEach(this::lease);
        view.notes().pins().all().forEach(this::pin);
        return lines;
    }

    private ObjectNode typed(String type) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("type", type);
        lines.add(line);
        return line;
    }

    private void organization(Organization organization) {
        typed("organization").put("id", organization.id()).put("shortName", organization.shortName());
    }

    private void run(StoreSummary.Ran ran) {
        Journal.Run run = ran.run();
        ObjectNode line = typed("run")
                .put("run", run.id())
                .put("plan", run.plan())
                .put("policyHash", run.policyHash())
                .put("startedAt", run.startedAt().toString())
                .put("outcome", StateView.outcome(ran))
                .put("open", ran.open());
        ran.ended().ifPresent(e -> line.put("lastOutcomeAt", e.toString()));
        ArrayNode approvers = line.putArray("approvedBy");
        run.approvedBy().forEach(approvers::add);
        ObjectNode calls = line.putObject("calls");
        ran.calls().forEach((result, count) -> calls.put(result.name(), count));
    }

    private void call(Journal.Call call) {
        ObjectNode line = typed("call")
                .put("run", call.intent().run())
                .put("number", call.intent().number())
                .put("at", call.intent().at().toString())
                .put("result", call.outcome().map(o -> o.result().name()).orElse("OPEN"));
        ArrayNode what = line.putArray("what");
        call.intent().what().forEach(what::add);
    }

    private void hold(Held held) {
        ObjectNode line = typed("hold")
                .put("code", held.code())
                .put("operations", held.operations())
                .put("since", held.since().toString())
                .put("plan", held.plan())
                .put("message", held.message());
        held.tenant().ifPresent(t -> line.put("tenant", t.value()));
    }

    private void quarantine(Quarantine quarantine) {
        typed("quarantine")
                .put("scope", quarantine.scope())
                .put("holds", quarantine.holds(view.now()))
                .put("strikes", quarantine.strikes())
                .put("since", quarantine.since().toString())
                .put("until", quarantine.until().toString())
                .put("reason", quarantine.reason());
    }

    private void lease(StoreSummary.Taken lease) {
        ObjectNode line = typed("lease")
                .put("name", lease.name())
                .put("holder", lease.holder())
                .put("until", view.until(lease).toString());
        view.since(lease).ifPresent(s -> line.put("since", s.toString()));
    }

    private void pin(Pin pin) {
        typed("pin")
                .put("tenant", pin.tenant().value())
                .put("what", pin.what().name())
                .put("named", pin.named())
                .put("id", pin.id());
    }
}
