// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import java.util.ArrayList;
import java.util.List;

/** The CSV forms of a tenant's evidence, by RFC 4180; what a spreadsheet would take for a formula has an apostrophe before it. */
public final class EvidenceCsv {
    private EvidenceCsv() {}

    /** Returns the changes of the period, each with its place in the chain. */
    public static String changes(TenantEvidence evidence) {
        Csv csv = new Csv(
                "number",
                "at",
                "run",
                "policy",
                "operation",
                "tenant",
                "identity",
                "account",
                "change",
                "rule",
                "fact",
                "approved_by",
                "outcome",
                "previous_hash",
                "hash");
        for (AuditTrail.Row link : evidence.changes()) {
            List<String> row = new ArrayList<>(List.of(Long.toString(link.number())));
            row.addAll(AuditChain.fields(link.entry()));
            row.addAll(List.of(link.previous(), link.hash()));
            csv.row(row);
        }
        return csv.text();
    }

    /** Returns who holds what, since which run and by which rule. */
    public static String holdings(TenantEvidence evidence) {
        Csv csv = new Csv(
                "holder", "what", "since", "run", "policy", "operation", "identity", "rule", "fact", "approved_by");
        for (HeldEntitlement h : evidence.holdings()) {
            csv.row(List.of(
                    h.who(),
                    h.what(),
                    h.since().at().toString(),
                    h.since().run(),
                    h.since().policy(),
                    Integer.toString(h.since().operation()),
                    h.since().identity(),
                    h.since().rule(),
                    h.since().fact(),
                    h.since().approvedBy()));
        }
        return csv.text();
    }
}
