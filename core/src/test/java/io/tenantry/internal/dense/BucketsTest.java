// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    private static final int GROUPS = 40;
    private static final int ROUNDS = 3;

    /** One by one, a few at a time, and more than fit into a page, which has room for 16,382 at most. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 600, 16_381, 16_382, 16_383, 50_000})
    void keepsEachListInTheOrderInWhichItWasTold(int most) {
        Random random = new Random(most);
        Buckets buckets = new Buckets();
        buckets.reserve(GROUPS);
        for (int round = 0; round < ROUNDS; round++) {
            List<List<Integer>> expected = fill(buckets, most, random);
            for (int group = 0; group < GROUPS; group++) {
                assertThat(shown(buckets, group))
                        .as("group %d of round %d", group, round)
                        .isEqualTo(expected.get(group));
            }
            assertThat(shown(buckets, 10 * GROUPS)).isEmpty();
            buckets.clear();
            assertThat(shown(buckets, 0)).isEmpty();
        }
    }

    private static List<List<Integer>> fill(Buckets buckets, int most, Random random) {
        List<List<Integer>> expected = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            expected.add(new ArrayList<>());
        }
        for (int told = 0; told < 400_000; ) {
            int group = random.nextInt(GROUPS);
            int[] values = random.ints(random.nextBoolean() ? 1 : random.nextInt(most + 1))
                    .toArray();
            if (values.length == 1) {
                buckets.add(group, values[0]);
            } else {
                buckets.addAll(group, values, 0, values.length);
            }
            Arrays.stream(values).forEach(expected.get(group)::add);
            told += values.length + 20;
        }
        return expected;
    }

    private static List<Integer> shown(Buckets buckets, int group) {
        List<Integer> shown = new ArrayList<>();
        buckets.visit(group, (values, from, to) -> {
            for (int i = from; i < to; i++) {
                shown.add(values[i]);
            }
        });
        return shown;
    }
}
