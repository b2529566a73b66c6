// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A week at an outsourcer of 20 tenants and 5,000 agents, against a fake Genesys Cloud on this machine. Time is virtual: where
 * the real service would have us wait, the clock is put forward. Ends with 1 if a promise was broken.
 */
public final class QuickStart {
    private static final int TENANTS = 20;
    private static final int PEOPLE = 5_000;
    private static final int DAYS = 5;

    private QuickStart() {}

    /** Runs the week; arguments are the number of tenants and of people, if others than 20 and 5,000 are wanted. */
    public static void main(String[] args) throws IOException {
        int tenants = args.length > 0 ? Integer.parseInt(args[0]) : TENANTS;
        int people = args.length > 1 ? Integer.parseInt(args[1]) : PEOPLE;
        System.exit(run(tenants, people, System.out).isEmpty() ? 0 : 1);
    }

    /** Returns the promises that were broken. */
    static List<String> run(int tenants, int people, PrintStream out) throws IOException {
        Path directory = Files.createTempDirectory("tenantry-quickstart");
        try {
            StandIn bpo = new StandIn(tenants, people, directory);
            OrganizationPolicy policy = PolicyLoader.load(bpo.policy());
            try (Week week = new Week(policy, out)) {
                week.lint(PolicyLoader.read(bpo.policy()), bpo.source(0));
                week.begin(bpo.source(0));
                for (int day = 1; day <= DAYS; day++) {
                    week.day(day, bpo.source(day));
                }
                return week.end();
            }
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
