// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTableTest {
    private static final HashKey KEY = new HashKey(3, 5);
    private static final String ID = "12345678-9abc-def0-1234-56789abcdef0";

    @Test
    void givesTheTextBack() {
        IdTable table = new IdTable();

        assertThat(table.intern(ID)).isZero();
        assertThat(table.text(0)).isEqualTo(ID);
        assertThat(table.find(Texts.fresh(ID))).isZero();
    }

    @Test
    void tellsApartIdsThatDifferInOneCharacterOnly() {
        IdTable table = new IdTable(KEY, 0);
        List<String> ids = new ArrayList<>();
        ids.add(ID);
        for (int at = 0; at < ID.length(); at++) {
            for (int c = 0; c < 0x180; c++) {
                if (ID.charAt(at) != c) {
                    ids.add(ID.substring(0, at) + (char) c + ID.substring(at + 1));
                }
            }
        }

        int[] ordinals = internAll(table, ids);

        assertThat(ordinals).containsExactly(IntStream.range(0, ids.size()).toArray());
        assertThat(texts(table)).containsExactlyElementsOf(ids);
        assertThat(ids.stream().mapToInt(table::find))
                .containsExactly(Arrays.stream(ordinals).boxed().toArray(Integer[]::new));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithAMapOnAnyTextInBatchesOfAnySize(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        IdTable table = new IdTable(new HashKey(random.nextLong(), random.nextLong()), random.nextInt(100));
        Map<String, Integer> expected = new LinkedHashMap<>();

        for (int batch = 0; batch < 100; batch++) {
            List<String> ids = Stream.generate(() -> Texts.any(random))
                    .limit(random.nextInt(200))
                    .toList();
            assertThat(ids).allSatisfy(id -> assertThat(table.find(id)).isEqualTo(expected.getOrDefault(id, -1)));
            ids.forEach(id -> expected.putIfAbsent(id, expected.size()));
            int[] ordinals = random.nextInt(4) == 0
                    ? ids.stream().mapToInt(table::intern).toArray()
                    : internAll(table, ids);
            assertThat(ordinals)
                    .containsExactly(ids.stream().mapToInt(expected::get).toArray());
        }

        assertThat(texts(table)).containsExactlyElementsOf(expected.keySet());
    }

    @Test
    void tellsIdsApartThatShareAHash() {
        // A first half of each pair of words equal to the key makes the products of the mixing step zero.
        HashKey key = new HashKey(word("first---"), 5);
        IdTable table = new IdTable(key, 0);
        List<String> ids = IntStream.range(0, 2_000)
                .mapToObj(i -> String.format("first---%08xfirst---%08x1234", i & 0xff, i))
                .toList();

        int[] ordinals = internAll(table, ids);

        assertThat(ordinals).containsExactly(IntStream.range(0, ids.size()).toArray());
        assertThat(internAll(table, ids)).containsExactly(ordinals);
        assertThat(texts(table)).containsExactlyElementsOf(ids);
    }

    @Test
    void refusesAnOrdinalThatNoIdHas() {
        IdTable table = new IdTable(KEY, 0);

        assertThatThrownBy(() -> table.text(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void startsAnewAfterClear() {
        IdTable table = new IdTable(KEY, 0);
        internAll(table, List.of("a", ID, "b"));

        table.clear();

        assertThat(table.size()).isZero();
        assertThat(table.find(ID)).isEqualTo(-1);
        assertThat(internAll(table, List.of(ID, "b", "a"))).containsExactly(0, 1, 2);
        assertThat(texts(table)).containsExactly(ID, "b", "a");
    }

    @Test
    void growsFarBeyondWhatWasExpected() {
        SplittableRandom random = new SplittableRandom(9);
        List<String> ids =
                Stream.generate(() -> Texts.uuid(random)).limit(150_000).toList();
        IdTable table = new IdTable(KEY, 1);

        assertThat(internAll(table, ids))
                .containsExactly(IntStream.range(0, ids.size()).toArray());
        assertThat(ids.stream().mapToInt(table::find).toArray())
                .containsExactly(IntStream.range(0, ids.size()).toArray());
    }

    private static long word(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    private static int[] internAll(IdTable table, List<String> ids) {
        Ints ordinals = new Ints(0);
        ids.forEach(id -> table.stage(id, ordinals));
        table.flush(ordinals);
        return ordinals.toArray();
    }

    private static List<String> texts(IdTable table) {
        return IntStream.range(0, table.size()).mapToObj(table::text).toList();
    }

    /**
     * Families of texts that an attacker might choose: one place that changes, halves that are equal, words that change
     * against each other.
     */
    @Test
    void tellsChosenTextsApartWhateverTheKey() {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            IdTable table = new IdTable(new HashKey(random.nextLong(), random.nextLong()), 0);
            assertDistinct(table, i -> hex(i, 8) + "0".repeat(28));
            assertDistinct(table, i -> "0".repeat(28) + hex(i, 8));
            assertDistinct(table, i -> "0".repeat(24) + hex(i, 8) + "0000");
            assertDistinct(table, i -> "0".repeat(28) + hex(i, 4) + hex(0xffff - i, 4));
            assertDistinct(table, i -> (hex(i, 8) + hex(~i, 8)).repeat(2) + "\0".repeat(4));
            assertDistinct(table, i -> hex(i, 8).repeat(4) + "0000");
            assertDistinct(table, i -> hex(i, 8) + "0".repeat(16) + hex(i, 8) + "0000");
        }
    }

    private static void assertDistinct(IdTable table, IntFunction<String> family) {
        int texts = 1 << 16;
        long tags = IntStream.range(0, texts)
                .map(i -> table.tag(family.apply(i).getBytes(StandardCharsets.ISO_8859_1), 0))
                .distinct()
                .count();
        // Of so many random numbers of 32 bits, half a pair is equal.
        assertThat(tags).isGreaterThan(texts - 20L);
    }

    private static String hex(int value, int digits) {
        return String.format(Locale.ROOT, "%08x", value).substring(8 - digits);
    }
}
