// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Postgres;
import io.tenantry.store.Baseline;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the stores in databases. {@code pairs [rounds]}: a durable intention and a durable outcome, in turns with two
 * bare appends of as many bytes that are forced to the disk; prints medians and ratios. {@code links [people]}: fills
 * each database with links, then opens it, weighs it and walks it; run it with {@code -Dbench.heap=-Xmx96m}. {@code looks
 * [people]}: what a watch asks at each look, of a store with so many links and people outside, and twice as many calls.
 */
public final class StoreTurns {
    /** What the journal holds of a call is about as long. */
    private static final int BYTES = 300;

    private StoreTurns() {}

    /** Runs the turns. */
    public static void main(String[] args) throws Exception {
        String what = args.length > 0 ? args[0] : "pairs";
        int count = args.length > 1 ? Integer.parseInt(args[1]) : what.equals("pairs") ? 2_000 : 1_000_000;
        Path folder = Files.createTempDirectory("tenantry-bench");
        switch (what) {
            case "pairs" -> pairs(folder, count);
            case "looks" -> looks(folder, count);
            default -> links(folder, count);
        }
    }

    private static void pairs(Path folder, int rounds) throws IOException {
        try (FileChannel bare = prepared(folder.resolve("bare"), rounds);
                JdbcStore sqlite = JdbcStore.file(folder.resolve("store.db"));
                JdbcStore postgres =
                        JdbcStore.on(Postgres.pool()).schema(Postgres.newSchema()).open()) {
            List<String> names = List.of("append and force", "SQLite", "PostgreSQL");
            List<Consumer<Integer>> contenders =
                    List.of(round -> append(bare), round -> pair(sqlite, round), round -> pair(postgres, round));
            double[][] micros = new double[3][rounds];
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < 3; i++) {
                    int turn = (round + i) % 3;
                    long start = System.nanoTime();
                    contenders.get(turn).accept(round);
                    micros[turn][round] = (System.nanoTime() - start) / 1e3;
                }
            }
            for (int i = 0; i < 3; i++) {
                double[] counted = Arrays.copyOfRange(micros[i], rounds / 10, rounds);
                Arrays.sort(counted);
                double[] first = Arrays.copyOfRange(micros[0], rounds / 10, rounds);
                Arrays.sort(first);
                System.out.printf(
                        Locale.ROOT,
                        "%-18s p50 %8.0f us a pair, %.2f x, p99 %8.0f us%n",
                        names.get(i),
                        counted[counted.length / 2],
                        counted[counted.length / 2] / first[counted.length / 2],
                        counted[counted.length * 99 / 100]);
            }
        }
    }

    private static FileChannel prepared(Path file, int rounds) throws IOException {
        Files.write(file, new byte[(rounds + 1) * 2 * BYTES]);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.force(true);
        return channel;
    }

    private static void append(FileChannel bare) {
        try {
            for (int i = 0; i < 2; i++) {
                bare.write(ByteBuffer.allocate(BYTES));
                bare.force(false);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pair(ProvisioningStore store, int round) {
        Instant now = Instant.now();
        String what = "x".repeat(BYTES - 100);
        store.commit(List.of(
                new StoreWrite.Intend(new Journal.Intent("run", round, List.of(what), List.of(), now), List.of())));
        store.commit(List.of(new StoreWrite.Conclude(
                new Journal.Conclusion("run", round, Journal.Result.DONE, what, now))));
    }

    private static void links(Path folder, int people) throws Exception {
        Path file = folder.resolve("store.db");
        try (JdbcStore store = JdbcStore.file(file)) {
            fill(store, people);
        }
        links("SQLite", people, Files.size(file), () -> JdbcStore.file(file));
        String schema = Postgres.newSchema();
        try (JdbcStore store = JdbcStore.on(Postgres.pool()).schema(schema).open()) {
            fill(store, people);
        }
        links(
                "PostgreSQL",
                people,
                weight(schema),
                () -> JdbcStore.on(Postgres.source()).schema(schema).open());
    }

    private static void looks(Path folder, int people) {
        try (JdbcStore sqlite = JdbcStore.file(folder.resolve("store.db"));
                JdbcStore postgres =
                        JdbcStore.on(Postgres.pool()).schema(Postgres.newSchema()).open()) {
            looks("SQLite", sqlite, people);
            looks("PostgreSQL", postgres, people);
        }
    }

    private static void looks(String name, JdbcStore store, int people) {
        fill(store, people);
        for (int from = 0; from < 2 * people; from += 1_000) {
            List<StoreWrite> some = new ArrayList<>();
            for (int i = from; i < from + 1_000; i++) {
                Instant now = Instant.now();
                some.add(new StoreWrite.Intend(
                        new Journal.Intent("run " + from, i, List.of("x".repeat(100)), List.of(), now), List.of()));
                some.add(new StoreWrite.Conclude(
                        new Journal.Conclusion("run " + from, i, Journal.Result.DONE, "", now)));
            }
            store.commit(some);
        }
        Set<String> outside = IntStream.range(0, people)
                .mapToObj(i -> Baseline.Seen.print(new IdentityId("outside " + i)))
                .collect(Collectors.toSet());
        store.commit(
                List.of(new StoreWrite.Keep(new Baseline.Seen(Baseline.Seen.What.OUTSIDE, "entra", outside))));
        System.out.printf(
                Locale.ROOT,
                "%-12s notes %.2f ms, leases %.2f ms, summary %.2f ms%n",
                name,
                median(store::notes),
                median(store::leases),
                median(() -> store.summary(0)));
    }

    private static double median(Runnable read) {
        double[] millis = new double[400];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            read.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.stream(millis).skip(millis.length / 2).sorted().toArray()[millis.length / 4];
    }

    private static void fill(ProvisioningStore store, int people) {
        for (int from = 0; from < people; from += 10_000) {
            List<StoreWrite> some = new ArrayList<>();
            for (int i = from; i < Math.min(people, from + 10_000); i++) {
                some.add(new StoreWrite.Link(
                        new IdentityId(String.format(Locale.ROOT, "e%07d@customer.example", i)),
                        new AccountId(new java.util.UUID(i * 0x9E3779B97F4A7C15L, i).toString())));
            }
            store.commit(some);
        }
    }

    private static long weight(String schema) throws SQLException {
        try (Connection connection = Postgres.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_total_relation_size('" + schema + ".tenantry_link')")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Opens a store. */
    private interface Opener {
        JdbcStore open();
    }

    private static void links(String name, int people, long bytes, Opener opener) {
        long start = System.nanoTime();
        try (JdbcStore store = opener.open()) {
            store.accounts(List.of(new IdentityId("e0000777@customer.example")));
            long opened = System.nanoTime();
            AtomicInteger seen = new AtomicInteger();
            store.links((identity, account) -> seen.incrementAndGet());
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %,d links: %.0f bytes each, opened in %.3f s, walked in %.2f s, heap of %d MB%n",
                    name,
                    seen.get(),
                    (double) bytes / people,
                    (opened - start) / 1e9,
                    (System.nanoTime() - opened) / 1e9,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
