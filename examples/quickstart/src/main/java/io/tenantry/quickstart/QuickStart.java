// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A week at an outsourcer of 20 tenants and 5,000 agents, against a fake Genesys Cloud on this machine, and then a
 * morning on which a provider pushes and nobody runs a command. Time is virtual: where the real service makes a client
 * wait, the clock advances. The exit code is 1 if a promise is broken.
 */
public final class QuickStart {
    private static final long SEED = 20;
    private static final int LAST_DAY = 5;

    private QuickStart() {}

    /** Runs both acts. */
    public static void main(String[] args) throws IOException {
        System.exit(run(BpoGenerator.of(SEED), System.out).isEmpty() ? 0 : 1);
    }

    /** Returns the promises that were broken. */
    static List<String> run(BpoGenerator bpo, PrintStream out) throws IOException {
        Path directory = Files.createTempDirectory("tenantry-quickstart");
        String policy = policy(bpo);
        PolicyReading raisedLimits = reading(policy.replace("max: 25, ", "max: 100,"));
        try (Week week = new Week(bpo.roles(), reading(policy), raisedLimits, out)) {
            BpoDay today = bpo.write(directory, 0);
            week.begin(today);
            for (int day = 1; day <= LAST_DAY; day++) {
                today = bpo.write(directory, day);
                week.day(day, today);
            }
            List<String> broken = new ArrayList<>(week.end(today));
            broken.addAll(secondAct(directory, out));
            return broken;
        } finally {
            delete(directory);
        }
    }

    private static List<String> secondAct(Path directory, PrintStream out) {
        try (SecondAct act = new SecondAct(directory, out)) {
            return act.play();
        }
    }

    // The fake has its own short name, and planning refuses a policy for another organization.
    private static String policy(BpoGenerator bpo) {
        return bpo.policy(LocalDate.ofInstant(Week.MONDAY, ZoneOffset.UTC))
                .replace("organization: " + BpoGenerator.ORGANIZATION, "organization: fakebpo");
    }

    private static PolicyReading reading(String policy) {
        return PolicyLoader.read(policy, PolicyFormat.YAML, "policy.yaml");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
