// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Gives texts ordinals 0, 1, 2 and so on in the order of their first appearance, and the text back for an ordinal. Two texts share an ordinal only if all
 * their {@code char}s are equal, lone surrogates included. No {@code String} is retained: all text lies in one byte array, a byte a character where
 * that is enough.
 */
public final class Dictionary {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final byte NARROW = 0;
    private static final byte WIDE = 1;
    private static final int BLOCK = 2 * Long.BYTES;

    private final HashKey key;
    private final OrdinalIndex index;
    private byte[] blob;
    private int[] starts;
    private int size;

    private TextLanes lanes = new TextLanes(64);
    private byte[] entry = new byte[64 + BLOCK];
    private int entryLength;

    /** Creates an empty dictionary with a random key. */
    public Dictionary() {
        this(HashKey.random(), 0);
    }

    /** Creates an empty dictionary with room for so many texts of ordinary length. */
    public Dictionary(HashKey key, int expected) {
        this.key = Objects.requireNonNull(key, "key");
        index = new OrdinalIndex(expected);
        blob = new byte[Math.multiplyExact(expected, 24)];
        starts = new int[expected + 1];
    }

    /** Returns the ordinal of a text, a new one if it was never seen. */
    public int intern(String text) {
        read(text);
        return internEntry();
    }

    /** Returns the ordinal of a text, or -1 if it was never interned. */
    public int find(String text) {
        read(text);
        return findEntry(OrdinalIndex.tag(hash()));
    }

    /**
     * Returns the text of an ordinal, a new {@code String} each time.
     *
     * @throws IndexOutOfBoundsException if no text has this ordinal
     */
    public String text(int ordinal) {
        Objects.checkIndex(ordinal, size);
        int from = starts[ordinal] + 1;
        int length = starts[ordinal + 1] - from;
        return blob[from - 1] == NARROW
                ? new String(blob, from, length, StandardCharsets.ISO_8859_1)
                : wideText(from, length);
    }

    /** Returns the number of texts. */
    public int size() {
        return size;
    }

    /** Forgets all texts and keeps the buffers. */
    public void clear() {
        index.clear();
        size = 0;
    }

    int intern(char[] text, int from, int length) {
        ensureLanes(length);
        System.arraycopy(text, from, lanes.chars, 0, length);
        encode(length);
        return internEntry();
    }

    private void read(String text) {
        int length = text.length();
        ensureLanes(length);
        text.getChars(0, length, lanes.chars, 0);
        encode(length);
    }

    private void ensureLanes(int length) {
        if (length > lanes.chars.length) {
            lanes = new TextLanes(Ints.grown(lanes.chars.length, length));
        }
    }

    /** The form of a text in the blob: its kind, then its characters. A text has one form only, so equal bytes are equal text. */
    private void encode(int length) {
        boolean narrow = lanes.narrow(0, length) == length;
        entryLength = 1 + (narrow ? length : Math.multiplyExact(length, Character.BYTES));
        if (entryLength + BLOCK > entry.length) {
            entry = new byte[Ints.grown(entry.length, Math.addExact(entryLength, BLOCK))];
        }
        entry[0] = narrow ? NARROW : WIDE;
        if (narrow) {
            System.arraycopy(lanes.bytes, 0, entry, 1, length);
        } else {
            writeWide(length);
        }
        Arrays.fill(entry, entryLength, entryLength + BLOCK, (byte) 0);
    }

    private void writeWide(int length) {
        for (int i = 0; i < length; i++) {
            char c = lanes.chars[i];
            entry[1 + 2 * i] = (byte) (c >> Byte.SIZE);
            entry[2 + 2 * i] = (byte) c;
        }
    }

    private String wideText(int from, int length) {
        char[] text = new char[length / Character.BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((blob[from + 2 * i] << Byte.SIZE) | (blob[from + 2 * i + 1] & 0xff));
        }
        return new String(text);
    }

    private long hash() {
        long hash = entryLength;
        for (int at = 0; at < entryLength; at += BLOCK) {
            hash = key.mix((long) LONG.get(entry, at) ^ hash, (long) LONG.get(entry, at + Long.BYTES));
        }
        return key.mix(hash, entryLength);
    }

    private int internEntry() {
        int tag = OrdinalIndex.tag(hash());
        int found = findEntry(tag);
        return found >= 0 ? found : append(tag);
    }

    private int findEntry(int tag) {
        long[] entries = index.entries;
        for (int slot = index.slot(tag); entries[slot] != 0; slot = index.next(slot)) {
            int ordinal = OrdinalIndex.ordinalOf(entries[slot]);
            if (OrdinalIndex.tagOf(entries[slot]) == tag && holdsEntry(ordinal)) {
                return ordinal;
            }
        }
        return -1;
    }

    private boolean holdsEntry(int ordinal) {
        return Arrays.equals(blob, starts[ordinal], starts[ordinal + 1], entry, 0, entryLength);
    }

    private int append(int tag) {
        int start = starts[size];
        int end = Math.addExact(start, entryLength);
        if (end > blob.length) {
            blob = Arrays.copyOf(blob, Ints.grown(blob.length, end));
        }
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, Ints.grown(starts.length, size + 2));
        }
        index.add(tag, size);
        System.arraycopy(entry, 0, blob, start, entryLength);
        starts[size + 1] = end;
        return size++;
    }
}
