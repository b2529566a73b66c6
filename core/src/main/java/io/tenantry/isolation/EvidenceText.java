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
    private EvidenceText() {}

    /** Returns the evidence as text. */
    public static String of(TenantEvidence e) {
        StringBuilder text = new StringBuilder("Evidence of tenant " + e.tenant() + " ("
                + (e.name().isEmpty() ? "not in the policy" : e.name()) + ") in "
                + e.organization() + "\n  from " + Words.second(e.from()) + " to " + Words.second(e.to()) + ", made "
                + Words.second(e.madeAt()) + "\n  policy " + e.policyHash() + "\n  trail: "
                + e.alteration()
                        .map("ALTERED, "::concat)
                        .orElse(e.startNumber() == 0 ? "begins here" : "continues after row " + e.startNumber())
                + "\n  clocks: "
                + (e.doubts().isEmpty() ? "in order" : Words.list(e.doubts())) + "\n  chain from " + e.start()
                + "\n        to   " + e.head() + "\n  clear texts: "
                + Words.number(e.check().opened())
                + ", erased: " + Words.number(e.check().erased()) + "\n  last complete proof: "
                + e.lastSweep().map(EvidenceText::sweep).orElse("none") + "\n");
        section(text, "Who holds what, and since when", e.holdings(), EvidenceText::holding);
        section(text, "Changes in the period", e.changes(), EvidenceText::change);
        section(text, "Held back now", e.holds(), EvidenceText::hold);
        section(text, "Declared exceptions", e.exceptions(), EvidenceText::exception);
        return text.toString();
    }

    private static <T> void section(StringBuilder text, String title, List<T> entries, Function<T, String> line) {
        text.append("\n" + title + ", " + Words.number(entries.size()) + "\n");
        entries.forEach(e -> text.append("  " + line.apply(e) + "\n"));
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
}
