// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;

/** Starts one of the benchmarks by name; see the package's documentation for the command. */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "membership" -> MembershipTurns.main(rest);
            default -> throw new IllegalArgumentException("no such benchmark: " + arguments[0]);
        }
    }
}
