// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntRowsTest {
    private final IntRows rows = new IntRows();

    @Test
    void givesEqualRowsOneOrdinalAndOthersAnother() {
        assertThat(rows.intern(new int[] {3, 1}, 2)).isZero();
        assertThat(rows.intern(new int[] {1, 3}, 2)).isEqualTo(1);
        assertThat(rows.intern(new int[] {3, 1, 9}, 2)).isZero();
        assertThat(rows.size()).isEqualTo(2);
    }

    @Test
    void knowsTheEmptyRow() {
        assertThat(rows.intern(new int[0], 0)).isZero();
        assertThat(rows.intern(new int[1], 1)).isEqualTo(1);
        assertThat(rows.intern(new int[5], 0)).isZero();
        assertThat(read(0)).isEmpty();
        assertThat(read(1)).containsExactly(0);
    }

    @Test
    void keepsARowThatIsPartOfAnotherApart() {
        assertThat(rows.intern(new int[] {1, 2, 3}, 3)).isZero();
        assertThat(rows.intern(new int[] {1, 2}, 2)).isEqualTo(1);
        assertThat(rows.intern(new int[] {2, 3}, 2)).isEqualTo(2);
    }

    @Test
    void agreesWithAMapOfListsHoweverManyRowsThereAre() {
        for (int seed = 1; seed <= 20; seed++) {
            IntRows table = new IntRows();
            Random random = new Random(seed);
            Map<List<Integer>, Integer> expected = new HashMap<>();
            List<int[]> told = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                int[] row = random.ints(random.nextInt(6), -2, 5).toArray();
                List<Integer> key = Arrays.stream(row).boxed().toList();
                Integer known = expected.putIfAbsent(key, expected.size());
                assertThat(table.intern(row, row.length))
                        .as("seed %d, row %s", seed, key)
                        .isEqualTo(known == null ? expected.size() - 1 : known);
                if (known == null) {
                    told.add(row);
                }
            }
            assertThat(table.size()).isEqualTo(told.size());
            for (int i = 0; i < told.size(); i++) {
                assertThat(read(table, i)).as("seed %d", seed).isEqualTo(told.get(i));
            }
        }
    }

    private int[] read(int ordinal) {
        return read(rows, ordinal);
    }

    private static int[] read(IntRows table, int ordinal) {
        int[] row = new int[table.end(ordinal) - table.start(ordinal)];
        for (int i = 0; i < row.length; i++) {
            row[i] = table.value(table.start(ordinal) + i);
        }
        return row;
    }
}
