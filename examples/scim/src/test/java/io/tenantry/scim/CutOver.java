// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Access;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Invariant;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.Snapshot;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.push.Application;
import io.tenantry.fixtures.push.Attribute;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.EntraPusher;
import io.tenantry.fixtures.push.Person;
import io.tenantry.fixtures.push.PushQuirk;
import io.tenantry.fixtures.push.Pusher;
import io.tenantry.fixtures.push.Receiver;
import io.tenantry.fixtures.push.SourceGroup;
import io.tenantry.fixtures.quirk.ScimQuestions.ScimExternalIdReach;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.store.MemoryStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An organization that the vendor's gallery application provisions, and the same people pushed to our endpoint by a
 * second application of the same directory.
 */
final class CutOver implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");
    private static final String POLICY = """
            {"apiVersion":"tenantry/v1","organization":"fakebpo",
             "defaults":{"authority":"%s","limits":{"accounts":{"max":50,"percent":90},
               "memberships":{"max":50,"percent":90},"grants":{"max":50,"percent":90},"names":{"max":50,"percent":90}}},
             "attributes":{"title":{"from":"title"}},
             "tenants":[
              {"id":"a","division":{"name":"Tenant_A"},"match":{"sourceGroup":"Account-A"},
               "profiles":[{"id":"agent","genesysGroup":"Account-A","roles":["Agent"]}]},
              {"id":"b","division":{"name":"Tenant_B"},"match":{"sourceGroup":"Account-B"},
               "profiles":[{"id":"agent","genesysGroup":"Account-B","roles":["Agent"]}]}]}""";

    final FakeClock clock = new FakeClock(BEGIN);
    final FakeGenesysCloud fake;
    final Directory directory = Directory.entra(7, clock);
    final Application galleryApplication = directory.application();
    final EntraPusher gallery;
    final EntraPusher ours;
    final SourceGroup groupA = directory.createGroup("Account-A");
    final SourceGroup groupB = directory.createGroup("Account-B");
    final ScimStore store = Places.sqlite().open();
    final ScimConnection connection = store.connection("entra");
    private final GenesysCloud genesys;
    private final MemoryStore state = new MemoryStore(clock);

    /** The people who have access, and their divisions, as long as they should keep it. */
    private final Map<String, String> keeps = new HashMap<>();

    private final List<String> gaps = new ArrayList<>();
    private int looked;

    CutOver(ScimExternalIdReach reach, PushQuirk.ExternalIdSource galleryIds) {
        fake = FakeGenesysCloud.builder().clock(clock).with(reach).build();
        organization();
        OAuthClient rival = client("Gallery application");
        gallery = Pusher.of(galleryApplication)
                .to(URI.create(fake.baseUri() + "/api/v2/scim/v2"), fake.bearerToken(rival))
                .through(fake.httpClient())
                .with(galleryIds)
                .entra();
        ScimEndpoint endpoint = ScimEndpoint.of(store);
        ours = Pusher.of(directory.application().assignGroups(groupA.id(), groupB.id()))
                .to(URI.create(ProviderClient.BASE), connection.issueToken("ours"))
                .into(call -> answer(endpoint, call))
                .entra();
        OAuthClient client = client("Tenantry");
        genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(clock)
                .nanoTime(() -> Duration.between(BEGIN, clock.instant()).toNanos())
                .sleeper(clock::advance)
                .build();
    }

    /** Groups of the same names, each with its role, as the gallery application needs them. */
    private void organization() {
        Role agent = fake.createRole("Agent", "routing:conversation:view");
        for (String tenant : List.of("A", "B")) {
            Division division = fake.createDivision("Tenant_" + tenant);
            Group group = fake.createGroup("Account-" + tenant);
            fake.grant(group.id(), agent.id(), division.id());
        }
    }

    private OAuthClient client(String name) {
        Role role = fake.createRole(
                name,
                "directory:user:view",
                "directory:group:view",
                "authorization:grant:view",
                "authorization:role:view",
                "directory:user:add",
                "directory:user:edit",
                "authorization:grant:add",
                "authorization:grant:delete",
                "directory:group:add",
                "directory:group:edit");
        return fake.createClient(name, List.of(role), List.of(Division.ALL));
    }

    private static Receiver.Reply answer(ScimEndpoint endpoint, Receiver.Call call) {
        Map<String, String> headers = new HashMap<>();
        call.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        String target = call.uri().toString().substring(ProviderClient.BASE.length());
        ScimResponse answer = endpoint.handle(ScimRequest.of(
                call.method(), ProviderClient.BASE, target, headers, call.body().getBytes(UTF_8)));
        return new Receiver.Reply(answer.status(), answer.headers(), new String(answer.body(), UTF_8));
    }

    /** Adds a person to the directory, in the group of a tenant. */
    Person joins(String name, String tenant) {
        Person person =
                directory.createPerson(name, name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@acme.example");
        directory.edit(person.id(), p -> p.with(Attribute.TITLE, "Agent").with(Attribute.DIVISION, "Tenant_" + tenant));
        directory.addMembers(tenant.equals("A") ? groupA.id() : groupB.id(), person.id());
        return person;
    }

    /** Lets the gallery application provision two people in one tenant and one in the other, and returns them. */
    List<Person> settled() {
        List<Person> people = List.of(joins("Ana Almeida", "A"), joins("Ben Berg", "A"), joins("Cleo Costa", "B"));
        galleryApplication.assignGroups(groupA.id(), groupB.id());
        galleryCycle();
        for (int i = 0; i < people.size(); i++) {
            keeps(people.get(i), i < 2 ? "Tenant_A" : "Tenant_B");
        }
        return people;
    }

    /** Lets our application push everybody once. */
    void secondApplication() {
        ourCycle();
        connection.finishFirstCycle();
    }

    /** Lets the gallery application write the object id as external id, for everybody again. */
    void mapsObjectIds() {
        gallery.set(PushQuirk.ExternalIdSource.OBJECT_ID);
        gallery.restart();
        galleryCycle();
    }

    /** Switches the mapping of groups off: what the job would send of them does not arrive. */
    void galleryGroupsOff() {
        gallery.faults().on("PATCH", "/Groups/*").always().answer(204);
        gallery.faults().on("DELETE", "/Groups/*").always().answer(204);
    }

    void galleryGroupsOn() {
        gallery.faults().clear();
    }

    /** Takes the division out of the mapping: what is empty is not sent. */
    void galleryDivisionOff() {
        directory.people().forEach(person -> directory.edit(person.id(), p -> p.without(Attribute.DIVISION)));
    }

    /** Moves a person to the group of the other tenant. */
    void moves(Person person, String tenant) {
        boolean toA = tenant.equals("A");
        directory.addMembers((toA ? groupA : groupB).id(), person.id());
        directory.removeMembers((toA ? groupB : groupA).id(), person.id());
    }

    /** Returns how often a person reached two tenants. */
    int crossings() {
        Set<String> tenants = fake.org().divisions().stream()
                .filter(division -> division.name().startsWith("Tenant_"))
                .map(Division::id)
                .collect(Collectors.toSet());
        return fake.history()
                .check(Invariant.oneTenantAtMost(tenants, Set.of()))
                .size();
    }

    /** Lets the gallery application run a cycle, and returns its writes. */
    int galleryCycle() {
        int before = gallery.journal().writes().size();
        clock.advance(Duration.ofMinutes(40));
        gallery.cycle();
        return gallery.journal().writes().size() - before;
    }

    /** Lets our application run a cycle. */
    void ourCycle() {
        clock.advance(Duration.ofMinutes(2));
        ours.cycle();
    }

    Provisioner engine(String authority) {
        return Provisioner.builder()
                .policy(PolicyLoader.read(POLICY.replace("%s", authority), PolicyFormat.JSON, "policy.json")
                        .orThrow())
                .source(connection.source())
                .directory(genesys)
                .store(state)
                .clock(clock)
                .sleeper(clock::advance)
                .build();
    }

    Plan plan(String authority) {
        return engine(authority).plan();
    }

    /** Plans and applies, and returns what was done, in words. */
    List<String> run(String authority) {
        Provisioner engine = engine(authority);
        Plan plan = engine.plan();
        ApplyReport report = engine.apply(plan, Approval.of(plan, "operator"));
        if (!report.isClean()) {
            throw new AssertionError(report.troubles());
        }
        return plan.operations().map(Operation::toString).toList();
    }

    /** Says that a person has access to a division and has to keep it from now on. */
    void keeps(Person person, String division) {
        look();
        keeps.put(person.userName(), division);
    }

    /** Says that a person does not have to keep it any more. */
    void letsGo(Person person) {
        look();
        keeps.remove(person.userName());
    }

    private void look() {
        List<Snapshot> all = fake.history().snapshots();
        for (Snapshot snapshot : all.subList(looked, all.size())) {
            keeps.forEach((name, division) -> {
                if (!reached(snapshot.org(), name).equals(Set.of(division))) {
                    gaps.add(name + " at " + snapshot);
                }
            });
        }
        looked = all.size();
    }

    /** Returns each moment at which a person was without the access to keep, or reached another tenant. */
    List<String> gaps() {
        look();
        return List.copyOf(gaps);
    }

    /** Returns the divisions of tenants that the active accounts of this name reach. */
    Set<String> reached(String userName) {
        return reached(fake.org(), userName);
    }

    private static Set<String> reached(Org org, String userName) {
        return org.usersByEmail(userName).stream()
                .filter(user -> user.state() == UserState.ACTIVE)
                .flatMap(user -> org.effectiveAccess(user.id()).stream())
                .map(Access::divisionId)
                .flatMap(id -> org.division(id).stream())
                .map(Division::name)
                .filter(name -> name.startsWith("Tenant_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the one account of this name. */
    User account(String userName) {
        List<User> all = fake.org().usersByEmail(userName);
        if (all.size() != 1) {
            throw new AssertionError(all);
        }
        return all.get(0);
    }

    String divisionOf(String userName) {
        return fake.org().division(account(userName).divisionId()).orElseThrow().name();
    }

    @Override
    public void close() {
        genesys.close();
        store.close();
        fake.close();
    }
}
