// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Reason;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Sha256;
import io.tenantry.internal.json.JsonNode;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes a plan as JSON and reads it back to an equal plan. The JSON holds the personal data that applying the plan
 * needs, so protect it like the identity source.
 */
public final class PlanJson {
    private static final String FORMAT = "tenantry-plan/v1";

    private PlanJson() {}

    /** Returns the plan as indented JSON. */
    public static String write(Plan plan) {
        JsonNode json = body(plan);
        json.put("fingerprint", plan.fingerprint());
        return json.pretty() + "\n";
    }

    /**
     * Reads a plan from its JSON form.
     *
     * @throws PlanFormatException if the text is no plan, or was altered since it was written
     */
    public static Plan read(String text) {
        try {
            JsonNode json = JsonNode.read(text);
            if (!FORMAT.equals(json.path("format").asText())) {
                throw new PlanFormatException("this is not a plan of the format " + FORMAT, null);
            }
            Plan plan = plan(json);
            // What the plan does not say itself was added by another hand, although the fingerprint does not cover it.
            if (!JsonNode.read(write(plan)).equals(json)) {
                throw new PlanFormatException(
                        "the plan was altered after it was written: its fingerprint does not match; plan again", null);
            }
            return plan;
        } catch (JsonProcessingException e) {
            throw new PlanFormatException("the plan is not valid JSON at " + at(e), e);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new PlanFormatException("the plan holds a value that no plan can have: " + e.getMessage(), e);
        }
    }

    static String fingerprint(Plan plan) {
        return Sha256.hex(body(plan).toString());
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? "an unknown place"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static JsonNode body(Plan plan) {
        JsonNode json = JsonNode.object();
        json.put("format", FORMAT);
        json.put("organization", plan.organization());
        json.put("policyHash", plan.policyHash());
        json.put("source", plan.source());
        json.put("directory", plan.directory());
        json.put("createdAt", plan.createdAt().toString());
        json.put("expiresAt", plan.expiresAt().toString());
        cost(json.putObject("cost"), plan.cost());
        each(json, "batches", plan.batches(), PlanJson::batch);
        each(json, "holds", plan.holds(), PlanJson::hold);
        each(json, "findings", plan.findings(), PlanJson::finding);
        each(json, "rejected", plan.rejected(), PlanJson::rejected);
        JsonNode links = json.putObject("links");
        plan.links().forEach((identity, account) -> links.put(identity.value(), account.value()));
        if (!plan.names().isEmpty()) {
            JsonNode names = json.putObject("names");
            plan.names().forEach(names::put);
        }
        JsonNode given = json.putObject("given");
        plan.given().forEach((tenant, groups) -> {
            JsonNode ids = given.putArray(tenant.value());
            groups.forEach(g -> ids.add(g.value()));
        });
        JsonNode situations = json.putObject("situations");
        plan.situations().forEach(situations::put);
        JsonNode basis = json.putObject("basis");
        plan.basis().forEach((account, seen) -> basis.set(account.value(), basis(seen)));
        if (plan.readsNewAccounts()) {
            json.put("readsNewAccounts", true);
        }
        each(json, "overrides", plan.overrides(), PlanJson::override);
        return json;
    }

    private static Plan plan(JsonNode json) {
        Map<IdentityId, AccountId> links = new TreeMap<>();
        json.path("links")
                .properties()
                .forEach(e -> links.put(
                        new IdentityId(e.getKey()), new AccountId(e.getValue().asText())));
        Map<String, String> names = new TreeMap<>();
        json.path("names")
                .properties()
                .forEach(e -> names.put(e.getKey(), e.getValue().asText()));
        Map<TenantId, Set<GroupId>> given = new TreeMap<>();
        json.path("given").properties().forEach(e -> given.put(new TenantId(e.getKey()), groups(e.getValue())));
        Map<String, Integer> situations = new TreeMap<>();
        json.path("situations")
                .properties()
                .forEach(e -> situations.put(e.getKey(), e.getValue().asInt()));
        Map<AccountId, Basis> basis = new TreeMap<>();
        json.path("basis").properties().forEach(e -> basis.put(new AccountId(e.getKey()), basis(e.getValue())));
        return new Plan(
                text(json, "organization"),
                text(json, "policyHash"),
                text(json, "source"),
                text(json, "directory"),
                Instant.parse(text(json, "createdAt")),
                Instant.parse(text(json, "expiresAt")),
                list(json, "batches", PlanJson::batch),
                list(json, "holds", PlanJson::hold),
                list(json, "findings", PlanJson::finding),
                list(json, "rejected", PlanJson::rejected),
                links,
                names,
                given,
                situations,
                basis,
                json.path("readsNewAccounts").asBoolean(),
                list(json, "overrides", PlanJson::override),
                cost(json.path("cost")));
    }

    private static JsonNode basis(Basis basis) {
        JsonNode json = JsonNode.object();
        json.put("state", basis.state().name());
        json.put("division", basis.division().value());
        json.put("userName", basis.userName());
        basis.externalId().ifPresent(e -> json.put("externalId", e));
        JsonNode tenants = json.putArray("tenants");
        basis.tenants().forEach(t -> tenants.add(t.value()));
        return json;
    }

    private static Basis basis(JsonNode json) {
        return new Basis(
                AccountState.valueOf(text(json, "state")),
                new DivisionId(text(json, "division")),
                text(json, "userName"),
                optional(json, "externalId"),
                tenants(json.path("tenants")));
    }

    private static Set<GroupId> groups(JsonNode json) {
        Set<GroupId> groups = new TreeSet<>();
        json.forEach(g -> groups.add(new GroupId(g.asText())));
        return groups;
    }

    private static SortedSet<TenantId> tenants(JsonNode json) {
        SortedSet<TenantId> tenants = new TreeSet<>();
        json.forEach(t -> tenants.add(new TenantId(t.asText())));
        return tenants;
    }

    private static void cost(JsonNode json, Cost cost) {
        json.put("writes", cost.writes());
        json.put("reads", cost.reads());
        json.put("callsPerMinute", cost.callsPerMinute());
    }

    private static Cost cost(JsonNode json) {
        return new Cost(
                json.path("writes").asInt(),
                json.path("reads").asInt(),
                json.path("callsPerMinute").asInt());
    }

    private static JsonNode batch(Batch batch) {
        JsonNode json = JsonNode.object();
        json.put("number", batch.number());
        json.put("phase", batch.phase().name());
        each(json, "operations", batch.operations(), PlanJson::operation);
        return json;
    }

    private static Batch batch(JsonNode json) {
        return new Batch(
                json.path("number").asInt(),
                Phase.valueOf(text(json, "phase")),
                list(json, "operations", PlanJson::operation));
    }

    private static JsonNode hold(Hold hold) {
        JsonNode json = JsonNode.object();
        json.put("code", hold.code().key());
        hold.tenant().ifPresent(t -> json.put("tenant", t.value()));
        json.put("message", hold.message());
        json.put("advice", hold.advice());
        if (hold.dependsOnOthers()) {
            JsonNode until = json.putArray("until");
            hold.until().forEach(until::add);
        }
        each(json, "operations", hold.operations(), PlanJson::operation);
        return json;
    }

    private static Hold hold(JsonNode json) {
        Hold hold = new Hold(
                holdCode(json),
                optional(json, "tenant").map(TenantId::new),
                list(json, "operations", PlanJson::operation),
                text(json, "message"),
                text(json, "advice"));
        return json.has("until") ? hold.releasedBy(Set.copyOf(list(json, "until", JsonNode::asText))) : hold;
    }

    /** Returns one operation as JSON, in the form that a plan, a report and a log of operations share. */
    static JsonNode operation(Operation operation) {
        JsonNode json = JsonNode.object();
        json.put("number", operation.number());
        json.put("tenant", operation.tenant().value());
        operation.person().ifPresent(p -> json.set("person", person(p)));
        json.set("change", ChangeJson.write(operation.change()));
        json.put("rule", operation.reason().rule());
        json.put("fact", operation.reason().fact());
        json.put("basis", operation.reason().basis().name());
        operation.loser().ifPresent(t -> json.put("loser", t.value()));
        if (operation.loser().isPresent() || operation.counted()) {
            json.put("counted", operation.counted());
        }
        return json;
    }

    private static Operation operation(JsonNode json) {
        return new Operation(
                json.path("number").asInt(),
                new TenantId(text(json, "tenant")),
                json.has("person") ? Optional.of(person(json.path("person"))) : Optional.empty(),
                ChangeJson.read(json.path("change")),
                new Reason(text(json, "rule"), text(json, "fact"), Reason.Basis.valueOf(text(json, "basis"))),
                optional(json, "loser").map(TenantId::new),
                json.path("counted").asBoolean());
    }

    private static JsonNode person(Person person) {
        JsonNode json = JsonNode.object();
        person.identity().ifPresent(i -> json.put("identity", i.value()));
        person.account().ifPresent(a -> json.put("account", a.value()));
        json.put("userName", person.userName());
        return json;
    }

    private static Person person(JsonNode json) {
        return new Person(
                optional(json, "identity").map(IdentityId::new),
                optional(json, "account").map(AccountId::new),
                text(json, "userName"));
    }

    private static JsonNode finding(Finding finding) {
        JsonNode json = JsonNode.object();
        json.put("code", finding.code().key());
        json.put("severity", finding.severity().name());
        finding.tenant().ifPresent(t -> json.put("tenant", t.value()));
        json.put("subject", finding.subject());
        if (!finding.name().isEmpty()) {
            json.put("name", finding.name());
        }
        json.put("message", finding.message());
        json.put("advice", finding.advice());
        return json;
    }

    private static Finding finding(JsonNode json) {
        return new Finding(
                findingCode(json),
                Finding.Severity.valueOf(text(json, "severity")),
                optional(json, "tenant").map(TenantId::new),
                text(json, "subject"),
                text(json, "message"),
                text(json, "advice"),
                optional(json, "name").orElse(""));
    }

    private static HoldCode holdCode(JsonNode json) {
        String key = text(json, "code");
        return HoldCode.named(key).orElseThrow(() -> new IllegalArgumentException("no hold is called \"" + key + "\""));
    }

    private static FindingCode findingCode(JsonNode json) {
        String key = text(json, "code");
        return FindingCode.named(key)
                .orElseThrow(() -> new IllegalArgumentException("no finding is called \"" + key + "\""));
    }

    private static JsonNode override(LimitOverride override) {
        JsonNode json = JsonNode.object();
        json.put("plan", override.plan());
        json.put("code", override.code().key());
        override.tenant().ifPresent(t -> json.put("tenant", t.value()));
        json.put("by", override.by());
        json.put("reason", override.reason());
        return json;
    }

    private static LimitOverride override(JsonNode json) {
        return new LimitOverride(
                text(json, "plan"),
                holdCode(json),
                optional(json, "tenant").map(TenantId::new),
                text(json, "by"),
                text(json, "reason"));
    }

    private static JsonNode rejected(RejectedRow row) {
        JsonNode json = JsonNode.object();
        json.put("origin", row.origin());
        row.id().ifPresent(i -> json.put("identity", i.value()));
        row.userName().ifPresent(name -> json.put("userName", name));
        json.put("problem", row.problem());
        return json;
    }

    private static RejectedRow rejected(JsonNode json) {
        return new RejectedRow(
                text(json, "origin"),
                optional(json, "identity").map(IdentityId::new),
                optional(json, "userName"),
                text(json, "problem"));
    }

    private static <T> void each(JsonNode json, String name, List<T> values, Function<T, JsonNode> form) {
        JsonNode array = json.putArray(name);
        values.forEach(v -> array.add(form.apply(v)));
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>();
        json.path(name).forEach(n -> values.add(form.apply(n)));
        return values;
    }

    static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing or is not a text");
        }
        return value.asText();
    }

    static Optional<String> optional(JsonNode json, String name) {
        return json.has(name) ? Optional.of(text(json, name)) : Optional.empty();
    }
}
