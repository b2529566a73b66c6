// SPDX-License-Identifier: Apache-2.0
package io.tenantry.proof;

import java.util.List;
import java.util.stream.Stream;

/**
 * Says whether a read saw everything there was. Removals are only ever planned from a complete read. Immutable.
 *
 * @param entries how many entries were read
 * @param pages how many pages they came in
 * @param doubts why the read may have missed something, in words for a person; empty means complete
 */
public record Completeness(long entries, int pages, List<String> doubts) {
    /** Copies the doubts. */
    public Completeness {
        doubts = List.copyOf(doubts);
    }

    /** Returns the proof of a read that saw everything. */
    public static Completeness complete(long entries, int pages) {
        return new Completeness(entries, pages, List.of());
    }

    /** Returns the proof of a read that may have missed something, for the reason given. */
    public static Completeness doubtful(long entries, int pages, String doubt) {
        return new Completeness(entries, pages, List.of(doubt));
    }

    /** Returns whether absence from this read proves absence. */
    public boolean isComplete() {
        return doubts.isEmpty();
    }

    /** Returns the proof of both reads taken together: complete only if both are. */
    public Completeness and(Completeness other) {
        return new Completeness(
                entries + other.entries,
                pages + other.pages,
                Stream.concat(doubts.stream(), other.doubts.stream()).toList());
    }

    /** Returns this proof with one more doubt. */
    public Completeness doubting(String doubt) {
        return and(doubtful(0, 0, doubt));
    }
}
