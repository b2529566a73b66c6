// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import java.time.Duration;

/**
 * How long to wait for what the service accepted but carries out later, such as a change of members. Immutable.
 *
 * @param reads how often to look, at least once
 * @param first how long to wait before the second look; each further wait is twice the one before
 */
public record Settling(int reads, Duration first) {
    /** @throws IllegalArgumentException if {@code reads} is less than 1 */
    public Settling {
        if (reads < 1) {
            throw new IllegalArgumentException("what was written is looked at once at least, not " + reads + " times");
        }
    }

    /** Returns five looks over about fifteen seconds. */
    public static Settling defaults() {
        return new Settling(5, Duration.ofSeconds(1));
    }
}
