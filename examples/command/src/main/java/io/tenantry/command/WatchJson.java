// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.watch.WatchEvent;
import java.util.Optional;

/** What a watch did or met as JSON, with counts and without names. */
final class WatchJson implements WatchEvent.Cases<Optional<ObjectNode>> {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private WatchJson(WatchEvent event) {
        json.put("type", "watch").put("at", event.at().toString());
    }

    /** Returns the object of an event; empty for a look that found nothing to do. */
    static Optional<ObjectNode> of(WatchEvent event) {
        return event.match(new WatchJson(event));
    }

    private Optional<ObjectNode> event(String name) {
        return Optional.of(json.put("event", name));
    }

    @Override
    public Optional<ObjectNode> reconciled(WatchEvent.Reconciled event) {
        json.put("work", event.work().name()).put("people", event.people());
        event.everybody().ifPresent(why -> json.put("everybody", why));
        json.put("operations", event.plan().operations().count());
        ObjectNode held = json.putObject("held");
        event.plan()
                .holds()
                .forEach(hold -> held.put(
                        WatchText.name(hold),
                        held.path(WatchText.name(hold)).asInt()
                                + hold.operations().size()));
        ObjectNode attention = json.putObject("attention");
        event.plan().attention().forEach((what, count) -> attention.put(what.name(), count));
        event.report().ifPresent(report -> {
            json.put("run", report.run());
            ObjectNode counts = json.putObject("counts");
            report.counts().forEach((status, count) -> counts.put(status.name(), count));
            report.deferredUntil().ifPresent(until -> json.put("deferredUntil", until.toString()));
        });
        return event("reconciled");
    }

    @Override
    public Optional<ObjectNode> nothingToDo(WatchEvent.NothingToDo event) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> proven(WatchEvent.Proven event) {
        json.put("verdict", event.proof().verdict().name())
                .put("violations", event.proof().violations().size())
                .put("doubts", event.proof().doubts().size())
                .put("fingerprint", event.proof().fingerprint());
        return event("proven");
    }

    @Override
    public Optional<ObjectNode> failed(WatchEvent.Failed event) {
        json.put("work", event.work().name())
                .put("reason", event.reason())
                .put("next", event.next().toString());
        return event("failed");
    }

    @Override
    public Optional<ObjectNode> waiting(WatchEvent.Waiting event) {
        json.put("reason", event.reason()).put("since", event.since().toString());
        event.holder().ifPresent(run -> json.put("holder", run));
        return event("waiting");
    }

    @Override
    public Optional<ObjectNode> policyChanged(WatchEvent.PolicyChanged event) {
        return event("policy-changed");
    }

    @Override
    public Optional<ObjectNode> policyRefused(WatchEvent.PolicyRefused event) {
        json.put("reason", event.reason());
        return event("policy-refused");
    }

    @Override
    public Optional<ObjectNode> stopped(WatchEvent.Stopped event) {
        return event("stopped");
    }
}
