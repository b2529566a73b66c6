// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Seeded ids of every sort the tables may meet, the awkward ones often. */
final class Texts {
    private static final List<String> AWKWARD = List.of(
            "",
            "a",
            "\u0000",
            "\u0000\u0000",
            "é",
            "e\u0301",
            "ÿ",
            "Ā",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\ude00\ud83d",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b",
            "0B0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0g",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0`",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0o",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0\u0130",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0\u0162",
            "\u0130b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b",
            "0b0b0b0b\u012d0b0b-0b0b-0b0b-0b0b0b0b0b0b",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b\ud83d\ude00",
            "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b ",
            "0b0b0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b",
            "0b0b0b0b-0b0b-0b0b-0b0b0b0b0b0b0b0b-",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff");

    private Texts() {}

    static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    static String any(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> fresh(AWKWARD.get(random.nextInt(AWKWARD.size())));
            case 1 -> "person" + random.nextInt(40) + "@example.com";
            case 2 -> random(random, random.nextInt(40), 0x80);
            case 3 -> random(random, random.nextInt(40), 0x100);
            case 4 -> random(random, random.nextInt(40), 0x10000);
            case 5 -> mutated(random, smallUuid(random));
            default -> smallUuid(random);
        };
    }

    /** One of 300, so that ids come again. */
    static String smallUuid(SplittableRandom random) {
        return uuid(new SplittableRandom(random.nextInt(300)));
    }

    private static String random(SplittableRandom random, int length, int bound) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(bound));
        }
        return text.toString();
    }

    private static String mutated(SplittableRandom random, String uuid) {
        StringBuilder text = new StringBuilder(uuid);
        int at = random.nextInt(text.length());
        int change = random.nextBoolean() ? 0x20 : 1 << random.nextInt(16);
        text.setCharAt(at, (char) (text.charAt(at) ^ change));
        return text.toString();
    }

    static String fresh(String text) {
        return new String(text.toCharArray());
    }

    static String latin1(byte... bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
