// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.internal.Words;

/** The text form of a tenant's evidence, for a person. It holds ids and no user names but those of declared exceptions. */
public final class EvidenceText {
    private EvidenceText() {}

    /** Returns the evidence as text. */
    public static String of(TenantEvidence e) {
        StringBuilder text = new StringBuilder();
        line(text, "Evidence of tenant " + e.tenant() + " (" + e.name() + ") in " + e.organization());
        line(text, "  from " + e.from() + " to " + e.to() + ", made " + e.madeAt());
        line(text, "  policy " + e.policyHash());
        line(text, "  trail: " + e.alteration().map(a -> "ALTERED, " + a).orElse("grew out of what was seen before"));
        line(text, "  chain from " + e.start());
        line(text, "        to   " + e.head());
        line(
                text,
                "  last complete sweep: "
                        + e.lastSweep()
                                .map(s -> s.at() + ", " + (s.isProven() ? "PROVEN" : "VIOLATED") + ", proof "
                                        + s.fingerprint())
                                .orElse("none"));
        section(text, "Who holds what, and since when", e.holdings().size());
        e.holdings().forEach(h -> {
            line(text, "  " + (h.who().isEmpty() ? "structure" : h.who()) + ": " + h.what());
            line(
                    text,
                    "      since " + h.since().at() + ", run " + h.since().run() + ", policy "
                            + h.since().policy() + ", approved by " + h.since().approvedBy() + ", because "
                            + h.since().rule());
        });
        section(text, "Changes in the period", e.changes().size());
        e.changes()
                .forEach(l -> line(
                        text,
                        "  " + l.number() + " " + l.entry().at() + " "
                                + who(l.entry().account(), l.entry().identity()) + ": "
                                + l.entry().change() + ", "
                                + l.entry().outcome() + ", because " + l.entry().rule() + " ("
                                + l.entry().fact() + "), run "
                                + l.entry().run() + ", policy " + l.entry().policy() + ", approved by "
                                + l.entry().approvedBy()));
        section(text, "Held back now", e.holds().size());
        e.holds()
                .forEach(h -> line(
                        text,
                        "  " + h.code() + ", " + h.operations() + " operations, since " + h.since() + ": "
                                + h.message()));
        section(text, "Declared exceptions", e.exceptions().size());
        e.exceptions()
                .forEach(j -> line(
                        text,
                        "  " + j.identity() + ", tenants " + Words.list(j.tenants()) + ", until " + j.until()
                                + ", approved by " + j.approvedBy() + ", because " + j.reason()));
        return text.toString();
    }

    private static String who(String account, String identity) {
        String either = account.isEmpty() ? identity : account;
        return either.isEmpty() ? "structure" : either;
    }

    private static void section(StringBuilder text, String title, int size) {
        line(text, "");
        line(text, title + ", " + Words.number(size));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
