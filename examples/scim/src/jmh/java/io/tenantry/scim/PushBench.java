// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenantry.Provisioner;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.Retention;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.genesys.RateBudget;
import io.tenantry.plan.Plan;
import io.tenantry.store.JdbcStore;
import io.tenantry.watch.Schedule;
import io.tenantry.watch.Watch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures 50 pushes a second over HTTP, with the watch at work behind them, and in turn with them a bare commit of as
 * many bytes in a database of the same kind. {@code [sqlite | postgres] [seconds] [people] [calls a minute]}: prints
 * medians, 99 of 100, and what pushes take for each commit. Four providers' threads push, each for people of its own.
 */
public final class PushBench {
    private static final int THREADS = 4;
    private static final int RATE = 50;
    private static final int TENANTS = 20;
    private static final int WARM_UP = 1_000;

    private final boolean sqlite;
    private final int seconds;
    private final int people;
    private final int budget;
    private final Month.Place place;
    private final FakeGenesysCloud fake =
            FakeGenesysCloud.builder()
                    .clock(Clock.systemUTC())
                    .record(new Retention(100, 1_000_000))
                    .build();
    private final OAuthClient client = Month.organization(fake, TENANTS);
    private final List<LoadPushes> pushes = new ArrayList<>();

    private PushBench(List<String> args) {
        sqlite = args.isEmpty() || args.get(0).equals("sqlite");
        seconds = number(args, 1, 60);
        people = number(args, 2, 2_000);
        budget = number(args, 3, 300);
        place = sqlite ? Month.Place.sqlite() : Month.Place.postgres("");
    }

    private static int number(List<String> args, int at, int otherwise) {
        return args.size() > at ? Integer.parseInt(args.get(at)) : otherwise;
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        new PushBench(List.of(args)).run();
        System.exit(0);
    }

    private GenesysCloud genesys(int callsAMinute) {
        fake.limit(callsAMinute < 1_000 ? RateLimit.GENESYS : RateLimit.NONE);
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .budgets(position -> RateBudget.perMinute(callsAMinute, System::nanoTime))
                .build();
    }

    private static Provisioner engine(ScimConnection connection, GenesysCloud genesys, JdbcStore state) {
        return Provisioner.builder()
                .policy(Load.policy(TENANTS))
                .source(connection.source())
                .directory(genesys)
                .store(state)
                .build();
    }

    private void run() throws Exception {
        try (ScimStore store = ScimStore.open(place.pushes());
                JdbcStore state = JdbcStore.open(place.state())) {
            ScimConnection connection = store.connection("provider");
            String token = connection.issueToken("bench");
            settle(connection, state, new ProviderClient(ScimEndpoint.of(store), token));
            try (GenesysCloud genesys = genesys(budget);
                    ScimServer server = ScimServer.of(ScimEndpoint.of(store)).start()) {
                Watch watch = Watch.builder()
                        .provisioner(engine(connection, genesys, state))
                        .sweeps(Schedule.every(Duration.ofSeconds(30)))
                        .proofs(Schedule.every(Duration.ofSeconds(30)))
                        .build();
                Thread loop = new Thread(watch::run, "watch");
                Thread news = new Thread(() -> wake(connection, watch), "news");
                loop.start();
                news.start();
                measure(server.uri(), token, connection);
                watch.stop();
                news.interrupt();
                news.join();
                loop.join();
            }
        }
    }

    private void settle(ScimConnection connection, JdbcStore state, ProviderClient provider) {
        List<String> groups = Load.groups(provider, TENANTS);
        for (int i = 0; i < THREADS; i++) {
            LoadPushes own = new LoadPushes(i, "t" + i + "-", groups);
            own.settle(people / THREADS);
            while (own.isUnderWay()) {
                LoadPushes.Step step = own.step();
                provider.send(step.method(), step.target(), step.bytes());
                step.acknowledged().run();
            }
            pushes.add(own);
        }
        connection.finishFirstCycle();
        try (GenesysCloud unlimited = genesys(1_000_000)) {
            Provisioner engine = engine(connection, unlimited, state);
            Plan plan = engine.plan();
            engine.apply(plan, Approval.of(plan, "bench"));
        }
    }

    // As a host does: pushes may be taken by another process.
    private static void wake(ScimConnection connection, Watch watch) {
        String seen = "";
        while (!Thread.currentThread().isInterrupted()) {
            String now = connection.source().changes().orElseThrow().latest();
            if (!now.equals(seen)) {
                watch.wake();
            }
            seen = now;
            LockSupport.parkNanos(1_000_000_000);
        }
    }

    /** A thread that pushes and commits in turn. */
    private final class Provider extends Thread {
        final LoadPushes own;
        final long offset;
        final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        final URI base;
        final String token;
        final Bare bare;
        final List<Double> pushed = new ArrayList<>();
        final List<Double> committed = new ArrayList<>();
        final Map<Integer, Integer> answers = new HashMap<>();
        private long begin;
        private long free;

        Provider(int number, URI base, String token, Bare bare) {
            this.own = pushes.get(number);
            this.offset = number * 1_000_000_000L / RATE;
            this.base = base;
            this.token = token;
            this.bare = bare;
        }

        /** Pushes and commits without a pause, until the code is compiled. */
        void warmUp() {
            for (int i = 0; i < WARM_UP; i++) {
                LoadPushes.Step step = own.step();
                push(step);
                bare.commit(step.bytes());
            }
        }

        void startAt(long time) {
            begin = time + offset;
            start();
        }

        @Override
        public void run() {
            long pace = THREADS * 1_000_000_000L / RATE;
            for (long round = 0; round < (long) seconds * RATE / THREADS; round++) {
                LoadPushes.Step step = own.step();
                long due = begin + round * pace;
                pushed.add(timed(due, () -> push(step)));
                committed.add(timed(due + pace / 2, () -> bare.commit(step.bytes())));
            }
        }

        // What begins late because the last one took long took from when it was due.
        private double timed(long due, Runnable work) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long from = free > due ? due : System.nanoTime();
            work.run();
            free = System.nanoTime();
            return (free - from) / 1e3;
        }

        private void push(LoadPushes.Step step) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(URI.create(base + step.target()))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/scim+json")
                                .method(step.method(), HttpRequest.BodyPublishers.ofByteArray(step.bytes()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                answers.merge(answer.statusCode(), 1, Integer::sum);
                if (answer.statusCode() < 300) {
                    step.acknowledged().run();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A table with a row for each commit, and nothing else; one connection for all, as the store has with SQLite. */
    private static final class Bare implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement insert;
        private final boolean begins;

        Bare(boolean sqlite) throws SQLException, IOException {
            begins = sqlite;
            connection = sqlite
                    ? DriverManager.getConnection("jdbc:sqlite:" + Files.createTempDirectory("bare").resolve("bare.db"))
                    : Places.pool().getConnection();
            try (Statement statement = connection.createStatement()) {
                if (sqlite) {
                    statement.execute("pragma locking_mode=exclusive");
                    statement.execute("pragma journal_mode=wal");
                    statement.execute("pragma synchronous=full");
                }
                statement.execute("create table bare (body text)");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("insert into bare (body) values (?)");
        }

        synchronized void commit(byte[] body) {
            try {
                insert.setString(1, new String(body, UTF_8));
                insert.executeUpdate();
                connection.commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private void measure(URI base, String token, ScimConnection connection) throws Exception {
        try (Bare bare = new Bare(sqlite)) {
            List<Provider> threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Provider(i, base, token, bare))
                    .toList();
            threads.forEach(Provider::warmUp);
            Duration before = processor();
            long begin = System.nanoTime() + 100_000_000;
            threads.forEach(thread -> thread.startAt(begin));
            for (Provider thread : threads) {
                thread.join();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d people, %d calls a minute, %.0f %% of a core; answers %s%n",
                    sqlite ? "SQLite" : "PostgreSQL",
                    people,
                    budget,
                    processor().minus(before).toMillis() / 10.0 / seconds,
                    threads.stream().map(t -> t.answers).toList());
            double[] push = sorted(threads.stream().map(t -> t.pushed).toList());
            double[] commit = sorted(threads.stream().map(t -> t.committed).toList());
            for (int percent : new int[] {50, 90, 99, 100}) {
                double a = push[Math.min(push.length - 1, push.length * percent / 100)];
                double b = commit[Math.min(commit.length - 1, commit.length * percent / 100)];
                System.out.printf(Locale.ROOT, "p%-3d push %8.0f us, bare %8.0f us, %.2f x%n", percent, a, b, a / b);
            }
            Map<String, String> wanted = new HashMap<>();
            pushes.forEach(own -> wanted.putAll(own.pushed()));
            System.out.println("lost: " + !Load.pushed(connection.source()).equals(wanted));
        }
    }

    private static Duration processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double[] sorted(List<List<Double>> all) {
        double[] flat = all.stream().flatMap(List::stream).mapToDouble(d -> d).toArray();
        Arrays.sort(flat);
        return flat;
    }
}
