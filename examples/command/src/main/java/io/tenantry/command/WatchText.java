// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.watch.WatchEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One line for each thing that a watch did or met, with counts and without names, because it ends up in a log. */
public final class WatchText implements WatchEvent.Cases<Optional<String>> {
    private WatchText() {}

    /** Returns the line of an event; empty for a look that found nothing to do. */
    public static Optional<String> of(WatchEvent event) {
        return event.match(new WatchText()).map(text -> second(event.at()) + " " + text);
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Optional<String> reconciled(WatchEvent.Reconciled event) {
        List<String> parts = new ArrayList<>();
        event.report().ifPresent(report -> parts.addAll(done(report)));
        if (parts.isEmpty()) {
            parts.add("nothing to write");
        }
        parts.addAll(held(event.plan()));
        event.plan().attention().forEach((what, count) -> parts.add("look at " + what.counted(count)));
        return Optional.of(event.everybody()
                        .map(why -> "everybody (" + why + ")")
                        .orElse(TextReporter.count(event.people(), "person", "people"))
                + ": " + String.join(", ", parts));
    }

    private static List<String> done(ApplyReport report) {
        List<String> parts = new ArrayList<>();
        report.counts().forEach((status, count) -> {
            if (status != Outcome.Status.HELD) {
                parts.add(count + " " + status.name().toLowerCase(Locale.ROOT));
            }
        });
        report.deferredUntil().ifPresent(until -> parts.add("the service asks for no calls until " + second(until)));
        return parts;
    }

    private static List<String> held(Plan plan) {
        return plan.holds().stream()
                .collect(Collectors.toMap(
                        WatchText::name, hold -> hold.operations().size(), Integer::sum, java.util.TreeMap::new))
                .entrySet()
                .stream()
                .map(e -> e.getValue() + " held by " + e.getKey())
                .toList();
    }

    /** Returns the name of a hold, as an override writes it. */
    static String name(Hold hold) {
        return hold.code() + hold.tenant().map(tenant -> ":" + tenant).orElse("");
    }

    @Override
    public Optional<String> nothingToDo(WatchEvent.NothingToDo event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> proven(WatchEvent.Proven event) {
        IsolationProof proof = event.proof();
        return Optional.of(
                "proof: " + proof.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                        + TextReporter.count(proof.violations().size(), "violation") + ", "
                        + TextReporter.count(proof.doubts().size(), "doubt"));
    }

    @Override
    public Optional<String> failed(WatchEvent.Failed event) {
        return Optional.of(name(event.work()) + " failed: " + event.reason() + "; next try at " + second(event.next()));
    }

    private static String name(WatchEvent.Work work) {
        return switch (work) {
            case CHANGES -> "look";
            case SWEEP -> "read of everybody";
            case PROOF -> "proof";
        };
    }

    @Override
    public Optional<String> waiting(WatchEvent.Waiting event) {
        return Optional.of("waits: " + event.reason());
    }

    @Override
    public Optional<String> policyChanged(WatchEvent.PolicyChanged event) {
        return Optional.of("another policy is in force");
    }

    @Override
    public Optional<String> policyRefused(WatchEvent.PolicyRefused event) {
        return Optional.of("the policy cannot be used, and nothing is done until it can: " + event.reason());
    }

    @Override
    public Optional<String> stopped(WatchEvent.Stopped event) {
        return Optional.of("stopped");
    }
}
