// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import com.sun.management.ThreadMXBean;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.quirk.RateLimit;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What one call costs through the adapter, beside the same request sent bare, in turns over one socket server. */
final class ClientBench {
    private static final int TURNS = 101;
    private static final int CALLS = 150;
    private static final int WARM = 25;
    private static final int PLENTY = 9_000_000;

    private ClientBench() {}

    static void run() throws Exception {
        try (FakeGenesysCloud fake = FakeGenesysCloud.create().start()) {
            fake.recorder().record(false);
            // So that answers carry the headers that the budget listens to.
            fake.limit(new RateLimit(PLENTY, PLENTY, PLENTY));
            System.out.println("CPU of all threads and bytes a call, the server's share included in both; medians");
            compare("over a socket", fake, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
            // Without sockets and their threads, what is added stands out from the noise.
            compare("from memory", fake, fake.httpClient());
        }
    }

    private static void compare(String how, FakeGenesysCloud fake, HttpClient client) throws Exception {
        GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .httpClient(client)
                .budgets(i -> RateBudget.perMinute(PLENTY, System::nanoTime))
                .build();
        URI uri = URI.create(fake.baseUri() + "/api/v2/organizations/me");
        String token = "Bearer " + fake.bearerToken();
        Callable<Boolean> bare = () -> {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", token)
                    .header("Accept", "application/json")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length > 0;
        };
        Callable<Boolean> ours = () -> genesys.organization().name().length() > 0;
        double[][] plain = new double[TURNS][];
        double[][] adapter = new double[TURNS][];
        for (int turn = 0; turn < WARM + TURNS; turn++) {
            boolean oursFirst = turn % 2 == 0;
            double[] first = measure(oursFirst ? ours : bare);
            double[] second = measure(oursFirst ? bare : ours);
            if (turn >= WARM) {
                plain[turn - WARM] = oursFirst ? second : first;
                adapter[turn - WARM] = oursFirst ? first : second;
            }
        }
        System.out.println(how);
        print("bare", median(i -> plain[i][0]), median(i -> plain[i][1]));
        print("tenantry", median(i -> adapter[i][0]), median(i -> adapter[i][1]));
        print("added", median(i -> adapter[i][0] - plain[i][0]), median(i -> adapter[i][1] - plain[i][1]));
    }

    private static void print(String name, double micros, double bytes) {
        System.out.printf(Locale.ROOT, "%-9s %7.1f us  %8.0f B%n", name, micros, bytes);
    }

    private static double median(IntToDoubleFunction ofTurn) {
        double[] sorted =
                IntStream.range(0, TURNS).mapToDouble(ofTurn).sorted().toArray();
        return sorted[TURNS / 2];
    }

    private static double[] measure(Callable<Boolean> call) throws Exception {
        long bytes = allocated();
        long start = cpu();
        for (int i = 0; i < CALLS; i++) {
            if (!call.call()) {
                throw new IllegalStateException("an empty answer");
            }
        }
        double micros = (cpu() - start) / 1000.0 / CALLS;
        return new double[] {micros, (double) (allocated() - bytes) / CALLS};
    }

    /** Of all Java threads: finer than the process's, and without the compiler's. */
    private static long cpu() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadCpuTime(threads.getAllThreadIds()))
                .filter(t -> t > 0)
                .sum();
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(b -> b > 0)
                .sum();
    }
}
