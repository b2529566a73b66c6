// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/**
 * Starts a benchmark by name: {@code membership [members] [tenants | shuffled] [contender…]}, {@code policy [rules]
 * [identities]}, {@code plan [identities] [tenants] [turns]}, {@code csv
 * [rows] [turns]}, {@code store [pairs | links | looks] [count]}, {@code retained [members]}, or {@code jmh} with the arguments
 * of JMH.
 */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "membership" -> MembershipTurns.main(rest);
            case "csv" -> io.tenantry.CsvTurns.main(rest);
            case "plan" -> io.tenantry.PlanTurns.main(rest);
            case "policy" -> PolicyTurns.main(rest);
            case "store" -> io.tenantry.StoreTurns.main(rest);
            case "retained" -> RetainedSizes.main(rest);
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> throw new IllegalArgumentException("no such benchmark: " + arguments[0]);
        }
    }
}
