// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Everybody a source had at one moment, held as columns and not as objects: a million people with 13 facts
 * each take 175 MB. Sorted by id, whatever order the source gave.
 * Immutable and safe for use by several threads.
 *
 * <p>People are numbered by that order from 0. What a policy asks for is numbered too: each {@link Fact} that anybody has, once, in no order that may be
 * relied on.
 */
public final class IdentitySnapshot implements Iterable<Identity> {
    private final IdentityRows rows;
    private final int[] order;
    private final List<RejectedRow> rejected;
    private final Completeness completeness;
    private final String digest;

    private IdentitySnapshot(
            IdentityRows rows, int[] order, List<RejectedRow> rejected, Completeness completeness, String digest) {
        this.rows = rows;
        this.order = order;
        this.rejected = List.copyOf(rejected);
        this.completeness = completeness;
        this.digest = digest;
    }

    /**
     * Reads a source whole.
     *
     * @throws IdentitySourceException if it cannot be read
     */
    public static IdentitySnapshot of(IdentitySource source) {
        return of(source, attribute -> true);
    }

    /**
     * Reads a source and keeps only some attributes of its people. Attributes that differ from person to person, such as a telephone number, are what a snapshot
     * spends most memory on.
     *
     * @param attributes says by name which attributes are kept
     * @throws IdentitySourceException if the source cannot be read
     */
    public static IdentitySnapshot of(IdentitySource source, Predicate<String> attributes) {
        Builder builder = new Builder(attributes);
        Completeness proof = source.read(builder::add);
        return builder.build(proof);
    }

    /** Returns a builder, for a host that has pages from elsewhere. */
    public static Builder builder() {
        return new Builder(attribute -> true);
    }

    /** Returns how many people there are. */
    public int size() {
        return order.length;
    }

    /**
     * Returns a person as an object.
     *
     * @param index from 0 to below {@link #size()}
     */
    public Identity get(int index) {
        return rows.identity(slot(index));
    }

    /** Returns the id of a person. */
    public IdentityId id(int index) {
        return new IdentityId(rows.ids().get(slot(index)));
    }

    /** Returns the user name of a person. */
    public String userName(int index) {
        return rows.userName(slot(index));
    }

    /** Returns whether the source lets a person log in. */
    public boolean enabled(int index) {
        return rows.enabled(slot(index));
    }

    private int slot(int index) {
        return order[Objects.checkIndex(index, order.length)];
    }

    /** Returns where a person stands, if they are in the snapshot. Takes the logarithm of the size. */
    public OptionalInt indexOf(IdentityId id) {
        int low = 0;
        int high = order.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = rows.ids().compare(order[middle], id.value());
            if (comparison == 0) {
                return OptionalInt.of(middle);
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the proof that these are all, or the doubts. */
    public Completeness completeness() {
        return completeness;
    }

    /** Returns the rows of the source that could not be read, by their origin. */
    public List<RejectedRow> rejected() {
        return rejected;
    }

    /**
     * Returns a SHA-256 over all people, in hexadecimal: the same for the same people in any order of rows, different if anything about anybody differs. Origins,
     * rejected rows and attributes that were not kept do not count.
     */
    public String digest() {
        return digest;
    }

    /** Low level: returns how many different facts there are. */
    public int factCount() {
        return rows.facts().size();
    }

    /**
     * Low level: returns the fact of a number.
     *
     * @param ordinal from 0 to below {@link #factCount()}
     */
    public Fact fact(int ordinal) {
        return rows.facts().fact(ordinal);
    }

    /** Low level: returns the number of a fact, if anybody has it. */
    public OptionalInt findFact(Fact fact) {
        return rows.facts().find(fact);
    }

    /** Low level: returns the most facts that any one person has, so the length that {@link #copyFacts} needs. */
    public int mostFacts() {
        return rows.mostFacts();
    }

    /**
     * Low level: copies the numbers of a person's facts, ascending, and allocates nothing.
     *
     * @return how many there are
     * @throws IndexOutOfBoundsException if they do not fit
     */
    public int copyFacts(int index, int[] into) {
        return rows.copyFacts(slot(index), into);
    }

    /** Returns everybody by ascending id, each made as it is asked for. */
    @Override
    public Iterator<Identity> iterator() {
        return IntStream.range(0, size()).mapToObj(this::get).iterator();
    }

    /** Returns the size and the completeness. */
    @Override
    public String toString() {
        return "IdentitySnapshot[" + size() + " people, " + rejected.size() + " rows rejected, "
                + (completeness.isComplete() ? "complete" : "incomplete") + "]";
    }

    /** Collects a snapshot, page by page. Not safe for use by several threads, and used once. */
    public static final class Builder {
        private final Predicate<String> kept;
        private final IdentityRows rows = new IdentityRows();
        private final ByteChunks prints = new ByteChunks();
        private final List<RejectedRow> rejected = new ArrayList<>();

        private Builder(Predicate<String> kept) {
            this.kept = kept;
        }

        /** Adds a page. */
        public Builder add(IdentityPage page) {
            page.identities().forEach(i -> prints.add(rows.add(i, kept), 0, IdentityRows.PRINT_BYTES));
            rejected.addAll(page.rejected());
            return this;
        }

        /**
         * Returns the snapshot. People whose id was added twice are left out, and rejected.
         *
         * @param proof what the source said of its completeness
         */
        public IdentitySnapshot build(Completeness proof) {
            int[] order = unique(sorted());
            MessageDigest sha = IdentityRows.sha256();
            for (int slot : order) {
                sha.update(prints.copy(slot * IdentityRows.PRINT_BYTES, IdentityRows.PRINT_BYTES));
            }
            String digest = HexFormat.of().formatHex(sha.digest());
            rejected.sort((a, b) -> a.origin().compareTo(b.origin()));
            return new IdentitySnapshot(rows, order, rejected, proof, digest);
        }

        private int[] sorted() {
            int[] order = IntStream.range(0, rows.size()).toArray();
            mergeSort(order.clone(), order, 0, order.length);
            return order;
        }

        // The JDK sorts ints by a comparison of one's own only as objects; for a million that would be half of the
        // whole snapshot.
        private void mergeSort(int[] from, int[] to, int low, int high) {
            if (high - low < 2) {
                return;
            }
            int middle = (low + high) >>> 1;
            mergeSort(to, from, low, middle);
            mergeSort(to, from, middle, high);
            if (rows.ids().compare(from[middle - 1], from[middle]) <= 0) {
                System.arraycopy(from, low, to, low, high - low);
                return;
            }
            for (int left = low, right = middle, at = low; at < high; at++) {
                boolean takeLeft = right == high || (left < middle && rows.ids().compare(from[left], from[right]) <= 0);
                to[at] = takeLeft ? from[left++] : from[right++];
            }
        }

        private int[] unique(int[] order) {
            return IntStream.range(0, order.length)
                    .filter(i -> !isTwin(order, i))
                    .map(i -> order[i])
                    .toArray();
        }

        private boolean isTwin(int[] order, int i) {
            boolean twin = (i > 0 && isSame(order[i - 1], order[i]))
                    || (i + 1 < order.length && isSame(order[i], order[i + 1]));
            if (twin) {
                rejectTwin(order[i]);
            }
            return twin;
        }

        private boolean isSame(int slot, int other) {
            return rows.ids().compare(slot, other) == 0;
        }

        private void rejectTwin(int slot) {
            Optional<IdentityId> id = Optional.of(new IdentityId(rows.ids().get(slot)));
            rejected.add(new RejectedRow(
                    rows.origin(slot), id, "the source gave this id twice, so neither is taken; correct the source"));
        }
    }
}
