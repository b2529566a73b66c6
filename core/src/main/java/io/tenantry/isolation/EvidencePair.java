// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static io.tenantry.isolation.EvidenceVerifier.number;
import static io.tenantry.isolation.EvidenceVerifier.text;
import static io.tenantry.isolation.EvidenceVerifier.time;

import io.tenantry.internal.json.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two evidences of one tenant, each without a finding of its own. Like {@link EvidenceVerifier} it shares no code with
 * the writer of evidence. Immutable.
 */
record EvidencePair(JsonNode earlier, JsonNode later) {
    /** Returns what shows that the two are not parts of one trail. */
    List<String> findings() {
        Set<Long> touching = hashes(earlier, "changes", "later").keySet();
        touching.retainAll(hashes(later, "changes", "later").keySet());
        if (touching.isEmpty()) {
            return List.of("the two evidences do not touch: ask for the evidence between them");
        }
        List<String> findings = forks();
        if (!lost(earlier, later, time(later, "to")).isEmpty()) {
            findings.add("the later evidence ends before the earlier one: rows at the end are missing");
        }
        Instant made = time(earlier, "madeAt");
        Instant end = time(earlier, "to");
        lost(later, earlier, made.isBefore(end) ? made : end)
                .forEach(n -> findings.add(
                        "row " + n + " has a time in the period of the earlier evidence, which does not have the row"));
        findings.addAll(early(earlier, later));
        findings.addAll(early(later, earlier));
        generations().ifPresent(findings::add);
        return findings.isEmpty() ? holdings() : findings;
    }

    // Each evidence counts one more than the one before it, and a copy of the store from before it counts again.
    private Optional<String> generations() {
        long first = earlier.path("generation").asLong();
        long second = later.path("generation").asLong();
        int made = time(earlier, "madeAt").compareTo(time(later, "madeAt"));
        return made == 0 || Long.signum(first - second) == Integer.signum(made)
                ? Optional.empty()
                : Optional.of("the evidence made later has generation " + (made < 0 ? second : first)
                        + " of the store, and the one made before has " + (made < 0 ? first : second)
                        + ": an older copy of the store was put back");
    }

    private List<String> forks() {
        Map<Long, String> second = hashes(later, "holdings", "changes", "later");
        List<String> findings = new ArrayList<>();
        hashes(earlier, "holdings", "changes", "later").forEach((n, hash) -> {
            if (!second.getOrDefault(n, hash).equals(hash)) {
                findings.add("row " + n + " is not the same in both: the trail was forked or rewritten");
            }
        });
        return findings;
    }

    private static Map<Long, String> hashes(JsonNode evidence, String... lists) {
        Map<Long, String> hashes = new TreeMap<>();
        hashes.put(evidence.path("startNumber").asLong(), text(evidence, "start"));
        List.of(lists).forEach(list -> evidence.path(list).forEach(r -> hashes.put(number(r), text(r, "hash"))));
        return hashes;
    }

    /** Returns the rows of one evidence that lie after the end of the other one, but have a time in its period. */
    private static List<Long> lost(JsonNode from, JsonNode in, Instant end) {
        List<Long> lost = new ArrayList<>();
        List.of("changes", "later")
                .forEach(list -> from.path(list).forEach(r -> {
                    if (number(r) > end(in) && EvidenceVerifier.at(r).isBefore(end)) {
                        lost.add(number(r));
                    }
                }));
        return lost;
    }

    /** Finds the rows of one evidence that lie before the first row of the other one, but have a time in its period. */
    private static List<String> early(JsonNode from, JsonNode in) {
        List<String> findings = new ArrayList<>();
        from.path("changes").forEach(r -> {
            Instant at = EvidenceVerifier.at(r);
            boolean inPeriod = !at.isBefore(time(in, "from")) && !at.isAfter(time(in, "madeAt"));
            if (number(r) <= in.path("startNumber").asLong() && inPeriod) {
                findings.add("row " + number(r) + " has a time in a period that begins after the row");
            }
        });
        return findings;
    }

    /** Follows the entitlements from the end of the one period to the end of the other. */
    private List<String> holdings() {
        boolean forward = end(earlier) <= end(later);
        JsonNode before = forward ? earlier : later;
        JsonNode after = forward ? later : earlier;
        if (after.path("startNumber").asLong() > followed(before)) {
            return List.of("the two evidences do not show all changes between them: ask for the evidence between them");
        }
        Set<Long> expected = expected(before, after);
        Set<Long> told = new TreeSet<>();
        after.path("holdings").forEach(r -> told.add(number(r)));
        Set<Long> erased = erased(earlier);
        erased.addAll(erased(later));
        List<String> findings = new ArrayList<>();
        without(expected, told, erased)
                .forEach(n -> findings.add(
                        "row " + n + " gives an entitlement that is missing from those held in one of the evidences"));
        without(told, expected, erased)
                .forEach(n -> findings.add(
                        "row " + n + " is among those held in one evidence, but the other one shows that it was not"));
        return findings;
    }

    private static Set<Long> expected(JsonNode before, JsonNode after) {
        Map<String, Long> held = new HashMap<>();
        before.path("holdings").forEach(r -> held.put(EvidenceVerifier.slot(r), number(r)));
        after.path("changes").forEach(r -> {
            if (number(r) > end(before)) {
                EvidenceVerifier.follow(r, held);
            }
        });
        return new TreeSet<>(held.values());
    }

    private static Set<Long> without(Set<Long> rows, Set<Long> others, Set<Long> erased) {
        Set<Long> left = new TreeSet<>(rows);
        left.removeAll(others);
        left.removeAll(erased);
        return left;
    }

    /** Returns the last row up to which the evidence shows every change; rows after its period have no clear text. */
    private static long followed(JsonNode evidence) {
        long last = end(evidence);
        for (JsonNode row : evidence.path("later")) {
            String kind = text(row.path("line"), "kind");
            if (EvidenceVerifier.GIVES.contains(kind) || EvidenceVerifier.TAKES.contains(kind)) {
                return last;
            }
            last = number(row);
        }
        return last;
    }

    /** Returns the rows whose holder was erased, as rows of the evidence announce. */
    private static Set<Long> erased(JsonNode evidence) {
        Set<Long> rows = new TreeSet<>();
        List.of("changes", "later")
                .forEach(list -> evidence.path(list)
                        .forEach(r -> r.path("line").path("erased").forEach(p -> {
                            if (p.path("seal").asInt() == 0) {
                                rows.add(p.path("row").asLong());
                            }
                        })));
        return rows;
    }

    private static long end(JsonNode evidence) {
        return evidence.path("startNumber").asLong() + evidence.path("changes").size();
    }
}
