// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ColumnTest {
    private static final int MOST = 20_000;

    @Test
    void holdsWhatAnArrayHoldsWhereverItIsSet() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Column column = new Column(-1);
            int[] expected = new int[MOST];
            Arrays.fill(expected, -1);
            int size = 0;
            int step = 1 + random.nextInt(9000);
            for (int n = 0; n < 40; n++) {
                int place =
                        random.nextInt(3) == 0 ? random.nextInt(MOST) : Math.min(MOST - 1, size + random.nextInt(step));
                int value = random.nextInt(3) - 1;
                int end = Math.min(MOST, place + 1 + random.nextInt(2) * random.nextInt(6000));
                for (int i = place; i < end; i++) {
                    column.set(i, value);
                    expected[i] = value;
                }
                size = Math.max(size, end);
            }
            assertThat(read(column)).as("seed %d", seed).isEqualTo(expected);
            assertThat(column.size()).isEqualTo(size);
        }
    }

    @Test
    void isEmptyOnceClearedAndCanBeFilledAgain() {
        Column column = new Column(7);
        for (int i = 0; i < 10_000; i++) {
            column.add(i % 5000 == 0 ? 1 : 2);
        }
        column.clear();
        column.set(3, 4);
        assertThat(column.size()).isEqualTo(4);
        assertThat(new int[] {column.get(0), column.get(3), column.get(4), column.get(9000)})
                .containsExactly(7, 4, 7, 7);
    }

    private static int[] read(Column column) {
        int[] read = new int[MOST];
        for (int i = 0; i < MOST; i++) {
            read[i] = column.get(i);
        }
        return read;
    }
}
