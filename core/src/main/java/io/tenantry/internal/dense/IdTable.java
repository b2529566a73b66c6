// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A {@link Dictionary} for ids that are mostly UUID text. A lower-case UUID of 36 characters is kept as its 16 bytes; any other text goes to an ordinary
 * dictionary behind the same ordinals, so two ids share an ordinal only if their text is equal: {@code "A0…"} and {@code "a0…"} are two ids.
 *
 * <p>Ids are taken 64 at a time where there are many: the loads of a batch wait for memory together instead of one after the other, which halves the time
 * once the table has outgrown the cache.
 */
public final class IdTable {
    private static final int BATCH = 64;
    private static final int WIDTH = UuidText.WIDTH;

    private final HashKey key;
    private final OrdinalIndex index;
    private long[] uuids;
    private int size;

    private final Dictionary others;
    private final BitSet isOther = new BitSet();
    private final Ints otherOrdinals = new Ints(0);

    private final TextLanes lanes = new TextLanes(BATCH * WIDTH, 0);
    private final long[] high = new long[BATCH];
    private final long[] low = new long[BATCH];
    private final long[] faults = new long[BATCH];
    private final int[] candidates = new int[BATCH];
    private int staged;

    /** Creates an empty table with a random key. */
    public IdTable() {
        this(HashKey.random(), 0);
    }

    /** Creates an empty table with room for so many UUIDs. */
    public IdTable(HashKey key, int expected) {
        this.key = Objects.requireNonNull(key, "key");
        index = new OrdinalIndex(expected);
        uuids = new long[Math.multiplyExact(2, expected)];
        others = new Dictionary(key, 0);
    }

    /** Returns the ordinal of an id, a new one if it was never seen. */
    public int intern(String id) {
        return isUuid(id) ? internUuid(0) : internOther(others.intern(id));
    }

    /** Returns the ordinal of an id, or -1 if it was never interned. */
    public int find(String id) {
        if (isUuid(id)) {
            return findUuid(tagOf(0), high[0], low[0]);
        }
        int other = others.find(id);
        return other < 0 ? -1 : otherOrdinals.values[other];
    }

    /** Interns a range of ids, as {@link #intern} in this order would, and writes their ordinals to {@code out} from {@code at} on. */
    public void internAll(String[] ids, int from, int to, int[] out, int at) {
        Objects.checkFromToIndex(from, to, ids.length);
        Objects.checkFromIndexSize(at, to - from, out.length);
        Ints ordinals = new Ints(out, at);
        for (int i = from; i < to; i++) {
            stage(ids[i], ordinals);
        }
        flush(ordinals);
    }

    /**
     * Returns the text of an ordinal, a new {@code String} each time.
     *
     * @throws IndexOutOfBoundsException if no id has this ordinal
     */
    public String text(int ordinal) {
        Objects.checkIndex(ordinal, size);
        return isOther.get(ordinal)
                ? others.text((int) uuids[2 * ordinal])
                : UuidText.of(uuids[2 * ordinal], uuids[2 * ordinal + 1]);
    }

    /** Returns the number of ids. */
    public int size() {
        return size;
    }

    /** Forgets all ids and keeps the buffers. */
    public void clear() {
        index.clear();
        others.clear();
        otherOrdinals.clear();
        isOther.clear();
        size = 0;
        staged = 0;
    }

    /** Takes an id whose ordinal reaches {@code out}, in the order of the calls, at the latest with the next {@link #flush}. */
    void stage(String id, Ints out) {
        if (id.length() != WIDTH) {
            flush(out);
            out.add(internOther(others.intern(id)));
            return;
        }
        id.getChars(0, WIDTH, lanes.chars, staged * WIDTH);
        if (++staged == BATCH) {
            flush(out);
        }
    }

    void flush(Ints out) {
        int count = staged;
        staged = 0;
        out.reserve(count);
        for (int from = 0; from < count; ) {
            int narrow = lanes.narrow(from * WIDTH, count * WIDTH) / WIDTH;
            for (int i = from; i < narrow; i++) {
                UuidText.decode(lanes.bytes, i * WIDTH, high, low, faults, i);
            }
            probe(from, narrow);
            verify(from, narrow);
            resolve(from, narrow, out);
            if (narrow < count) {
                out.values[out.size++] = internOther(others.intern(lanes.chars, narrow * WIDTH, WIDTH));
                narrow++;
            }
            from = narrow;
        }
    }

    /** Loads the first slot of each id; no load depends on another, so they are all in flight at once. */
    private void probe(int from, int to) {
        long[] entries = index.entries;
        for (int i = from; i < to; i++) {
            int tag = tagOf(i);
            long entry = entries[index.slot(tag)];
            candidates[i] = OrdinalIndex.tagOf(entry) == tag ? OrdinalIndex.ordinalOf(entry) : -1;
        }
    }

    /** Drops the candidates that are not the id; again a set of loads that wait together. */
    private void verify(int from, int to) {
        for (int i = from; i < to; i++) {
            int candidate = candidates[i];
            if (candidate >= 0 && ((uuids[2 * candidate] ^ high[i]) | (uuids[2 * candidate + 1] ^ low[i])) != 0) {
                candidates[i] = -1;
            }
        }
    }

    /** In order, since an id may be new and come twice in one batch. */
    private void resolve(int from, int to, Ints out) {
        for (int i = from; i < to; i++) {
            int ordinal = candidates[i];
            if (faults[i] != 0) {
                ordinal = internOther(others.intern(lanes.chars, i * WIDTH, WIDTH));
            } else if (ordinal < 0) {
                ordinal = internUuid(i);
            }
            out.values[out.size++] = ordinal;
        }
    }

    private boolean isUuid(String id) {
        if (staged != 0) {
            throw new IllegalStateException("staged ids must be flushed first");
        }
        if (id.length() != WIDTH) {
            return false;
        }
        id.getChars(0, WIDTH, lanes.chars, 0);
        if (lanes.narrow(0, WIDTH) != WIDTH) {
            return false;
        }
        UuidText.decode(lanes.bytes, 0, high, low, faults, 0);
        return faults[0] == 0;
    }

    private int tagOf(int lane) {
        return OrdinalIndex.tag(key.mix(high[lane], low[lane]));
    }

    private int internUuid(int lane) {
        int tag = tagOf(lane);
        int found = findUuid(tag, high[lane], low[lane]);
        return found >= 0 ? found : append(tag, high[lane], low[lane]);
    }

    private int findUuid(int tag, long upper, long lower) {
        long[] entries = index.entries;
        for (int slot = index.slot(tag); entries[slot] != 0; slot = index.next(slot)) {
            int ordinal = OrdinalIndex.ordinalOf(entries[slot]);
            if (OrdinalIndex.tagOf(entries[slot]) == tag
                    && uuids[2 * ordinal] == upper
                    && uuids[2 * ordinal + 1] == lower) {
                return ordinal;
            }
        }
        return -1;
    }

    private int append(int tag, long upper, long lower) {
        index.add(tag, size);
        return put(upper, lower);
    }

    private int internOther(int other) {
        if (other < otherOrdinals.size) {
            return otherOrdinals.values[other];
        }
        otherOrdinals.add(size);
        isOther.set(size);
        return put(other, 0);
    }

    private int put(long upper, long lower) {
        int at = Math.multiplyExact(2, size);
        if (at == uuids.length) {
            uuids = Arrays.copyOf(uuids, Ints.grown(at, Math.addExact(at, 2)) & ~1);
        }
        uuids[at] = upper;
        uuids[at + 1] = lower;
        return size++;
    }
}
