// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Kinds;
import io.tenantry.change.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SweepLawsTest {
    private static final int WORLDS = 400;

    @Test
    void answersTheSameScreenedOrNot() {
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            assertThat(counted(world.sweep(0, true))).as("world %d", seed).isEqualTo(counted(world.sweep(0, false)));
        }
    }

    @Test
    void answersTheSameInWhateverOrderRowsAndListingsCome() {
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            assertThat(counted(world.sweep(1, true))).as("world %d", seed).isEqualTo(counted(world.sweep(2, true)));
        }
    }

    @Test
    void meetsEveryKindOfChangeAndSituation() {
        // Planning frees a name, when it puts two renames in order.
        Set<Class<?>> changes = new HashSet<>(Set.of(Change.FreeUserName.class));
        Set<String> situations = new HashSet<>();
        int settled = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            Reconciliation r = new RandomWorld(seed).sweep(0, true);
            r.differences().forEach(d -> changes.add(d.change().getClass()));
            situations.addAll(r.situations().keySet());
            settled += r.situations().getOrDefault("linked", 0);
        }
        assertThat(settled).isGreaterThan(WORLDS * 5);
        assertThat(changes).isEqualTo(Kinds.of(Change.class));
        assertThat(situations).containsExactlyInAnyOrder("linked", "unlinked", "unmatched", "disputed", "deleted");
    }

    private static Map<String, Object> counted(Reconciliation r) {
        return new TreeMap<>(Map.of(
                "differences", counts(r.differences()),
                "findings", counts(r.findings()),
                "by absence", counts(r.byAbsence()),
                "links", r.newLinks(),
                "situations", r.situations()));
    }

    private static Map<Object, Long> counts(List<?> of) {
        return of.stream().collect(Collectors.groupingBy(x -> (Object) x, Collectors.counting()));
    }
}
