// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what a mistyped word probably means. */
final class NearWords {
    private static final int MOST = 3;

    private NearWords() {}

    /** Returns the nearest words, best first; none if all are far from this one. */
    static List<String> of(String written, Collection<String> known) {
        String plain = plain(written);
        // All people have the same few domains, so only the part before the @ says how much may be mistyped.
        int far = Math.max(1, Math.min(plain.replaceFirst("@.*", "").length() / 4, 3));
        Map<String, Integer> distances = known.stream()
                .distinct()
                .filter(k -> Math.abs(k.length() - written.length()) <= far)
                .collect(Collectors.toMap(Function.identity(), k -> distance(plain, plain(k))));
        return distances.keySet().stream()
                .filter(k -> distances.getOrDefault(k, far) <= far)
                .sorted(Comparator.comparing((String k) -> distances.getOrDefault(k, far))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Returns the end of a message: the nearest words, or else other advice. */
    static String hint(String written, Collection<String> known, String otherwise) {
        List<String> near = of(written, known);
        return "; " + (near.isEmpty() ? otherwise : "did you mean " + String.join(" or ", near) + "?");
    }

    /** Returns the nearest words as a question at the end of a message that lists all; empty if all are far. */
    static String question(String written, Collection<String> known) {
        List<String> near = of(written, known);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Returns how many letters must be inserted, removed, changed, or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : nearest(a, b, rows, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int nearest(String a, String b, int[][] rows, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
