// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.scim.Load.Alive;
import io.tenantry.scim.Load.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A provider pushes 25 changes a second, without a pause: nothing is lost, and nothing piles up in memory. */
class LoadTest {
    private static final int MINUTES = Integer.getInteger("tenantry.load.minutes", 2);

    /** What the fake keeps of a write in its history, and more. */
    private static final long BYTES_A_WRITE = 3_000;

    private static final long SLACK = 6L << 20;

    @Test
    void losesNothingUnderLoad() {
        Size size = new Size(Math.max(300, 100 * MINUTES), 20, 25, Duration.ofMinutes(MINUTES));
        try (Load load = new Load(1, size, Month.Place.sqlite())) {
            load.run();

            System.out.println(load);
            assertThat(differences(load.pushed(), load.pushes().pushed())).isEmpty();
            assertThat(differences(load.provisioned(), load.pushes().provisioned()))
                    .isEmpty();
            assertThat(load.backlog()).isEmpty();
            assertThat(load.full().operations())
                    .as("what only a full run finds")
                    .isEmpty();
            assertThat(load.crossings()).isZero();
            Alive quarter = load.alive().get(0);
            Alive end = load.alive().get(1);
            assertThat(end.bytes() - quarter.bytes())
                    .as("bytes that are alive after the last push and were not after a quarter of them")
                    .isLessThan(SLACK + (end.snapshots() - quarter.snapshots()) * BYTES_A_WRITE);
        }
    }

    private static List<String> differences(Map<String, String> held, Map<String, String> wanted) {
        Set<String> all = new TreeSet<>(held.keySet());
        all.addAll(wanted.keySet());
        return all.stream()
                .filter(key -> !Objects.equals(held.get(key), wanted.get(key)))
                .map(key -> key + ": " + held.get(key) + " instead of " + wanted.get(key))
                .toList();
    }
}
