// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import java.time.Duration;

/**
 * How long to wait for a change that the service accepts and carries out later, such as a change of members. Immutable.
 *
 * @param reads how many times to read, at least 1
 * @param first how long to wait before the second read; each further wait is twice as long
 */
public record Settling(int reads, Duration first) {
    /** @throws IllegalArgumentException if {@code reads} is less than 1 */
    public Settling {
        if (reads < 1) {
            throw new IllegalArgumentException("a write is confirmed by at least 1 read, not " + reads);
        }
    }

    /** Returns five reads over about fifteen seconds. */
    public static Settling defaults() {
        return new Settling(5, Duration.ofSeconds(1));
    }
}
