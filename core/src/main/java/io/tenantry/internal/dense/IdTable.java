// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A {@link Dictionary} for ids that are mostly UUID text. Texts of 36 Latin characters lie in slots of that width and are hashed and compared in five words;
 * any other text goes to an ordinary dictionary behind the same ordinals. Two ids share an ordinal only if their text is equal: {@code "A0…"} and
 * {@code "a0…"} are two ids.
 *
 * <p>Ids are taken 64 at a time where there are many: the loads of a batch wait for memory together instead of one after the other. The text is kept as it
 * came and not packed into the 16 bytes of the UUID: to decode and to prove that nothing is lost took longer (15 ns an id) than all else together.
 */
public final class IdTable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int BATCH = 64;
    private static final int WIDTH = 36;
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int PAGE_BYTES = WIDTH << PAGE_BITS;

    private final HashKey key;
    private final OrdinalIndex index;
    private byte[][] pages;
    private int size;

    private final Dictionary others;
    private final BitSet isOther = new BitSet();
    private final Ints otherOrdinals = new Ints(0);

    private final TextLanes lanes = new TextLanes(BATCH * WIDTH);
    private final int[] tags = new int[BATCH];
    private final long[] found = new long[BATCH];
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
        pages = new byte[(expected + PAGE_MASK) >> PAGE_BITS][];
        others = new Dictionary(key, 0);
    }

    /** Returns the ordinal of an id, a new one if it was never seen. */
    public int intern(String id) {
        return load(id) ? internLane(0, tag(0)) : internOther(others.intern(id));
    }

    /** Returns the ordinal of an id, or -1 if it was never interned. */
    public int find(String id) {
        if (load(id)) {
            return findLane(0, tag(0));
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
        byte[] page = pages[ordinal >> PAGE_BITS];
        int at = at(ordinal);
        return isOther.get(ordinal)
                ? others.text((int) INT.get(page, at))
                : new String(page, at, WIDTH, StandardCharsets.ISO_8859_1);
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
            probe(from, narrow);
            walk(from, narrow);
            touch(from, narrow);
            resolve(from, narrow, out);
            if (narrow < count) {
                out.values[out.size++] = internOther(others.intern(lanes.chars, narrow * WIDTH, WIDTH));
                narrow++;
            }
            from = narrow;
        }
    }

    /** Hashes each id, then loads its first slot. The loads are a loop of their own: so short that all of them are in flight at once. */
    private void probe(int from, int to) {
        for (int i = from; i < to; i++) {
            tags[i] = tag(i);
        }
        long[] entries = index.entries;
        int slots = entries.length;
        for (int i = from; i < to; i++) {
            found[i] = entries[OrdinalIndex.slot(tags[i], slots)];
        }
    }

    /** Goes on from slots that hold another id, which by now are at hand. */
    private void walk(int from, int to) {
        for (int i = from; i < to; i++) {
            int tag = tags[i];
            long entry = found[i];
            for (int slot = index.slot(tag); entry != 0 && OrdinalIndex.tagOf(entry) != tag; ) {
                slot = index.next(slot);
                entry = index.entries[slot];
            }
            candidates[i] = OrdinalIndex.ordinalOf(entry);
        }
    }

    /** Loads a word of each candidate's text, for the same reason; {@link #resolve} finds it at hand. */
    private void touch(int from, int to) {
        for (int i = from; i < to; i++) {
            int candidate = candidates[i];
            found[i] = candidate < 0 ? 0 : pages[candidate >> PAGE_BITS][at(candidate) + WIDTH / 2];
        }
    }

    /** In order, since an id may be new and come twice in one batch. */
    private void resolve(int from, int to, Ints out) {
        int[] ordinals = out.values;
        int at = out.size;
        for (int i = from; i < to; i++) {
            int candidate = candidates[i];
            ordinals[at++] = candidate >= 0 && holds(candidate, i) ? candidate : internLane(i, tags[i]);
        }
        out.size = at;
    }

    private boolean load(String id) {
        if (staged != 0) {
            throw new IllegalStateException("staged ids must be flushed first");
        }
        if (id.length() != WIDTH) {
            return false;
        }
        id.getChars(0, WIDTH, lanes.chars, 0);
        return lanes.narrow(0, WIDTH) == WIDTH;
    }

    private int tag(int lane) {
        byte[] text = lanes.bytes;
        int at = lane * WIDTH;
        long front = key.mix((long) LONG.get(text, at), (long) LONG.get(text, at + 8));
        long back = key.mix((long) LONG.get(text, at + 16), (long) LONG.get(text, at + 24));
        return OrdinalIndex.tag(key.mix(front, back ^ (int) INT.get(text, at + 32)));
    }

    private boolean holds(int ordinal, int lane) {
        byte[] text = lanes.bytes;
        byte[] page = pages[ordinal >> PAGE_BITS];
        int a = lane * WIDTH;
        int b = at(ordinal);
        return (((long) LONG.get(text, a) ^ (long) LONG.get(page, b))
                        | ((long) LONG.get(text, a + 8) ^ (long) LONG.get(page, b + 8))
                        | ((long) LONG.get(text, a + 16) ^ (long) LONG.get(page, b + 16))
                        | ((long) LONG.get(text, a + 24) ^ (long) LONG.get(page, b + 24))
                        | ((int) INT.get(text, a + 32) ^ (int) INT.get(page, b + 32)))
                == 0;
    }

    private int internLane(int lane, int tag) {
        int known = findLane(lane, tag);
        if (known >= 0) {
            return known;
        }
        makeRoom();
        index.add(tag, size);
        System.arraycopy(lanes.bytes, lane * WIDTH, pages[size >> PAGE_BITS], at(size), WIDTH);
        return size++;
    }

    private int findLane(int lane, int tag) {
        long[] entries = index.entries;
        for (int slot = index.slot(tag); entries[slot] != 0; slot = index.next(slot)) {
            int ordinal = OrdinalIndex.ordinalOf(entries[slot]);
            if (OrdinalIndex.tagOf(entries[slot]) == tag && holds(ordinal, lane)) {
                return ordinal;
            }
        }
        return -1;
    }

    /** Gives a text of the other dictionary its ordinal here; the slot of that ordinal holds where the text really is. */
    private int internOther(int other) {
        if (other < otherOrdinals.size) {
            return otherOrdinals.values[other];
        }
        makeRoom();
        otherOrdinals.add(size);
        isOther.set(size);
        INT.set(pages[size >> PAGE_BITS], at(size), other);
        return size++;
    }

    private static int at(int ordinal) {
        return (ordinal & PAGE_MASK) * WIDTH;
    }

    // Pages, because a table that doubles by copying needs three times its size while it does.
    private void makeRoom() {
        int page = size >> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, Ints.grown(page, page + 1));
        }
        if (pages[page] == null) {
            pages[page] = new byte[PAGE_BYTES];
        }
    }
}
