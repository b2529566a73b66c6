// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.watch.WatchEvent;
import io.tenantry.watch.WatchStatus;
import java.time.Instant;
import java.util.Optional;

/** How a watch stands as JSON, without names of people. */
final class HealthJson {
    private HealthJson() {}

    static ObjectNode of(WatchStatus status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status.isWell() ? "well" : "not well");
        ArrayNode reasons = json.putArray("reasons");
        if (!status.running()) {
            reasons.add("the watch does not run");
        }
        status.refusedPolicy().map(WatchEvent.PolicyRefused::reason).ifPresent(reasons::add);
        status.failing().forEach(failed -> reasons.add(failed.work() + ": " + failed.reason()));
        put(json, "lastPush", status.lastPush());
        put(json, "lastLook", status.lastLook());
        put(json, "lastSweep", status.lastSweep());
        put(json, "lastProof", status.lastProof());
        status.verdict().ifPresent(verdict -> json.put("verdict", verdict.name()));
        json.put("due", status.due());
        ObjectNode held = json.putObject("held");
        status.holds()
                .forEach(hold -> held.put(
                        WatchText.name(hold),
                        held.path(WatchText.name(hold)).asInt()
                                + hold.operations().size()));
        put(json, "waitingSince", status.waiting().map(WatchEvent.Waiting::since));
        status.waiting().flatMap(WatchEvent.Waiting::holder).ifPresent(run -> json.put("lease", run));
        ObjectNode next = json.putObject("nextTry");
        status.failing().forEach(f -> next.put(f.work().name(), f.next().toString()));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<Instant> at) {
        at.ifPresent(time -> json.put(name, time.toString()));
    }
}
