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

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Returns how many letters must be inserted, removed or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
