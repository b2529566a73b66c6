// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.internal.Words;
import io.tenantry.policy.JointAgent;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.Baseline.CompleteSweep;
import io.tenantry.store.Held;
import java.util.List;
import java.util.function.Function;

/**
 * The text form of a tenant's evidence, for people. It holds ids; its only user names are those of declared exceptions.
 */
public final class EvidenceText {
    private static final List<Function<TenantEvidence, String>> HEAD = List.of(
            e -> "Evidence of tenant " + e.tenant() + " (" + e.name() + ") in " + e.organization(),
            e -> "  from " + Words.second(e.from()) + " to " + Words.second(e.to()) + ", made "
                    + Words.second(e.madeAt()),
            e -> "  policy " + e.policyHash(),
            e -> "  trail: " + e.alteration().map(a -> "ALTERED, " + a).orElse("continues from earlier evidence"),
            e -> "  clocks: " + (e.doubts().isEmpty() ? "in order" : Words.list(e.doubts())),
            e -> "  chain from " + e.start(),
            e -> "        to   " + e.head(),
            e -> "  clear texts: " + Words.number(e.check().opened()) + ", erased: "
                    + Words.number(e.check().erased()),
            e -> "  last complete sweep: "
                    + e.lastSweep().map(EvidenceText::sweep).orElse("none"));

    private static final List<Section<?>> SECTIONS = List.of(
            new Section<>("Who holds what, and since when", TenantEvidence::holdings, EvidenceText::holding),
            new Section<>("Changes in the period", TenantEvidence::changes, EvidenceText::change),
            new Section<>("Held back now", TenantEvidence::holds, EvidenceText::hold),
            new Section<>("Declared exceptions", TenantEvidence::exceptions, EvidenceText::exception));

    private EvidenceText() {}

    /** Returns the evidence as text. */
    public static String of(TenantEvidence evidence) {
        StringBuilder text = new StringBuilder();
        HEAD.forEach(line -> text.append(line.apply(evidence)).append('\n'));
        SECTIONS.forEach(section -> section.write(evidence, text));
        return text.toString();
    }

    private static String sweep(CompleteSweep sweep) {
        return Words.second(sweep.at()) + ", " + (sweep.isProven() ? "PROVEN" : "VIOLATED") + ", proof "
                + sweep.fingerprint();
    }

    private static String holding(HeldEntitlement held) {
        Row since = held.since();
        return (held.who().isEmpty() ? "structure" : held.who()) + ": " + held.what() + "\n      since "
                + Words.second(since.fact().at()) + ", " + origin(since)
                + since.why().map(w -> ", because " + w.rule()).orElse("");
    }

    private static String change(Row row) {
        String why = row.why()
                .map(w -> (w.detail().isEmpty() ? "" : ": " + w.detail()) + ", because " + w.rule() + " (" + w.fact()
                        + ")")
                .orElse("");
        return row.number() + " " + Words.second(row.fact().at()) + " " + who(row) + ": "
                + row.fact().what() + ", " + row.fact().result() + why + ", " + origin(row);
    }

    private static String origin(Row row) {
        String by = Words.list(row.approvedBy());
        return "run " + row.fact().run() + ", policy " + row.fact().policy()
                + (by.isEmpty() ? "" : ", approved by " + by);
    }

    private static String who(Row row) {
        return row.hidesPerson() ? "(erased)" : row.who().map(Who::id).orElse("structure");
    }

    private static String hold(Held held) {
        return held.code() + ", " + Words.count(held.operations(), "operation", "operations") + ", since "
                + Words.second(held.since()) + ": " + held.message();
    }

    private static String exception(JointAgent agent) {
        return agent.identity() + ", tenants " + Words.list(agent.tenants()) + ", until " + agent.until()
                + ", approved by " + agent.approvedBy() + ", because " + agent.reason();
    }

    private record Section<T>(String title, Function<TenantEvidence, List<T>> entries, Function<T, String> line) {
        void write(TenantEvidence evidence, StringBuilder text) {
            List<T> all = entries.apply(evidence);
            text.append('\n')
                    .append(title)
                    .append(", ")
                    .append(Words.number(all.size()))
                    .append('\n');
            all.forEach(e -> text.append("  ").append(line.apply(e)).append('\n'));
        }
    }
}
