// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Entitlement;
import io.tenantry.internal.Words;
import io.tenantry.store.AuditTrail;
import java.util.List;

/**
 * The CSV forms of a tenant's evidence, by RFC 4180. An apostrophe stands before each value that a spreadsheet would
 * read as a formula.
 */
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
                "kind",
                "what",
                "result",
                "detail",
                "rule",
                "fact",
                "approved_by",
                "previous_hash",
                "hash");
        evidence.changes().forEach(row -> csv.row(change(row)));
        return csv.text();
    }

    private static List<String> change(AuditTrail.Row row) {
        AuditTrail.Fact fact = row.fact();
        return List.of(
                Long.toString(row.number()),
                fact.at().toString(),
                fact.run(),
                fact.policy(),
                Integer.toString(fact.operation()),
                fact.tenant().value(),
                row.who().map(AuditTrail.Who::identity).orElse(""),
                row.who().map(AuditTrail.Who::account).orElse(""),
                fact.kind().key(),
                fact.entitlement().map(Entitlement::what).orElse(fact.about()),
                fact.result().name(),
                row.why().map(AuditTrail.Why::detail).orElse(""),
                row.why().map(AuditTrail.Why::rule).orElse(""),
                row.why().map(AuditTrail.Why::fact).orElse(""),
                Words.list(row.approvedBy()),
                row.previous(),
                row.hash());
    }

    /** Returns the entitlements held, each with the run and the rule that gave it. */
    public static String holdings(TenantEvidence evidence) {
        Csv csv = new Csv(
                "holder", "what", "since", "run", "policy", "operation", "identity", "rule", "fact", "approved_by");
        for (HeldEntitlement held : evidence.holdings()) {
            AuditTrail.Row since = held.since();
            csv.row(List.of(
                    held.who(),
                    held.what(),
                    since.fact().at().toString(),
                    since.fact().run(),
                    since.fact().policy(),
                    Integer.toString(since.fact().operation()),
                    since.who().map(AuditTrail.Who::identity).orElse(""),
                    since.why().map(AuditTrail.Why::rule).orElse(""),
                    since.why().map(AuditTrail.Why::fact).orElse(""),
                    Words.list(since.approvedBy())));
        }
        return csv.text();
    }
}
