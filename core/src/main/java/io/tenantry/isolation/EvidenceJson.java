// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Sha256;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of a tenant's evidence, with a fingerprint over all of it, and the check that nobody altered such a text. */
public final class EvidenceJson {
    private static final String FORMAT = "tenantry-evidence/v1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EvidenceJson() {}

    /** Returns the evidence as indented JSON. */
    public static String of(TenantEvidence evidence) {
        ObjectNode json = body(evidence);
        json.put("fingerprint", fingerprint(json));
        return json.toPrettyString() + "\n";
    }

    /** Returns the first thing that is wrong with such a text, in words; empty if it stands as it was made. */
    public static Optional<String> verify(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (!(json instanceof ObjectNode body)
                    || !FORMAT.equals(json.path("format").asText())) {
                return Optional.of("this is no evidence of the format " + FORMAT);
            }
            List<AuditTrail.Row> rows = new ArrayList<>();
            json.path("changes").forEach(n -> rows.add(row(n)));
            Optional<String> broken = AuditChain.verify(
                    rows, json.path("start").asText(), json.path("head").asText());
            String told = json.path("fingerprint").asText();
            body.remove("fingerprint");
            return broken.or(() -> told.equals(fingerprint(body))
                    ? Optional.empty()
                    : Optional.of("something other than the changes was altered: the fingerprint does not fit"));
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.of("this is no evidence: it cannot be read");
        }
    }

    private static String fingerprint(ObjectNode body) {
        return Sha256.hex(body.toString());
    }

    private static ObjectNode body(TenantEvidence e) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.put("organization", e.organization());
        json.put("tenant", e.tenant().value());
        json.put("name", e.name());
        json.put("policyHash", e.policyHash());
        json.put("madeAt", e.madeAt().toString());
        json.put("from", e.from().toString());
        json.put("to", e.to().toString());
        json.put("start", e.start());
        json.put("head", e.head());
        e.alteration().ifPresent(a -> json.put("alteration", a));
        e.lastSweep()
                .ifPresent(s -> json.putObject("lastCompleteSweep")
                        .put("at", s.at().toString())
                        .put("violations", s.violations())
                        .put("policyHash", s.policyHash())
                        .put("fingerprint", s.fingerprint()));
        ArrayNode holdings = json.putArray("holdings");
        e.holdings()
                .forEach(h -> entry(holdings.addObject().put("holder", h.who()).put("what", h.what()), h.since()));
        ArrayNode changes = json.putArray("changes");
        e.changes()
                .forEach(r -> entry(changes.addObject().put("number", r.number()), r.entry())
                        .put("previous", r.previous())
                        .put("hash", r.hash()));
        ArrayNode holds = json.putArray("holds");
        e.holds()
                .forEach(h -> holds.addObject()
                        .put("code", h.code())
                        .put("scope", h.scope())
                        .put("operations", h.operations())
                        .put("message", h.message())
                        .put("since", h.since().toString()));
        ArrayNode exceptions = json.putArray("exceptions");
        e.exceptions().forEach(j -> {
            ObjectNode one = exceptions
                    .addObject()
                    .put("identity", j.identity())
                    .put("home", j.home().value())
                    .put("reason", j.reason())
                    .put("approvedBy", j.approvedBy())
                    .put("until", j.until().toString());
            ArrayNode tenants = one.putArray("tenants");
            j.tenants().forEach(t -> tenants.add(t.value()));
        });
        return json;
    }

    private static ObjectNode entry(ObjectNode json, AuditTrail.Entry e) {
        return json.put("at", e.at().toString())
                .put("run", e.run())
                .put("policyHash", e.policy())
                .put("operation", e.operation())
                .put("tenant", e.tenant())
                .put("identity", e.identity())
                .put("account", e.account())
                .put("change", e.change())
                .put("rule", e.rule())
                .put("fact", e.fact())
                .put("approvedBy", e.approvedBy())
                .put("outcome", e.outcome());
    }

    private static AuditTrail.Row row(JsonNode n) {
        AuditTrail.Entry entry = new AuditTrail.Entry(
                n.path("run").asText(),
                n.path("policyHash").asText(),
                n.path("operation").asInt(),
                n.path("tenant").asText(),
                n.path("identity").asText(),
                n.path("account").asText(),
                n.path("change").asText(),
                n.path("rule").asText(),
                n.path("fact").asText(),
                n.path("approvedBy").asText(),
                n.path("outcome").asText(),
                Instant.parse(n.path("at").asText()));
        return new AuditTrail.Row(
                n.path("number").asLong(),
                entry,
                n.path("previous").asText(),
                n.path("hash").asText());
    }
}
