// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import com.sun.management.OperatingSystemMXBean;
import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.plan.Plan;
import io.tenantry.store.MemoryStore;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;

/**
 * The whole product with the limiter lifted: all people of a BPO join an empty organization. Arguments: people,
 * tenants, turns.
 */
final class InitialLoad {
    private InitialLoad() {}

    static void run(String[] arguments) {
        int people = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        int tenants = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int turns = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        System.out.printf(Locale.ROOT, "%-8s %8s %8s %10s %10s%n", "turn", "writes", "reads", "wall ms", "CPU ms");
        for (int turn = 1; turn <= turns; turn++) {
            turn(turn, people, tenants);
        }
    }

    private static void turn(int turn, int people, int tenants) {
        try (Site site = Site.of(tenants, 10)) {
            Random random = new Random(turn);
            for (int i = 0; i < people; i++) {
                String[] groups = new String[6];
                int tenant = i % tenants;
                int[] skills = random.ints(0, 10).distinct().limit(5).toArray();
                for (int g = 0; g < 5; g++) {
                    groups[g] = Site.skill(tenant, skills[g]);
                }
                groups[5] = Site.account(tenant);
                site.put("p" + i, groups);
            }
            site.fake.recorder().record(false);
            GenesysCloud genesys = site.adapter()
                    .budgets(i -> RateBudget.perMinute(1_000_000_000, System::nanoTime))
                    .build();
            Provisioner provisioner = site.provisioner(genesys, new MemoryStore(site.fake.clock()));
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            Plan plan = provisioner.plan();
            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "bench"));
            long wall = System.nanoTime() - start;
            cpu = process.getProcessCpuTime() - cpu;
            if (!report.isClean() || !provisioner.plan().isEmpty()) {
                throw new AssertionError("people are missing: " + report.troubles());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-8d %,8d %,8d %,10d %,10d%n",
                    turn,
                    report.writes(),
                    report.reads(),
                    wall / 1_000_000,
                    cpu / 1_000_000);
        }
    }
}
