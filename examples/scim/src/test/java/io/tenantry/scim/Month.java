// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.Provisioner;
import io.tenantry.change.Finding;
import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.Retention;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.push.Application;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.OktaPusher;
import io.tenantry.fixtures.push.PushQuirk;
import io.tenantry.fixtures.push.Pusher;
import io.tenantry.fixtures.push.PusherBuilder;
import io.tenantry.fixtures.push.Receiver;
import io.tenantry.fixtures.push.Unreliability;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.JdbcStore;
import io.tenantry.watch.Schedule;
import io.tenantry.watch.Watch;
import io.tenantry.watch.WatchEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * A month of a provider that pushes, the endpoint, a watch and Genesys Cloud, on one virtual clock and in one thread:
 * all that waits, in the watch or in the middle of a run, lets the provider work meanwhile.
 */
final class Month implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration QUIET = Duration.ofDays(4);
    private static final String IDENTITY = "identity ";

    /** What is another text at each failure of a kind. */
    private static final Pattern NUMBERS = Pattern.compile("(:| [0-9]+ times).*");

    private static final Duration NAP = Duration.ofSeconds(20);

    /** How large an outsourcer is, and for how long. */
    record Size(int people, int tenants, int days) {}

    /** Where the pushes and the state of the watch are kept. */
    record Place(DataSource pushes, DataSource state, String schema) {
        static Place sqlite() {
            try {
                Path directory = Files.createTempDirectory("month");
                return new Place(file(directory.resolve("pushes.db")), file(directory.resolve("state.db")), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static DataSource file(Path file) {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + file);
            return source;
        }

        static Place postgres(String schema) {
            return new Place(Places.pool(), Places.pool(), schema);
        }
    }

    /** The process ends here, in the middle of a call; of all errors, a run does not survive this kind. */
    private static final class Killed extends InternalError {
        private static final long serialVersionUID = 1;
    }

    private final Size size;
    private final Place place;
    private final Random random;
    private final FakeClock clock = new FakeClock(BEGIN);
    private final Instant end;
    private final FakeGenesysCloud fake;
    private final OAuthClient client;
    private final Pusher pusher;
    private final MonthPolicy policy;
    private final MonthLife life;
    private final MonthTimes times;
    private final String token;
    private final Map<String, Integer> met = new TreeMap<>();
    private Instant cutUntil = Instant.MIN;
    private Instant leaseUntil = Instant.MAX;
    private Instant pushed = BEGIN;
    private boolean acting;
    private int minutes;
    private int most;
    private int called;
    private @Nullable Host process;

    /** What a process of the host holds. */
    private final class Host implements AutoCloseable {
        final FailingDatabase database = new FailingDatabase(place.state(), Month.this::isCut);
        final ScimStore pushes = ScimStore.on(new FailingDatabase(place.pushes(), Month.this::isCut).seen())
                .schema(place.schema())
                .clock(clock)
                .open();
        final JdbcStore state =
                JdbcStore.on(database.seen()).schema(place.schema()).open();
        final ScimConnection connection = pushes.connection("provider");
        final ScimEndpoint endpoint = ScimEndpoint.of(pushes);
        final GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(clock)
                .nanoTime(() -> Duration.between(BEGIN, clock.instant()).toNanos())
                .sleeper(Month.this::pass)
                .build();
        final Watch watch = Watch.builder()
                .policy(policy::inForce, this::engine)
                .every(size.people() < 1_000 ? Duration.ofMinutes(15) : Duration.ofMinutes(1))
                .sweeps(Schedule.never())
                .proofs(Schedule.every(Duration.ofDays(7)))
                .clock(clock)
                .sleeper(Month.this::idle)
                .listener(Month.this::hear)
                .build();

        Provisioner engine(OrganizationPolicy inForce) {
            return Provisioner.builder()
                    .policy(inForce)
                    .source(connection.source())
                    .directory(genesys)
                    .store(state)
                    .clock(clock)
                    .sleeper(Month.this::pass)
                    .build();
        }

        @Override
        public void close() {
            genesys.close();
            state.close();
            pushes.close();
        }
    }

    Month(boolean entra, long seed, Size size, Place place) {
        this.size = size;
        this.place = place;
        random = new Random(seed);
        end = BEGIN.plus(Duration.ofDays(size.days()));
        fake = FakeGenesysCloud.builder()
                .seed(seed)
                .clock(clock)
                .limit(RateLimit.GENESYS)
                .requestTime(Duration.ofMillis(100))
                .record(new Retention(100, 1_000_000))
                .with(Quirk.MembershipWrites.LATER)
                .build();
        fake.lag(Lag.SEARCH, Duration.ZERO, Duration.ofMinutes(2));
        fake.lag(Lag.LISTS, Duration.ZERO, Duration.ofSeconds(5));
        fake.lag(Lag.MEMBERSHIPS, Duration.ZERO, Duration.ofSeconds(5));
        client = organization(fake, size.tenants());
        Directory directory = entra ? Directory.entra(seed, clock) : Directory.okta(seed, clock);
        Application application = directory.application();
        token = issued(place);
        PusherBuilder builder = Pusher.of(application)
                .to(URI.create(ProviderClient.BASE), token)
                .into(this::receive)
                .seed(seed)
                .keep(1_000)
                .requestTime(Duration.ofMillis(20))
                .unreliable(new Unreliability(5, 5));
        pusher = entra ? builder.with(PushQuirk.LateMembers.SENT).entra() : builder.okta();
        policy = new MonthPolicy(size.tenants(), size.people());
        life = new MonthLife(seed, pusher, policy, size.tenants());
        times = new MonthTimes(fake, life);
    }

    /** Makes the roles, the divisions of so many tenants, and the client that provisions them. */
    static OAuthClient organization(FakeGenesysCloud fake, int tenants) {
        Role reads = fake.createRole(
                "Tenantry reads",
                "directory:user:view",
                "directory:group:view",
                "authorization:grant:view",
                "authorization:role:view");
        Role writes = fake.createRole(
                "Tenantry writes",
                "directory:user:add",
                "directory:user:edit",
                "authorization:grant:add",
                "authorization:grant:delete",
                "directory:group:add",
                "directory:group:edit");
        fake.createRole("Agent", "routing:conversation:view");
        fake.createRole("Lead", "routing:conversation:view", "quality:evaluation:view");
        IntStream.range(0, tenants).forEach(tenant -> fake.createDivision("Tenant_" + tenant));
        OAuthClient made = fake.createClient("Tenantry", List.of(reads), List.of(Division.ALL));
        fake.org().divisions().forEach(division -> fake.grant(made.id(), writes.id(), division.id()));
        Grant first = fake.grants(fake.rootClient().id()).get(0);
        fake.change("the first client is done", org -> org.without(first));
        return made;
    }

    /** Issues the token of the provider. */
    static String issued(Place place) {
        try (ScimStore store =
                ScimStore.on(place.pushes()).schema(place.schema()).open()) {
            return store.connection("provider").issueToken("month");
        }
    }

    private boolean isCut() {
        return clock.instant().isBefore(cutUntil);
    }

    private Receiver.Reply receive(Receiver.Call call) {
        Host now = process;
        if (now == null) {
            throw new UncheckedIOException(new IOException("connection refused"));
        }
        Map<String, String> headers = new HashMap<>();
        call.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        String target = call.uri().toString().substring(ProviderClient.BASE.length());
        ScimResponse answer = now.endpoint.handle(ScimRequest.of(
                call.method(), ProviderClient.BASE, target, headers, call.body().getBytes(UTF_8)));
        if (answer.status() >= 500) {
            count("answers of the endpoint with " + answer.status());
        }
        return new Receiver.Reply(answer.status(), answer.headers(), new String(answer.body(), UTF_8));
    }

    /** Lives through the month, and four days more in which nothing happens. */
    void live() {
        life.settle(size.people());
        process = new Host();
        for (int i = 0; i < 10; i++) {
            pusher.work();
            clock.advance(Duration.ofMinutes(40));
        }
        connection().finishFirstCycle();
        life.plan(size.days(), size.people());
        trouble();
        while (clock.instant().isBefore(end.plus(QUIET))) {
            try {
                process().watch.run();
            } catch (Killed e) {
                count("processes killed");
                times.met("the process was killed");
            }
            restart();
        }
    }

    private void end() {
        Host ended = process;
        process = null;
        if (ended != null) {
            ended.close();
        }
    }

    // Pushes that come before it runs again find nobody.
    private void restart() {
        end();
        Instant least = clock.instant().plusSeconds(random.nextInt(300));
        while (isCut() || clock.instant().isBefore(least)) {
            pass(Duration.ofSeconds(1));
        }
        process = new Host();
    }

    private void trouble() {
        for (int day = 1; day < size.days(); day++) {
            eachDay(at(day), at(day), at(day));
            life.on(at(day), "an administrator of the provider looked at what failed", this::retryFailed);
            switch (day % 4) {
                case 1 ->
                    life.on(
                            at(day),
                            "Genesys Cloud was down for an hour",
                            () -> fake.faults()
                                    .onAny()
                                    .between(clock.instant(), in(60))
                                    .always()
                                    .answer(503));
                case 2 -> {
                    life.on(
                            at(day),
                            "the endpoint was out of reach for two hours",
                            () -> pusher.faults()
                                    .onAny()
                                    .between(clock.instant(), in(120))
                                    .always()
                                    .lose());
                    life.on(at(day), "the process was started again", this::stop);
                }
                case 3 -> {
                    life.on(at(day), "the databases were out of reach for 40 minutes", this::cut);
                    life.on(at(day), "the process was killed at one of its next calls", this::kill);
                }
                default -> life.on(at(day), "nothing failed for long", () -> {});
            }
        }
        life.on(end.plus(QUIET), "the month ended", this::stop);
    }

    private void eachDay(Instant first, Instant second, Instant third) {
        life.on(
                first,
                "the token's minute was used up by others",
                () -> fake.faults().onAny().storm(clock.instant(), in(3), Quirk.RetryAfterForm.SECONDS));
        life.on(
                second,
                "an answer of Genesys Cloud was lost",
                () -> fake.faults().onAny().nth(1 + random.nextInt(30)).commitThenLose());
        life.on(
                third,
                "the endpoint was throttled",
                () -> pusher.faults().onAny().times(3).answer(429, "Retry-After", "30"));
    }

    private void retryFailed() {
        if (pusher instanceof OktaPusher okta) {
            okta.retryFailed();
        }
    }

    private void stop() {
        Host now = process;
        if (now != null) {
            now.watch.stop();
        }
    }

    private void cut() {
        cutUntil = in(40);
        leaseUntil = in(43);
    }

    // Leases go by the clock of the database, which is real: the minutes of a month pass before it moves.
    private void expire() {
        Host now = process;
        if (now != null && clock.instant().isAfter(leaseUntil)) {
            String schema = place.schema().isEmpty() ? "" : place.schema() + ".";
            now.database.update("update " + schema + "tenantry_lease set expires = 0");
            leaseUntil = Instant.MAX;
        }
    }

    private void kill() {
        fake.faults()
                .onAny()
                .nth(1 + random.nextInt(12))
                .running(() -> {
                    throw new Killed();
                })
                .pass();
    }

    private Instant at(int day) {
        return BEGIN.plus(Duration.ofDays(day)).plusSeconds(7 * 3600 + random.nextInt(12 * 3600));
    }

    private Instant in(int minutesFromNow) {
        return clock.instant().plus(Duration.ofMinutes(minutesFromNow));
    }

    // A watch that sleeps may sleep a little longer while nothing happens, such as at night.
    private void idle(Duration wait) {
        expire();
        Instant soon = clock.instant().plus(NAP);
        boolean asleep = clock.instant().isAfter(pushed.plus(Duration.ofMinutes(10)))
                && life.next().isAfter(soon)
                && pusher.nextDue().isAfter(soon);
        pass(asleep ? NAP : wait);
    }

    // A side that waits lets the others work, but a provider does not push while it pushes.
    private void pass(Duration wait) {
        clock.advance(wait);
        if (acting) {
            return;
        }
        acting = true;
        try {
            measure();
            life.until(clock.instant());
            if (!pusher.nextDue().isAfter(clock.instant()) && pusher.work() > 0) {
                pushed = clock.instant();
                times.pushed(pusher.belief(), clock.instant(), clock.instant().isAfter(BEGIN.plus(Duration.ofDays(1))));
                wake();
            }
        } finally {
            acting = false;
        }
    }

    private void wake() {
        Host now = process;
        if (now != null) {
            now.watch.wake();
        }
    }

    private void measure() {
        int minute = (int) Duration.between(BEGIN, clock.instant()).toMinutes();
        if (minute > minutes) {
            most = Math.max(most, (fake.recorder().count() - called) / (minute - minutes));
            minutes = minute;
            called = fake.recorder().count();
        }
    }

    private void hear(WatchEvent event) {
        if (event instanceof WatchEvent.Failed failed) {
            count("failures that the watch met");
            times.met("a failure: " + NUMBERS.matcher(failed.reason()).replaceFirst(""));
        } else if (event instanceof WatchEvent.Reconciled done) {
            delays(done);
            count(done.everybody().isEmpty() ? "runs for people who changed" : "runs for everybody");
            if (done.plan().held().findAny().isPresent()) {
                count("runs that held something");
            }
        } else if (event instanceof WatchEvent.PolicyChanged) {
            times.met("the policy was edited");
        } else if (event instanceof WatchEvent.Proven proven) {
            count("proofs: " + proven.proof().verdict());
        }
    }

    private void delays(WatchEvent.Reconciled done) {
        done.everybody().ifPresent(why -> times.met("read everybody: " + why));
        for (Hold hold : done.plan().holds()) {
            hold.operations().stream()
                    .flatMap(operation -> operation.person().stream())
                    .flatMap(person -> person.identity().stream())
                    .forEach(id -> times.met("held: " + hold.message(), id.value()));
        }
        for (Finding finding : done.plan().findings()) {
            if (finding.subject().startsWith(IDENTITY)) {
                times.met(
                        finding.code() + ": " + finding.message(),
                        finding.subject().substring(IDENTITY.length()));
            }
        }
    }

    private void count(String what) {
        met.merge(what, 1, Integer::sum);
    }

    FakeGenesysCloud fake() {
        return fake;
    }

    Pusher pusher() {
        return pusher;
    }

    MonthLife life() {
        return life;
    }

    MonthTimes times() {
        times.watched();
        return times;
    }

    /** Returns a client of the endpoint with the token of the provider. */
    ProviderClient endpoint() {
        return new ProviderClient(process().endpoint, token);
    }

    ScimConnection connection() {
        return process().connection;
    }

    /** Reads everybody again, and returns what there is to do. */
    Plan full() {
        return process().engine(policy.inForce()).plan();
    }

    private Host process() {
        Host now = process;
        if (now == null) {
            throw new IllegalStateException("no process is running");
        }
        return now;
    }

    /** Returns what happened, in words and numbers. */
    @Override
    public String toString() {
        return life.counts() + "\n" + met + "\n" + pusher.journal().size() + " pushes, "
                + fake.recorder().count() + " calls in " + minutes + " minutes, at most " + most + " in one\n"
                + times();
    }

    @Override
    public void close() {
        end();
        fake.close();
    }
}
