// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import com.google.common.util.concurrent.VirtualGuava;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Ten windows on a virtual clock, six workers, calls of 40 to 70 ms: how much of the allowance is used, and how many
 * 429s. Then a job of five calls less than the allowance: how much longer it takes than its calls need, one after the
 * other on each worker.
 */
final class LimiterBench {
    private LimiterBench() {}

    static void run() {
        Map<String, Function<LongSupplier, RateBudget>> contenders = new LinkedHashMap<>();
        contenders.put("tenantry", nanoTime -> RateBudget.perMinute(300, nanoTime));
        contenders.put("guava 5/s", nanoTime -> {
            VirtualGuava guava = new VirtualGuava(5, nanoTime);
            return new Reserved(guava::reserve);
        });
        contenders.put("resilience4j 300/60s", nanoTime -> periods(nanoTime, 300, Duration.ofMinutes(1)));
        contenders.put("resilience4j 5/1s", nanoTime -> periods(nanoTime, 5, Duration.ofSeconds(1)));
        contenders.put("bucket4j 300/60s", nanoTime -> bucket(nanoTime, 300, 300, Duration.ofMinutes(1)));
        contenders.put("bucket4j 1/200ms", nanoTime -> bucket(nanoTime, 1, 1, Duration.ofMillis(200)));
        Map<String, BiFunction<Integer, Duration, ServerModel>> models = new LinkedHashMap<>();
        models.put("fixed", ServerModel.Fixed::new);
        models.put("sliding", ServerModel.Sliding::new);
        models.put("bucket", ServerModel.Bucket::new);
        System.out.println("limiter               service      allowed  used %   429s  small job");
        contenders.forEach((name, budget) -> models.forEach((model, service) -> {
            for (int[] limit : new int[][] {{300, 60}, {300, 61}, {180, 60}}) {
                ServerModel one = service.apply(limit[0], Duration.ofSeconds(limit[1]));
                BudgetSimulation run = new BudgetSimulation(one, Integer.MAX_VALUE, budget, !name.equals("tenantry"));
                run.until(10 * one.window);
                System.out.printf(
                        Locale.ROOT,
                        "%-21s %-9s %4d/%ds  %6.2f  %6d  %8.2fx%n",
                        name,
                        model,
                        limit[0],
                        limit[1],
                        10.0 * run.accepted / limit[0],
                        run.refused,
                        smallJob(service, limit, budget, !name.equals("tenantry")));
            }
        }));
    }

    /** Returns the time that it takes by the time that calls of 55 ms on average need. */
    private static double smallJob(
            BiFunction<Integer, Duration, ServerModel> service,
            int[] limit,
            Function<LongSupplier, RateBudget> budget,
            boolean keepsSlots) {
        ServerModel one = service.apply(limit[0], Duration.ofSeconds(limit[1]));
        int calls = limit[0] - 5;
        BudgetSimulation run = new BudgetSimulation(one, calls, budget, keepsSlots);
        run.until(10 * one.window);
        return run.lastAnswer / (calls * 0.055e9 / BudgetSimulation.WORKERS);
    }

    private static RateBudget periods(LongSupplier nanoTime, int limit, Duration period) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(limit)
                .limitRefreshPeriod(period)
                .timeoutDuration(Duration.ofHours(1))
                .build();
        RateLimiter limiter = new AtomicRateLimiter("bench", config, nanoTime::getAsLong);
        return new Reserved(() -> Duration.ofNanos(Math.max(0, limiter.reservePermission(1))));
    }

    private static RateBudget bucket(LongSupplier nanoTime, long capacity, long tokens, Duration period) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(tokens, period))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return nanoTime.getAsLong();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .build();
        return new Reserved(() -> Duration.ofNanos(bucket.consumeIgnoringRateLimits(1)));
    }

    /** A limiter that hands out slots ahead of time, asked once for each call. */
    private static final class Reserved implements RateBudget {
        private final java.util.function.Supplier<Duration> limiter;

        Reserved(java.util.function.Supplier<Duration> limiter) {
            this.limiter = limiter;
        }

        @Override
        public Duration ask(Urgency urgency) {
            return limiter.get();
        }

        @Override
        public void heard(Announcement announcement) {}

        @Override
        public void pause(Duration length) {}

        @Override
        public int callsPerMinute() {
            return 300;
        }
    }
}
