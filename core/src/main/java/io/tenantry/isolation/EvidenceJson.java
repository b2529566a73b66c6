// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tenantry.internal.CanonicalJson;
import io.tenantry.internal.Sha256;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Seal;
import io.tenantry.store.Baseline.CompleteSweep;
import io.tenantry.store.Held;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Function;

/**
 * The JSON form of a tenant's evidence. It carries every line of the period as hashed, with the clear texts beside the
 * lines, and a fingerprint over everything except the clear texts, which the lines bind. {@link EvidenceVerifier}
 * checks it.
 */
public final class EvidenceJson {
    private static final String FORMAT = "tenantry-evidence/v2";
    private static final JsonFactory JSON = new JsonFactory();

    private EvidenceJson() {}

    /** Returns the evidence as indented JSON. */
    public static String of(TenantEvidence evidence) {
        String fingerprint = Sha256.hex(document(evidence, EvidenceJson::bare).text());
        CanonicalJson json = document(evidence, EvidenceJson::open).put("fingerprint", fingerprint);
        StringWriter text = new StringWriter();
        try (JsonParser parser = JSON.createParser(json.text());
                JsonGenerator generator = JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        } catch (IOException e) {
            throw new IllegalStateException("the evidence could not be written as JSON", e);
        }
        return text + "\n";
    }

    /** The form of a row is with or without its clear texts. */
    private static CanonicalJson document(TenantEvidence e, Function<Row, CanonicalJson> form) {
        CanonicalJson json = new CanonicalJson()
                .put("format", FORMAT)
                .put("organization", e.organization())
                .put("tenant", e.tenant().value())
                .put("name", e.name())
                .put("policyHash", e.policyHash())
                .put("madeAt", e.madeAt().toString())
                .put("generation", e.generation())
                .put("from", e.from().toString())
                .put("to", e.to().toString())
                .put("startNumber", e.startNumber())
                .put("start", e.start())
                .put("head", e.head())
                .put("alteration", e.alteration().orElse(""))
                .put(
                        "holdings",
                        e.holdings().stream().map(h -> form.apply(h.since())).toList())
                .put("changes", e.changes().stream().map(form).toList())
                .put("later", e.later().stream().map(EvidenceJson::bare).toList())
                .put("holds", e.holds().stream().map(EvidenceJson::hold).toList())
                .put(
                        "exceptions",
                        e.exceptions().stream().map(EvidenceJson::exception).toList());
        e.lastSweep().ifPresent(s -> json.put("lastCompleteSweep", sweep(s)));
        return json;
    }

    private static CanonicalJson bare(Row row) {
        return new CanonicalJson().putText("line", row.line()).put("hash", row.hash());
    }

    private static CanonicalJson open(Row row) {
        return bare(row)
                .put("openings", row.seals().stream().map(EvidenceJson::opening).toList());
    }

    private static CanonicalJson opening(Seal seal) {
        CanonicalJson json = new CanonicalJson();
        seal.opening().ifPresent(o -> {
            CanonicalJson body = new CanonicalJson();
            o.body().forEach(body::put);
            json.put("salt", o.salt()).put("body", body);
        });
        return json;
    }

    private static CanonicalJson sweep(CompleteSweep sweep) {
        return new CanonicalJson()
                .put("at", sweep.at().toString())
                .put("violations", sweep.violations())
                .put("policyHash", sweep.policyHash())
                .put("fingerprint", sweep.fingerprint());
    }

    private static CanonicalJson hold(Held hold) {
        return new CanonicalJson()
                .put("code", hold.code())
                .put("tenant", hold.tenant().map(TenantId::value).orElse(""))
                .put("operations", hold.operations())
                .put("message", hold.message())
                .put("since", hold.since().toString());
    }

    private static CanonicalJson exception(JointAgent agent) {
        return new CanonicalJson()
                .put("identity", agent.identity())
                .put("home", agent.home().value())
                .put("reason", agent.reason())
                .put("approvedBy", agent.approvedBy())
                .put("until", agent.until().toString())
                .putAll("tenants", agent.tenants().stream().map(TenantId::value).toList());
    }
}
