// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that is nearest to an unknown one. */
public final class NearWord {
    private NearWord() {}

    /** Returns the nearest known word, if it is near enough to be the intended one. */
    public static Optional<String> to(String written, Collection<String> known) {
        String plain = plain(written);
        int far = Math.max(1, Math.min(plain.length() / 3, 4));
        return known.stream()
                .filter(k -> Math.abs(plain(k).length() - plain.length()) <= far && distance(plain, plain(k)) <= far)
                .min(Comparator.comparingInt((String k) -> distance(plain, plain(k)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        String skeleton =
                NameForm.of(word.length() > 60 ? word.substring(0, 60) : word).skeleton();
        return skeleton.replace("_", "").replace("-", "").replace(" ", "");
    }

    /** Returns how many letters must be inserted, removed, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
