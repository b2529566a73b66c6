// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Division;
import io.tenantry.internal.Sha256;
import io.tenantry.policy.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/** The JSON form of an isolation proof: its whole content, with the fingerprint at the end. */
public final class IsolationJson {
    private static final String FORMAT = "tenantry-isolation/v1";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final IsolationProof proof;
    private final JsonGenerator json;
    private final IdentityHashMap<Path, String> written = new IdentityHashMap<>();

    private IsolationJson(IsolationProof proof, JsonGenerator json) {
        this.proof = proof;
        this.json = json;
    }

    /** Returns the proof as indented JSON. */
    public static String of(IsolationProof proof) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            new IsolationJson(proof, json).body();
            json.writeStringField("fingerprint", proof.fingerprint());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    static String fingerprint(IsolationProof proof) {
        MessageDigest sha = Sha256.digest();
        try {
            OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha);
            try (Writer writer = new java.io.OutputStreamWriter(sink, StandardCharsets.UTF_8);
                    JsonGenerator json = FACTORY.createGenerator(writer)) {
                json.writeStartObject();
                new IsolationJson(proof, json).body();
                json.writeEndObject();
            }
            return Sha256.hex(sha);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void body() throws IOException {
        json.writeStringField("format", FORMAT);
        json.writeStringField("verdict", proof.verdict().name());
        json.writeStringField("statement", Statement.of(proof));
        json.writeObjectFieldStart("organization");
        json.writeStringField("id", proof.organization().id());
        json.writeStringField("name", proof.organization().name());
        json.writeStringField("shortName", proof.organization().shortName());
        json.writeEndObject();
        json.writeStringField("policyHash", proof.policyHash());
        json.writeStringField("day", proof.day().toString());
        coverage(proof.coverage());
        each("doubts", proof.doubts(), json::writeString);
        each("tenants", proof.tenants(), this::tenant);
        each("violations", proof.violations(), this::violation);
        each("exceptions", proof.exceptions(), this::exception);
        each("accepted", proof.accepted(), this::accepted);
        each("undividedRoles", proof.undivided(), this::undivided);
        each("rules", proof.rules(), this::rule);
        each("accounts", proof.accounts(), this::reach);
        each("groups", proof.groups(), this::reach);
        each("others", proof.others(), this::reach);
        each("credentials", proof.credentials(), this::reach);
    }

    private void coverage(Coverage c) throws IOException {
        json.writeObjectFieldStart("read");
        json.writeStringField("from", c.from().toString());
        json.writeStringField("to", c.to().toString());
        json.writeNumberField("accounts", c.accounts());
        json.writeNumberField("divisions", c.divisions());
        json.writeNumberField("grants", c.grants());
        json.writeNumberField("groups", c.groups());
        json.writeNumberField("groupsRead", c.groupsRead());
        json.writeNumberField("memberships", c.memberships());
        json.writeNumberField("calls", c.calls());
        each("divisionsOutside", c.outside(), this::division);
        json.writeEndObject();
    }

    private void tenant(Tenant tenant) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", tenant.id().value());
        json.writeStringField("name", tenant.name());
        json.writeStringField("division", tenant.division());
        if (tenant.divisionId().isPresent()) {
            json.writeStringField("divisionId", tenant.divisionId().get().value());
        }
        each("groups", tenant.groups(), json::writeString);
        json.writeEndObject();
    }

    private void violation(Violation v) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", v.code().name());
        json.writeStringField("message", v.message());
        json.writeStringField("advice", v.advice());
        subject(v.reach().subject());
        tenants(v.reach().tenants());
        json.writeBooleanField("everywhere", v.reach().isEverywhere());
        json.writeNumberField("members", v.reach().members());
        each("paths", v.reach().paths(), this::path);
        json.writeEndObject();
    }

    private void exception(DeclaredException e) throws IOException {
        json.writeStartObject();
        json.writeStringField("identity", e.agent().identity());
        json.writeStringField("status", e.status().name());
        json.writeStringField("home", e.agent().home().value());
        tenants(e.agent().tenants());
        json.writeStringField("reason", e.agent().reason());
        json.writeStringField("approvedBy", e.agent().approvedBy());
        json.writeStringField("until", e.agent().until().toString());
        if (e.reach().isPresent()) {
            json.writeStringField("account", e.reach().get().subject().id().value());
            each("reaches", List.copyOf(e.reach().get().tenants()), t -> json.writeString(t.value()));
        }
        json.writeEndObject();
    }

    private void accepted(AcceptedUse use) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", use.line().holder().kind().name());
        json.writeStringField("name", use.line().holder().name());
        if (use.holder().isPresent()) {
            json.writeStringField("holder", use.holder().get().id().value());
        }
        each("roles", use.line().roles().stream().sorted().toList(), json::writeString);
        json.writeBooleanField("everywhere", use.line().in().everywhere());
        tenants(use.line().in().tenants());
        each("divisions", use.line().in().divisions(), json::writeString);
        json.writeStringField("status", use.status().name());
        json.writeNumberField("people", use.people());
        each("newcomers", use.newcomers(), s -> json.writeString(s.id().value()));
        each("lapsed", use.lapsed(), json::writeString);
        json.writeStringField("reason", use.line().reason());
        json.writeStringField("approvedBy", use.line().approvedBy());
        if (use.line().until().isPresent()) {
            json.writeStringField("until", use.line().until().get().toString());
        }
        json.writeEndObject();
    }

    private void undivided(UndividedRole role) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", role.role().id().value());
        json.writeStringField("name", role.role().name());
        each("permissions", role.permissions(), json::writeString);
        json.writeEndObject();
    }

    private void rule(RuleGroup rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", rule.group().id().value());
        json.writeStringField("name", rule.group().name());
        json.writeStringField("rule", rule.rule());
        json.writeEndObject();
    }

    private void reach(Reach reach) throws IOException {
        json.writeStartObject();
        subject(reach.subject());
        tenants(reach.tenants());
        json.writeBooleanField("everywhere", reach.isEverywhere());
        if (reach.subject().kind() == Subject.Kind.GROUP) {
            json.writeNumberField("members", reach.members());
        }
        each("paths", reach.paths(), this::path);
        json.writeEndObject();
    }

    private void subject(Subject subject) throws IOException {
        json.writeObjectFieldStart("subject");
        json.writeStringField("kind", subject.kind().name());
        json.writeStringField("id", subject.id().value());
        json.writeStringField("name", subject.name());
        if (subject.state().isPresent()) {
            json.writeStringField("state", subject.state().get().name());
        }
        if (subject.division().isPresent()) {
            json.writeFieldName("division");
            division(subject.division().get());
        }
        json.writeBooleanField("protected", subject.isProtected());
        json.writeEndObject();
    }

    // All members of a group share its paths, so the words of a path are made once and not for each of a thousand
    // members.
    private void path(Path path) throws IOException {
        String words = written.get(path);
        if (words == null) {
            StringWriter text = new StringWriter();
            try (JsonGenerator one = FACTORY.createGenerator(text)) {
                write(path, one);
            }
            words = text.toString();
            written.put(path, words);
        }
        json.writeRawValue(words);
    }

    private static void write(Path path, JsonGenerator json) throws IOException {
        PathFields f = PathFields.of(path);
        json.writeStartObject();
        json.writeStringField("tenant", path.tenant().map(TenantId::value).orElse("*"));
        json.writeStringField("kind", f.kind().toUpperCase(Locale.ROOT).replace(' ', '_'));
        json.writeStringField("why", path.why());
        if (f.role().isPresent()) {
            json.writeStringField("roleId", f.role().get().id().value());
        }
        if (f.division().isPresent()) {
            json.writeStringField("divisionId", f.division().get().id().value());
        }
        if (f.group().isPresent()) {
            json.writeStringField("groupId", f.group().get().id().value());
        }
        json.writeEndObject();
    }

    private void division(Division division) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", division.id().value());
        json.writeStringField("name", division.name());
        json.writeEndObject();
    }

    private void tenants(Collection<TenantId> tenants) throws IOException {
        each("tenants", List.copyOf(tenants), t -> json.writeString(t.value()));
    }

    private <T> void each(String name, List<T> values, Part<T> part) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            part.write(value);
        }
        json.writeEndArray();
    }

    /** Writes one value. */
    @FunctionalInterface
    private interface Part<T> {
        void write(T value) throws IOException;
    }
}
