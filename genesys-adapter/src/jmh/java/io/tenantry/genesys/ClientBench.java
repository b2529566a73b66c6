// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** What one call costs through the adapter, beside the same request sent bare, in turns over one socket server. */
final class ClientBench {
    private static final int TURNS = 21;
    private static final int CALLS = 1500;

    private ClientBench() {}

    static void run() throws Exception {
        try (FakeGenesysCloud fake = FakeGenesysCloud.create().start()) {
            fake.recorder().record(false);
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            GenesysCloud genesys = GenesysCloud.builder()
                    .hosts(fake.baseUri(), fake.loginUri())
                    .credentials(ClientCredentials.of(
                            fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                    .httpClient(client)
                    .budgets(i -> RateBudget.perMinute(1_000_000_000, System::nanoTime))
                    .build();
            URI uri = URI.create(fake.baseUri() + "/api/v2/organizations/me");
            String token = "Bearer " + fake.bearerToken();
            Callable<Boolean> bare = () -> {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", token)
                        .header("Accept", "application/json")
                        .build();
                return client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                                .body()
                                .length
                        > 0;
            };
            Callable<Boolean> ours = () -> genesys.organization().name().length() > 0;
            List<double[]> a = new ArrayList<>();
            List<double[]> b = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                a.add(measure(bare));
                b.add(measure(ours));
            }
            double[] plain = median(a);
            double[] adapter = median(b);
            System.out.println("process CPU and bytes a call, the server's share included in both");
            System.out.printf(Locale.ROOT, "bare      %7.1f us  %8.0f B%n", plain[0], plain[1]);
            System.out.printf(Locale.ROOT, "tenantry  %7.1f us  %8.0f B%n", adapter[0], adapter[1]);
            System.out.printf(
                    Locale.ROOT,
                    "added     %6.1f %%   %8.0f B%n",
                    100 * (adapter[0] / plain[0] - 1),
                    adapter[1] - plain[1]);
        }
    }

    private static double[] measure(Callable<Boolean> call) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long bytes = allocated();
        long start = process.getProcessCpuTime();
        for (int i = 0; i < CALLS; i++) {
            if (!call.call()) {
                throw new IllegalStateException("an empty answer");
            }
        }
        double micros = (process.getProcessCpuTime() - start) / 1000.0 / CALLS;
        return new double[] {micros, (double) (allocated() - bytes) / CALLS};
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(b -> b > 0)
                .sum();
    }

    private static double[] median(List<double[]> turns) {
        List<double[]> warm = turns.subList(turns.size() / 3, turns.size());
        double[] micros = warm.stream().mapToDouble(t -> t[0]).sorted().toArray();
        double[] bytes = warm.stream().mapToDouble(t -> t[1]).sorted().toArray();
        return new double[] {micros[micros.length / 2], bytes[bytes.length / 2]};
    }
}
