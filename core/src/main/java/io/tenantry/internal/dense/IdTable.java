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
 * A {@link Dictionary} for ids that are mostly UUID text. Texts of 36 Latin characters lie in slots of that width, and
 * five words hash and compare them; any other text goes to an ordinary dictionary behind the same ordinals. Two ids
 * share an ordinal only if their text is equal: {@code "A0…"} and {@code "a0…"} are two ids.
 *
 * <p>Many ids are taken in batches of 64, so that the loads of a batch wait for memory together instead of one after
 * the other. The text is kept as it is and not packed into the 16 bytes of the UUID: decoding it, and checking that
 * nothing is lost, took longer (15 ns an id) than everything else together.
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
    private final int[] slots = new int[BATCH];
    private final int[] found = new int[BATCH];
    private int staged;

    /** Creates an empty table with a random key. */
    public IdTable() {
        this(HashKey.random(), 0);
    }

    /** Creates an empty table with room for this many UUIDs. */
    public IdTable(HashKey key, int expected) {
        this.key = Objects.requireNonNull(key, "key");
        index = new OrdinalIndex(expected);
        pages = new byte[(expected + PAGE_MASK) >> PAGE_BITS][];
        others = new Dictionary(key, 0);
    }

    /** Returns the ordinal of an id, a new one for a new id. */
    public int intern(String id) {
        if (!load(id)) {
            return internOther(others.intern(id));
        }
        makeRoom(1);
        int tag = tag(lanes.bytes, 0);
        return internLane(0, tag, index.slot(tag));
    }

    /** Returns the ordinal of an id, or -1 if it was never interned. */
    public int find(String id) {
        if (!load(id)) {
            int other = others.find(id);
            return other < 0 ? -1 : otherOrdinals.values[other];
        }
        int tag = tag(lanes.bytes, 0);
        return index.ordinal(index.entries[slotOf(0, tag, index.slot(tag))]);
    }

    /**
     * Returns the text of an ordinal, a new {@code String} each time.
     *
     * @throws IndexOutOfBoundsException if no id has this ordinal
     */
    public String text(int ordinal) {
        Objects.checkIndex(ordinal, size);
        byte[] page = page(ordinal);
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

    /**
     * Takes an id; its ordinal is added to {@code out}, in the order of the calls, at the latest by the next
     * {@link #flush}.
     */
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
            makeRoom(narrow - from);
            probe(from, narrow);
            walk(from, narrow);
            compare(from, narrow);
            resolve(from, narrow, out);
            if (narrow < count) {
                out.values[out.size++] = internOther(others.intern(lanes.chars, narrow * WIDTH, WIDTH));
                narrow++;
            }
            from = narrow;
        }
    }

    // The loops of a batch keep their data in local variables, because a field would be read again for each id.

    /**
     * Hashes each id, then loads its first slot. The loads are in a loop of their own, which is so short that all of
     * them run at the same time.
     */
    private void probe(int from, int to) {
        byte[] text = lanes.bytes;
        int[] hashes = tags;
        for (int i = from; i < to; i++) {
            hashes[i] = tag(text, i * WIDTH);
        }
        int[] entries = index.entries;
        int[] first = found;
        int bits = index.bits();
        for (int i = from; i < to; i++) {
            first[i] = entries[OrdinalIndex.slot(hashes[i], bits)];
        }
    }

    /**
     * Moves on from slots with another id, which are loaded by now, to a slot that may hold the right id or is empty.
     */
    private void walk(int from, int to) {
        int[] entries = index.entries;
        int[] hashes = tags;
        int[] ends = slots;
        int[] candidates = found;
        int bits = index.bits();
        for (int i = from; i < to; i++) {
            int tag = hashes[i];
            int entry = candidates[i];
            int slot = OrdinalIndex.slot(tag, bits);
            while (entry != 0 && !OrdinalIndex.matches(entry, tag, bits)) {
                slot = (slot + 1) & (entries.length - 1);
                entry = entries[slot];
            }
            ends[i] = slot;
            candidates[i] = OrdinalIndex.ordinal(entry, bits);
        }
    }

    /**
     * Drops the candidates whose text differs. No branch depends on a text that is still being loaded, so these loads
     * wait together too.
     */
    private void compare(int from, int to) {
        byte[] text = lanes.bytes;
        byte[][] known = pages;
        int[] candidates = found;
        for (int i = from; i < to; i++) {
            int candidate = candidates[i];
            if (candidate >= 0) {
                long difference = difference(text, i * WIDTH, known[candidate >> PAGE_BITS], at(candidate));
                candidates[i] = candidate | (int) ((difference | -difference) >> (Long.SIZE - 1));
            }
        }
    }

    /** Works in order, because a new id may occur twice in one batch. */
    private void resolve(int from, int to, Ints out) {
        int[] ordinals = out.values;
        int[] candidates = found;
        int at = out.size;
        for (int i = from; i < to; i++) {
            int known = candidates[i];
            ordinals[at++] = known >= 0 ? known : internLane(i, tags[i], slots[i]);
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

    int tag(byte[] text, int at) {
        long front = key.mix((long) LONG.get(text, at), (long) LONG.get(text, at + 8));
        long last = (int) INT.get(text, at + 32) * key.odd();
        long back = key.mix((long) LONG.get(text, at + 16), (long) LONG.get(text, at + 24) + last);
        return OrdinalIndex.tag(front ^ Long.rotateLeft(back, Integer.SIZE));
    }

    /** Returns nonzero if the text of an ordinal differs from that of a lane. */
    private long difference(int ordinal, int lane) {
        return difference(lanes.bytes, lane * WIDTH, page(ordinal), at(ordinal));
    }

    private static long difference(byte[] text, int a, byte[] page, int b) {
        return ((long) LONG.get(text, a) ^ (long) LONG.get(page, b))
                | ((long) LONG.get(text, a + 8) ^ (long) LONG.get(page, b + 8))
                | ((long) LONG.get(text, a + 16) ^ (long) LONG.get(page, b + 16))
                | ((long) LONG.get(text, a + 24) ^ (long) LONG.get(page, b + 24))
                | ((int) INT.get(text, a + 32) ^ (int) INT.get(page, b + 32));
    }

    private int internLane(int lane, int tag, int from) {
        int slot = slotOf(lane, tag, from);
        int known = index.ordinal(index.entries[slot]);
        if (known >= 0) {
            return known;
        }
        index.set(slot, tag, size);
        write(lane);
        return size++;
    }

    /** Returns the slot of a lane's text, or else the empty slot where the search for it ends. */
    private int slotOf(int lane, int tag, int from) {
        int slot = from;
        for (int entry; (entry = index.entries[slot]) != 0; slot = index.next(slot)) {
            if (index.matches(entry, tag) && difference(index.ordinal(entry), lane) == 0) {
                break;
            }
        }
        return slot;
    }

    private void write(int lane) {
        byte[] text = lanes.bytes;
        byte[] page = page(size);
        int a = lane * WIDTH;
        int b = at(size);
        LONG.set(page, b, (long) LONG.get(text, a));
        LONG.set(page, b + 8, (long) LONG.get(text, a + 8));
        LONG.set(page, b + 16, (long) LONG.get(text, a + 16));
        LONG.set(page, b + 24, (long) LONG.get(text, a + 24));
        INT.set(page, b + 32, (int) INT.get(text, a + 32));
    }

    /**
     * Gives a text of the other dictionary its ordinal here; the slot of that ordinal holds the place of the text in
     * the other dictionary.
     */
    private int internOther(int other) {
        if (other < otherOrdinals.size) {
            return otherOrdinals.values[other];
        }
        makeRoom(1);
        otherOrdinals.add(size);
        isOther.set(size);
        INT.set(page(size), at(size), other);
        return size++;
    }

    private byte[] page(int ordinal) {
        return pages[ordinal >> PAGE_BITS];
    }

    private static int at(int ordinal) {
        return (ordinal & PAGE_MASK) * WIDTH;
    }

    /** Makes room for this many more ids, at most one batch, so that no slot moves during a batch. */
    private void makeRoom(int more) {
        if (!index.hasRoom(size + more)) {
            widen();
        }
        int last = (size + more - 1) >> PAGE_BITS;
        if (last >= pages.length) {
            pages = Arrays.copyOf(pages, Ints.grown(pages.length, last + 1));
        }
        // The table grows by pages, because doubling by a copy needs three times its size for a moment.
        for (int page = size >> PAGE_BITS; page <= last; page++) {
            if (pages[page] == null) {
                pages[page] = new byte[PAGE_BYTES];
            }
        }
    }

    private void widen() {
        index.widen();
        for (int ordinal = 0; ordinal < size; ordinal++) {
            if (!isOther.get(ordinal)) {
                index.place(tag(page(ordinal), at(ordinal)), ordinal);
            }
        }
    }
}
