// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryTest {
    private static final HashKey KEY = new HashKey(7, 11);

    @Test
    void numbersTextsInOrderOfFirstAppearance() {
        Dictionary dictionary = new Dictionary();

        List<Integer> ordinals = new ArrayList<>();
        for (String text : List.of("b", "a", "", "b", "A", "")) {
            ordinals.add(dictionary.intern(text));
        }

        assertThat(ordinals).containsExactly(0, 1, 2, 0, 3, 2);
        assertThat(dictionary.size()).isEqualTo(4);
        assertThat(dictionary.text(3)).isEqualTo("A");
        assertThat(dictionary.find("A")).isEqualTo(3);
        assertThat(dictionary.find("c")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAMapOnAnyText(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Dictionary dictionary = new Dictionary(new HashKey(random.nextLong(), random.nextLong()), 0);
        Map<String, Integer> expected = new LinkedHashMap<>();

        for (int i = 0; i < 20_000; i++) {
            String text = Texts.any(random);
            assertThat(dictionary.find(text)).isEqualTo(expected.getOrDefault(text, -1));
            expected.putIfAbsent(text, expected.size());
            assertThat(dictionary.intern(Texts.fresh(text))).isEqualTo(expected.get(text));
        }

        assertThat(texts(dictionary)).containsExactlyElementsOf(expected.keySet());
    }

    @Test
    void tellsTextsApartThatShareAHash() {
        // A first block equal to the key makes the product of the mixing step zero for every second block.
        HashKey key = new HashKey(length16(), 0);
        Dictionary dictionary = new Dictionary(key, 0);
        List<String> colliding = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            colliding.add("1234567"
                    + Texts.latin1(
                            (byte) i, (byte) (i >> 8), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6));
        }

        colliding.forEach(dictionary::intern);

        assertThat(texts(dictionary)).containsExactlyElementsOf(colliding);
        assertThat(colliding)
                .allSatisfy(text ->
                        assertThat(dictionary.text(dictionary.find(text))).isEqualTo(text));
    }

    /**
     * The first eight bytes of an entry: kind 0, then seven digits, little end first, met by the entry's length of 16.
     */
    private static long length16() {
        long block = 0;
        for (int i = 7; i >= 1; i--) {
            block = (block << 8) | ('0' + i);
        }
        return (block << 8) ^ 16;
    }

    @Test
    void keepsLoneSurrogatesApart() {
        Dictionary dictionary = new Dictionary(KEY, 0);

        assertThat(List.of(
                        dictionary.intern("\ud800"),
                        dictionary.intern("\ud801"),
                        dictionary.intern("\udc00"),
                        dictionary.intern("?"),
                        dictionary.intern("\ufffd")))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(texts(dictionary)).containsExactly("\ud800", "\ud801", "\udc00", "?", "\ufffd");
    }

    @Test
    void startsAnewAfterClear() {
        Dictionary dictionary = new Dictionary(KEY, 10);
        dictionary.intern("a");
        dictionary.intern("b");

        dictionary.clear();

        assertThat(dictionary.size()).isZero();
        assertThat(dictionary.find("a")).isEqualTo(-1);
        assertThat(dictionary.intern("b")).isZero();
        assertThat(texts(dictionary)).containsExactly("b");
    }

    @Test
    void refusesOrdinalsItNeverGave() {
        Dictionary dictionary = new Dictionary(KEY, 10);
        dictionary.intern("a");

        assertThatThrownBy(() -> dictionary.text(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> dictionary.text(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void holdsLongTexts() {
        Dictionary dictionary = new Dictionary(KEY, 0);
        String latin = "é".repeat(100_000);
        String wide = "漢".repeat(100_000);

        assertThat(List.of(dictionary.intern(latin), dictionary.intern(wide), dictionary.intern(latin + wide)))
                .containsExactly(0, 1, 2);
        assertThat(texts(dictionary)).containsExactly(latin, wide, latin + wide);
    }

    private static List<String> texts(Dictionary dictionary) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < dictionary.size(); i++) {
            texts.add(dictionary.text(i));
        }
        return texts;
    }
}
