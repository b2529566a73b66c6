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
 * @param cautions signs that entries may be missing that are no doubt by themselves; while there is one, absence proves
 *     nothing
 */
public record Completeness(long entries, int pages, List<String> doubts, List<String> cautions) {
    /** Copies the lists. */
    public Completeness {
        doubts = List.copyOf(doubts);
        cautions = List.copyOf(cautions);
    }

    /** Creates a proof without cautions. */
    public Completeness(long entries, int pages, List<String> doubts) {
        this(entries, pages, doubts, List.of());
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
                Stream.concat(doubts.stream(), other.doubts.stream()).toList(),
                Stream.concat(cautions.stream(), other.cautions.stream()).toList());
    }

    /** Returns this proof with more cautions. */
    public Completeness cautioned(List<String> more) {
        return and(new Completeness(0, 0, List.of(), more));
    }

    /** Returns this proof with one more doubt. */
    public Completeness doubting(String doubt) {
        return and(doubtful(0, 0, doubt));
    }
}
