// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.identity.Identity;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.Limit;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.MemoryStore;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts, on the same fake, the calls that Tenantry and a connector working person by person take for the same outcome: people
 * in their divisions and in the five groups of their tenants. Arguments: people, tenants, movers.
 */
final class CallTable {
    private static final int GROUPS = 5;
    private static final String USERS = "/api/v2/scim/v2/users";

    private final int people;
    private final int tenants;
    private final int movers;

    private CallTable(int people, int tenants, int movers) {
        this.people = people;
        this.tenants = tenants;
        this.movers = movers;
    }

    static void run(String[] arguments) throws IOException, InterruptedException {
        int people = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        int tenants = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int movers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 500;
        new CallTable(people, tenants, movers).print();
    }

    private void print() throws IOException, InterruptedException {
        long[] ours = ours();
        long[] naive = naive();
        System.out.printf(Locale.ROOT, "%-28s %10s %10s %8s%n", "", "Tenantry", "connector", "ratio");
        String[] rows = {people + " joiners, all calls", movers + " movers, all calls"};
        for (int i = 0; i < rows.length; i++) {
            System.out.printf(
                    Locale.ROOT, "%-28s %,10d %,10d %7.1fx%n", rows[i], ours[i], naive[i], naive[i] / (double) ours[i]);
        }
    }

    private long[] ours() {
        try (FakeGenesysCloud fake = FakeGenesysCloud.create();
                GenesysCloud genesys = adapter(fake)) {
            organization(fake, false);
            MemorySource source = MemorySource.named("bench");
            for (int i = 0; i < people; i++) {
                source.put(identity(i, i % tenants));
            }
            Provisioner provisioner = Provisioner.builder()
                    .policy(policy(genesys.organization().shortName()))
                    .source(source)
                    .directory(genesys)
                    .store(new MemoryStore(fake.clock()))
                    .clock(fake.clock())
                    .sleeper(fake::advance)
                    .build();
            fake.recorder().clear();
            apply(provisioner);
            long joined = fake.recorder().count();
            for (int i = 0; i < movers; i++) {
                source.put(identity(mover(i), 1));
            }
            fake.recorder().clear();
            apply(provisioner);
            return new long[] {joined, fake.recorder().count()};
        }
    }

    private static void apply(Provisioner provisioner) {
        Plan plan = provisioner.plan();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "bench"));
        if (!report.isClean() || !plan.holds().isEmpty() || !provisioner.plan().isEmpty()) {
            throw new AssertionError("the second plan is not empty: " + report.troubles());
        }
    }

    /** Looks each person up, then writes the person, then each membership, as the gallery connectors do. */
    private long[] naive() throws IOException, InterruptedException {
        try (FakeGenesysCloud fake = FakeGenesysCloud.create()) {
            organization(fake, true);
            Map<String, String> groups = new HashMap<>();
            fake.org().groups().forEach(g -> groups.put(g.name(), g.id()));
            Connector connector = new Connector(fake.httpClient(), fake.baseUri(), fake.bearerToken());
            String[] ids = new String[people];
            fake.recorder().clear();
            for (int i = 0; i < people; i++) {
                connector.call("GET", USERS + "?filter=" + encoded("userName eq \"" + userName(i) + "\""), "");
                ids[i] = connector.create(i, i % tenants);
                for (int g = 0; g < GROUPS; g++) {
                    connector.member("add", groups.getOrDefault(group(i % tenants, g), ""), ids[i]);
                }
            }
            long joined = fake.recorder().count();
            fake.recorder().clear();
            for (int i = 0; i < movers; i++) {
                int person = mover(i);
                connector.call("GET", USERS + "?filter=" + encoded("userName eq \"" + userName(person) + "\""), "");
                connector.move(ids[person], 1);
                for (int g = 0; g < GROUPS; g++) {
                    connector.member("remove", groups.getOrDefault(group(person % tenants, g), ""), ids[person]);
                    connector.member("add", groups.getOrDefault(group(1, g), ""), ids[person]);
                }
            }
            return new long[] {joined, fake.recorder().count()};
        }
    }

    private void organization(FakeGenesysCloud fake, boolean withGroups) {
        fake.createRole("Agent");
        for (int t = 0; t < tenants; t++) {
            fake.createDivision(division(t));
            for (int g = 0; withGroups && g < GROUPS; g++) {
                fake.createGroup(group(t, g));
            }
        }
    }

    private static GenesysCloud adapter(FakeGenesysCloud fake) {
        Clock clock = fake.clock();
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(clock)
                .nanoTime(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .sleeper(fake::advance)
                .build();
    }

    private OrganizationPolicy policy(String organization) {
        Map<EntitlementKind, Limit> limits = new EnumMap<>(EntitlementKind.class);
        for (EntitlementKind kind : EntitlementKind.values()) {
            limits.put(kind, new Limit(1_000_000, 100));
        }
        Governance governance = new Governance(LeaverMode.DEACTIVATE, Map.of(), limits);
        List<TenantPolicy> all = new ArrayList<>();
        for (int t = 0; t < tenants; t++) {
            List<AccessProfile> profiles = new ArrayList<>();
            for (int g = 0; g < GROUPS; g++) {
                profiles.add(new AccessProfile("p" + g, Optional.empty(), group(t, g), Set.of("Agent")));
            }
            DivisionRef division = new DivisionRef(division(t), Optional.empty(), false);
            Condition match = new Condition.SourceGroup("Account-" + t);
            all.add(new TenantPolicy(new TenantId("t" + t), "Tenant " + t, division, match, profiles, governance));
        }
        return new OrganizationPolicy(
                organization,
                governance,
                List.of(new AttributeRule(AccountAttribute.TITLE, "jobTitle", AttributeRule.Strength.ALWAYS)),
                all,
                List.of(),
                List.of(),
                Set.of(),
                "bench");
    }

    /** Returns the person who moves as the i-th, from every tenant but the one that all move to. */
    private int mover(int i) {
        int each = people / tenants;
        int from = i / each;
        return (i % each) * tenants + (from == 0 ? 0 : from + 1);
    }

    private static Identity identity(int i, int tenant) {
        return Identity.of(
                "hr-" + i, userName(i), "Agent " + i, List.of("Account-" + tenant), Map.of("jobTitle", "Agent"));
    }

    private static String userName(int i) {
        return "agent" + i + "@bpo.example";
    }

    private static String division(int tenant) {
        return "Division " + tenant;
    }

    private static String group(int tenant, int group) {
        return "Group " + tenant + " " + group;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A connector without batches: one call for each thing. */
    private record Connector(HttpClient client, URI base, String token) {
        String create(int i, int tenant) throws IOException, InterruptedException {
            String body = "{\"schemas\":[],\"active\":true,\"userName\":\"%s\",\"displayName\":\"Agent %d\",%s}"
                    .formatted(userName(i), i, enterprise(tenant));
            String answer = call("POST", USERS, body);
            int at = answer.indexOf("\"id\":\"") + "\"id\":\"".length();
            return answer.substring(at, answer.indexOf('"', at));
        }

        void move(String user, int tenant) throws IOException, InterruptedException {
            String path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division";
            call("PATCH", USERS + "/" + user, patch("{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}"
                    .formatted(path, division(tenant))));
        }

        void member(String op, String group, String user) throws IOException, InterruptedException {
            String operation = op.equals("add")
                    ? "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(user)
                    : "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(user);
            call("PATCH", "/api/v2/scim/v2/groups/" + group, patch(operation));
        }

        String call(String method, String path, String body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        }

        private static String patch(String operation) {
            return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}";
        }

        private static String enterprise(int tenant) {
            return "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"division\":\"" + division(tenant)
                    + "\"}";
        }
    }
}
