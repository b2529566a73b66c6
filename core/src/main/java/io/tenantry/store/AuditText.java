// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Part;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Seal;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored forms of rows and entries of an audit trail. Their keys are hashed and never change. */
final class AuditText {
    private AuditText() {}

    /** Returns the line of a row: canonical JSON of everything that its hash covers. */
    static String line(Row row) {
        return fact(row.fact())
                .put("v", 2)
                .put("number", row.number())
                .putEach(
                        "seals",
                        row.seals().stream()
                                .map(s -> new Json().put("part", s.part().key()).put("digest", s.digest()))
                                .toList())
                .put("previous", row.previous())
                .canonical()
                .text();
    }

    /**
     * Returns the row of a line.
     *
     * @param openings the clear texts that are left, by the number of the seal
     */
    static Row row(String line, String hash, Map<Integer, Opening> openings) {
        Json json = Json.of(line);
        List<Seal> seals = new ArrayList<>();
        for (Json seal : json.objects("seals", s -> s)) {
            Optional<Opening> opening = Optional.ofNullable(openings.get(seals.size()));
            seals.add(new Seal(part(seal.text("part")), seal.text("digest"), opening));
        }
        return new Row(json.number("number"), fact(json), seals, json.text("previous"), hash);
    }

    /** Returns the stored form of a clear text. */
    static String opening(Opening opening) {
        Json body = new Json();
        opening.body().forEach(body::put);
        return body.toString();
    }

    static Opening opening(String salt, String body) {
        Json json = Json.of(body);
        Map<String, String> fields = new HashMap<>();
        json.keys().forEach(k -> fields.put(k, json.text(k)));
        return new Opening(salt, fields);
    }

    static Json entry(Entry entry) {
        Json json = new Json()
                .put("fact", fact(entry.fact()))
                .put("rule", entry.why().rule())
                .put("cause", entry.why().fact())
                .put("detail", entry.why().detail())
                .putAll("approvedBy", entry.approvedBy().stream());
        entry.who().ifPresent(w -> json.put("identity", w.identity()).put("account", w.account()));
        return json;
    }

    static Entry entry(Json json) {
        return new Entry(
                fact(json.object("fact")),
                json.optional("identity").map(i -> new Who(i, json.text("account"))),
                new Why(json.text("rule"), json.text("cause"), json.text("detail")),
                json.texts("approvedBy", by -> by));
    }

    private static Json fact(Fact fact) {
        Json json = new Json()
                .put("tenant", fact.tenant().value())
                .put("at", fact.at())
                .put("run", fact.run())
                .put("policy", fact.policy())
                .put("operation", fact.operation())
                .put("kind", fact.kind().key())
                .put("about", fact.about())
                .put("result", fact.result().name())
                .putEach(
                        "erased",
                        fact.erased().stream()
                                .map(p -> new Json().put("row", p.row()).put("seal", p.seal()))
                                .toList());
        fact.entitlement().ifPresent(e -> json.put("entitlement", EntitlementText.json(e)));
        return json;
    }

    private static Fact fact(Json json) {
        return new Fact(
                json.instant("at"),
                json.text("run"),
                json.text("policy"),
                (int) json.number("operation"),
                new TenantId(json.text("tenant")),
                kind(json.text("kind")),
                json.optional("entitlement").map(e -> EntitlementText.read(json.object("entitlement"))),
                json.text("about"),
                json.objects("erased", p -> new Place(p.number("row"), (int) p.number("seal"))),
                Result.valueOf(json.text("result")));
    }

    private static Kind kind(String key) {
        return Arrays.stream(Kind.values())
                .filter(k -> k.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of entry: " + key));
    }

    private static Part part(String key) {
        return Arrays.stream(Part.values())
                .filter(p -> p.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part of a row: " + key));
    }
}
