// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.CanonicalJson;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Row;

/** The line of a row: canonical JSON of everything that its hash covers. */
final class AuditLine {
    private AuditLine() {}

    static String of(Row row) {
        Fact fact = row.fact();
        CanonicalJson line = new CanonicalJson()
                .put("v", 2)
                .put("tenant", fact.tenant().value())
                .put("number", row.number())
                .put("at", fact.at().toString())
                .put("run", fact.run())
                .put("policy", fact.policy())
                .put("operation", fact.operation())
                .put("kind", fact.kind().key())
                .put("about", fact.about())
                .put("result", fact.result().name())
                .put(
                        "erased",
                        fact.erased().stream()
                                .map(p ->
                                        new CanonicalJson().put("row", p.row()).put("seal", p.seal()))
                                .toList())
                .put(
                        "seals",
                        row.seals().stream()
                                .map(s -> new CanonicalJson()
                                        .put("part", s.part().key())
                                        .put("digest", s.digest()))
                                .toList())
                .put("previous", row.previous());
        fact.entitlement()
                .ifPresent(e -> line.put("entitlement", EntitlementText.json(e).canonical()));
        return line.text();
    }
}
