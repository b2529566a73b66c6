// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.Provisioner;
import io.tenantry.command.WatchText;
import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Invariant;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.push.Application;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.EntraPusher;
import io.tenantry.fixtures.push.Person;
import io.tenantry.fixtures.push.Pusher;
import io.tenantry.fixtures.push.Receiver;
import io.tenantry.fixtures.push.SourceGroup;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.scim.ScimConnection;
import io.tenantry.scim.ScimEndpoint;
import io.tenantry.scim.ScimRequest;
import io.tenantry.scim.ScimResponse;
import io.tenantry.scim.ScimStore;
import io.tenantry.store.MemoryStore;
import io.tenantry.watch.Watch;
import io.tenantry.watch.WatchEvent;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Zero touch: an administrator changes people in Entra ID, Entra ID pushes them by SCIM, and a watch carries each on into
 * Genesys Cloud. Provider and Genesys Cloud are fakes on this machine, on one virtual clock; the endpoint, its store and
 * the watch are the real ones.
 */
final class SecondAct implements AutoCloseable {
    private static final URI ENDPOINT = URI.create("https://scim.acme-bpo.example/scim/v2");
    private static final Instant TUESDAY = Instant.parse("2026-11-10T08:00:00Z");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String POLICY = """
            apiVersion: tenantry/v1
            organization: fakebpo
            tenants:
              - id: retail
                name: Retail
                division: { name: Tenant_Retail }
                match: { sourceGroup: Account-Retail }
                profiles: [{ id: agent, genesysGroup: Retail Agents, roles: [Agent] }]
              - id: health
                name: Health
                division: { name: Tenant_Health }
                match: { sourceGroup: Account-Health }
                profiles: [{ id: agent, genesysGroup: Health Agents, roles: [Agent] }]
            """;

    /** One thing that the administrator of the provider does, and when. */
    private record Scene(Duration at, Runnable act) {}

    private final PrintStream out;
    private final FakeClock clock = new FakeClock(TUESDAY);
    private final FakeGenesysCloud fake =
            FakeGenesysCloud.builder().clock(clock).limit(RateLimit.GENESYS).build();
    private final Directory provider = Directory.entra(7, clock);
    private final SourceGroup retail = provider.createGroup("Account-Retail");
    private final SourceGroup health = provider.createGroup("Account-Health");
    private final ScimStore pushes;
    private final ScimConnection connection;
    private final EntraPusher entra;
    private final GenesysCloud genesys;
    private final Watch watch;
    private final Deque<Scene> scenes = new ArrayDeque<>();
    private final List<String> broken = new ArrayList<>();

    /** @param directory where the database of the endpoint may stand */
    SecondAct(Path directory, PrintStream out) {
        this.out = out;
        List.of("Tenant_Retail", "Tenant_Health").forEach(fake::createDivision);
        fake.createRole("Agent", "routing:conversation:view");
        pushes = ScimStore.file(directory.resolve("pushes.db"));
        connection = pushes.connection("entra");
        ScimEndpoint endpoint = ScimEndpoint.of(pushes);
        Application application = provider.application().assignGroups(retail.id(), health.id());
        entra = Pusher.of(application)
                .to(ENDPOINT, connection.issueToken("quick start"))
                .into(call -> answer(endpoint, call))
                .entra();
        OAuthClient client = DocumentedClient.of(fake);
        genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(clock)
                .nanoTime(() -> Duration.between(TUESDAY, clock.instant()).toNanos())
                .sleeper(clock::advance)
                .build();
        watch = Watch.builder()
                .provisioner(Provisioner.builder()
                        .policy(PolicyLoader.read(POLICY, PolicyFormat.YAML, "policy.yaml")
                                .orThrow())
                        .source(connection.source())
                        .directory(genesys)
                        .store(new MemoryStore(clock))
                        .clock(clock)
                        .sleeper(clock::advance)
                        .build())
                .clock(clock)
                .sleeper(this::pass)
                .listener(this::tell)
                .build();
    }

    private static Receiver.Reply answer(ScimEndpoint endpoint, Receiver.Call call) {
        Map<String, String> headers = new HashMap<>();
        call.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        String target = call.uri().toString().substring(ENDPOINT.toString().length());
        ScimResponse answer = endpoint.handle(ScimRequest.of(
                call.method(), ENDPOINT.toString(), target, headers, call.body().getBytes(UTF_8)));
        return new Receiver.Reply(answer.status(), answer.headers(), new String(answer.body(), UTF_8));
    }

    /** Plays it and returns the promises that were broken. */
    List<String> play() {
        out.println();
        out.println("== Second act: nobody runs a command");
        List.of("Ben Berg", "Cleo Costa").forEach(name -> join(retail, name));
        join(health, "Dora Dahl");
        say("provider", "3 people in 2 groups; the first cycle takes " + DaySummary.count(entra.work(), "request"));
        connection.finishFirstCycle();
        say("operator", "the first cycle is finished");
        Person ana = provider.createPerson("Ana López", "ana.lopez@acme-bpo.example");
        scenes.add(new Scene(Duration.ofMinutes(50), () -> joins(ana)));
        scenes.add(new Scene(Duration.ofMinutes(90), () -> shown(ana, "Tenant_Retail", "Retail Agents")));
        scenes.add(new Scene(Duration.ofMinutes(100), () -> moves(ana)));
        scenes.add(new Scene(Duration.ofMinutes(130), () -> shown(ana, "Tenant_Health", "Health Agents")));
        scenes.add(new Scene(Duration.ofMinutes(140), () -> leaves(ana)));
        scenes.add(new Scene(Duration.ofMinutes(170), () -> gone(ana)));
        watch.run();
        end();
        return List.copyOf(broken);
    }

    private void join(SourceGroup group, String name) {
        String user = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@acme-bpo.example";
        provider.addMembers(group.id(), provider.createPerson(name, user).id());
    }

    private void joins(Person ana) {
        provider.addMembers(retail.id(), ana.id());
        say("provider", "an administrator adds a person to Account-Retail");
    }

    private void moves(Person ana) {
        provider.removeMembers(retail.id(), ana.id());
        provider.addMembers(health.id(), ana.id());
        say("provider", "the person goes from Account-Retail to Account-Health");
    }

    private void leaves(Person ana) {
        provider.disable(ana.id());
        say("provider", "the person is disabled");
    }

    private void shown(Person ana, String division, String group) {
        List<User> accounts = accounts(ana);
        Set<String> groups = accounts.stream().flatMap(this::groups).collect(Collectors.toSet());
        Set<String> divisions = accounts.stream()
                .map(a ->
                        fake.org().division(a.divisionId()).map(Division::name).orElse("?"))
                .collect(Collectors.toSet());
        say(
                "Genesys",
                DaySummary.count(accounts.size(), "account") + " in division " + divisions + ", groups " + groups);
        expect(
                divisions.equals(Set.of(division)) && groups.equals(Set.of(group)),
                "the person is in " + division + " alone");
    }

    private void gone(Person ana) {
        boolean active = accounts(ana).stream().anyMatch(a -> a.state() == UserState.ACTIVE);
        say("Genesys", active ? "the account is active" : "the account may not log in");
        expect(!active, "a person who is disabled at the provider may not log in");
        watch.stop();
    }

    private List<User> accounts(Person person) {
        return fake.org().usersByEmail(person.userName());
    }

    private Stream<String> groups(User account) {
        return fake.org().groupsOf(account.id()).stream().map(Group::name);
    }

    private void end() {
        Set<String> divisions = fake.org().divisions().stream()
                .filter(d -> d.name().startsWith("Tenant_"))
                .map(Division::id)
                .collect(Collectors.toSet());
        int leaks = fake.history()
                .check(Invariant.oneTenantAtMost(divisions, Set.of()))
                .size();
        expect(leaks == 0, "at each moment of the second act each person reached one tenant at most");
        broken.forEach(b -> out.println("BROKEN: " + b));
        out.println(broken.isEmpty() ? "All promises of the second act kept." : "Promises broken: " + broken.size());
    }

    // The watch waits a second at a time, and time is what moves the provider and its administrator too.
    private void pass(Duration wait) {
        clock.advance(wait);
        while (!scenes.isEmpty()
                && !clock.instant().isBefore(TUESDAY.plus(scenes.peek().at()))) {
            scenes.remove().act().run();
        }
        if (!entra.nextDue().isAfter(clock.instant()) && entra.work() > 0) {
            say("provider", "its cycle pushes what changed");
        }
    }

    private void tell(WatchEvent event) {
        WatchText.of(event).ifPresent(line -> say("watch", line.substring(line.indexOf(' ') + 1)));
    }

    private void say(String who, String what) {
        out.printf("  %s %-9s %s%n", TIME.format(clock.instant()), who, what);
    }

    private void expect(boolean holds, String promise) {
        if (!holds) {
            broken.add(promise);
        }
    }

    @Override
    public void close() {
        genesys.close();
        pushes.close();
        fake.close();
    }
}
