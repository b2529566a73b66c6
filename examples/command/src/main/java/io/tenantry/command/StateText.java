// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.Held;
import io.tenantry.store.Journal;
import io.tenantry.store.Pin;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes what a state holds, for people. */
final class StateText {
    private final StateView view;
    private final int most;
    private final StringBuilder text = new StringBuilder();

    private StateText(StateView view, int most) {
        this.view = view;
        this.most = most;
    }

    static String of(StateView view, int most) {
        return new StateText(view, most).write();
    }

    private String write() {
        StoreSummary summary = view.summary();
        text.append("Version ").append(summary.version()).append(", ");
        text.append(summary.bytes() / 1024).append(" KiB, ");
        text.append(TextReporter.count(summary.links(), "person", "people")).append(" linked to accounts\n");
        List<StoreSummary.Ran> runs = new ArrayList<>(summary.runs());
        Collections.reverse(runs);
        section("Organization", view.notes().organizations(), o -> o.shortName() + " (" + o.id() + ")");
        section("Runs, the newest first", runs, this::run);
        section("Calls without a known outcome", view.open(), StateText::call);
        section("Holds of the last plan", view.notes().holds(), StateText::hold);
        section("Quarantines", view.notes().quarantines(), this::quarantine);
        section("Leases", summary.leases(), this::lease);
        section(
                "Names of the policy and the ids found for them",
                view.notes().pins().all(),
                StateText::pin);
        return text.toString();
    }

    private <T> void section(String title, List<T> all, Function<T, String> line) {
        text.append(title).append(all.isEmpty() ? ": none\n" : ":\n");
        all.stream()
                .limit(most)
                .forEach(t -> text.append("  ").append(line.apply(t)).append('\n'));
        if (all.size() > most) {
            text.append("  ... and ").append(all.size() - most).append(" more\n");
        }
    }

    private String run(StoreSummary.Ran ran) {
        Journal.Run run = ran.run();
        List<String> counts = new ArrayList<>();
        new TreeMap<>(ran.calls()).forEach((result, count) -> counts.add(count + " " + result));
        if (ran.open() > 0) {
            counts.add(ran.open() + " without an outcome");
        }
        return seconds(run.startedAt()) + " " + StateView.outcome(ran)
                + (counts.isEmpty() ? "" : ": " + String.join(", ", counts))
                + ran.ended().map(e -> ", last at " + seconds(e)).orElse("") + ", approved by "
                + String.join(", ", run.approvedBy()) + ", run " + run.id();
    }

    private static String call(Journal.Call call) {
        return seconds(call.intent().at()) + " " + StateView.status(call) + ": "
                + String.join("; ", call.intent().what()) + ", call "
                + call.intent().number() + " of run " + call.intent().run();
    }

    private static String hold(Held held) {
        return held.code() + ", " + held.tenant().map(t -> "tenant " + t).orElse("whole organization") + ", since "
                + seconds(held.since()) + ": " + held.message();
    }

    private String quarantine(Quarantine quarantine) {
        String skipped =
                quarantine.holds(view.now()) ? "skipped until " + seconds(quarantine.until()) : "not skipped now";
        return quarantine.scope() + ", " + skipped + ": failed " + TextReporter.count(quarantine.strikes(), "time")
                + " in a row since " + seconds(quarantine.since())
                + ", most recently with " + quarantine.reason();
    }

    private String lease(StoreSummary.Taken lease) {
        return lease.name() + ": " + lease.holder()
                + view.since(lease).map(s -> " since " + seconds(s)).orElse("") + ", until " + view.until(lease)
                + " unless it extends it";
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String pin(Pin pin) {
        String whose = pin.tenant().equals(Pin.POLICY) ? "policy" : "tenant " + pin.tenant();
        String what = whose + ": " + pin.what().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
        return what
                + (pin.isNameless() ? pin.id() + ", which it had before" : "\"" + pin.named() + "\" is " + pin.id());
    }
}
