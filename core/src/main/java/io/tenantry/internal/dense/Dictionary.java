// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Gives texts ordinals 0, 1, 2 and so on in the order of their first appearance, and returns the text of an ordinal.
 * Two texts share an ordinal only if all their {@code char}s are equal, lone surrogates included. It keeps no {@code
 * String}: all text lies in pages of bytes, with one byte for a character where that is enough, and growth copies no
 * text.
 */
public final class Dictionary {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int WIDE = 1;
    private static final int BLOCK = 2 * Long.BYTES;
    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int MOST_PAGES = 1 << (Integer.SIZE - PAGE_BITS);

    /**
     * The largest size of the head of an entry in bytes. The head is twice the length of the entry in bytes, plus one
     * if it is wide, with seven bits in each byte.
     */
    private static final int HEAD = 5;

    private final HashKey key;
    private final OrdinalIndex index;
    /** An entry lies in one page; an entry longer than a page gets a page of its own length. */
    private byte[][] pages = new byte[0][];

    /** The start of each entry: its page, then its place in the page. */
    private final Column starts = new Column(-1);

    private int page = -1;
    private int used = PAGE;
    private int size;

    private TextLanes lanes = new TextLanes(64);
    private byte[] entry = new byte[HEAD + 64 + BLOCK];
    private int entryLength;

    /** Creates an empty dictionary with a random key. */
    public Dictionary() {
        this(HashKey.random(), 0);
    }

    /** Creates an empty dictionary with room for this many texts of ordinary length. */
    public Dictionary(HashKey key, int expected) {
        this.key = Objects.requireNonNull(key, "key");
        index = new OrdinalIndex(expected);
    }

    /** Returns the ordinal of a text, a new one for a new text. */
    public int intern(String text) {
        makeRoom();
        read(text);
        return internEntry();
    }

    /** Returns the ordinal of a text, or -1 if it was never interned. */
    public int find(String text) {
        read(text);
        int tag = OrdinalIndex.tag(hash());
        return index.ordinal(index.entries[slotOfEntry(tag)]);
    }

    /**
     * Returns the text of an ordinal, a new {@code String} each time.
     *
     * @throws IndexOutOfBoundsException if no text has this ordinal
     */
    public String text(int ordinal) {
        Objects.checkIndex(ordinal, size);
        int start = starts.get(ordinal);
        byte[] bytes = pages[start >>> PAGE_BITS];
        int at = start & (PAGE - 1);
        int head = readHead(bytes, at);
        int length = head >>> 1;
        return (head & WIDE) == 0
                ? new String(bytes, at + headLength(head), length, StandardCharsets.ISO_8859_1)
                : wideText(bytes, at + headLength(head), length);
    }

    /** Returns the number of texts. */
    public int size() {
        return size;
    }

    /** Forgets all texts and keeps the buffers. */
    public void clear() {
        index.clear();
        starts.clear();
        page = -1;
        used = PAGE;
        size = 0;
    }

    int intern(char[] text, int from, int length) {
        makeRoom();
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

    /**
     * Writes the form of a text in a page. Each text has exactly one form, and no form is the start of another, so
     * equal bytes mean equal text.
     */
    private void encode(int length) {
        boolean narrow = lanes.narrow(0, length) == length;
        int bytes = narrow ? length : Math.multiplyExact(length, Character.BYTES);
        int needed = Math.addExact(bytes, HEAD + BLOCK);
        if (needed > entry.length) {
            entry = new byte[Ints.grown(entry.length, needed)];
        }
        int start = writeHead(Math.addExact(bytes, bytes) + (narrow ? 0 : WIDE));
        if (narrow) {
            System.arraycopy(lanes.bytes, 0, entry, start, length);
        } else {
            writeWide(length, start);
        }
        endEntry(start + bytes);
    }

    private void endEntry(int length) {
        entryLength = length;
        Arrays.fill(entry, length, length + BLOCK, (byte) 0);
    }

    private int writeHead(int head) {
        int at = 0;
        int rest = head;
        while (rest >= 0x80) {
            entry[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        entry[at++] = (byte) rest;
        return at;
    }

    private static int readHead(byte[] bytes, int from) {
        int at = from;
        int head = bytes[at++];
        int bits = 7;
        for (int more = head; more < 0; bits += 7) {
            more = bytes[at++];
            head = (head & ((1 << bits) - 1)) | (more << bits);
        }
        return head;
    }

    private static int headLength(int head) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(head) + 6) / 7);
    }

    private void writeWide(int length, int start) {
        for (int i = 0; i < length; i++) {
            char c = lanes.chars[i];
            entry[start + 2 * i] = (byte) (c >> Byte.SIZE);
            entry[start + 1 + 2 * i] = (byte) c;
        }
    }

    private static String wideText(byte[] bytes, int from, int length) {
        char[] text = new char[length / Character.BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((bytes[from + 2 * i] << Byte.SIZE) | (bytes[from + 2 * i + 1] & 0xff));
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
        int slot = slotOfEntry(tag);
        int known = index.ordinal(index.entries[slot]);
        if (known >= 0) {
            return known;
        }
        append();
        index.set(slot, tag, size);
        return size++;
    }

    /** Returns the slot of the text in {@link #entry}, or else the empty slot where the search for it ends. */
    private int slotOfEntry(int tag) {
        int slot = index.slot(tag);
        for (int found; (found = index.entries[slot]) != 0; slot = index.next(slot)) {
            if (index.matches(found, tag) && holdsEntry(index.ordinal(found))) {
                break;
            }
        }
        return slot;
    }

    private void makeRoom() {
        if (index.hasRoom(size + 1)) {
            return;
        }
        index.widen();
        for (int ordinal = 0; ordinal < size; ordinal++) {
            load(ordinal);
            index.place(OrdinalIndex.tag(hash()), ordinal);
        }
    }

    private void load(int ordinal) {
        int start = starts.get(ordinal);
        byte[] bytes = pages[start >>> PAGE_BITS];
        int at = start & (PAGE - 1);
        int head = readHead(bytes, at);
        int length = headLength(head) + (head >>> 1);
        System.arraycopy(bytes, at, entry, 0, length);
        endEntry(length);
    }

    // The head holds the length of an entry, so the bytes after a shorter entry cannot match.
    private boolean holdsEntry(int ordinal) {
        int start = starts.get(ordinal);
        byte[] bytes = pages[start >>> PAGE_BITS];
        int at = start & (PAGE - 1);
        return bytes.length - at >= entryLength && Arrays.equals(bytes, at, at + entryLength, entry, 0, entryLength);
    }

    private void append() {
        if (used + entryLength > PAGE) {
            turn();
        }
        System.arraycopy(entry, 0, pages[page], used, entryLength);
        starts.add((page << PAGE_BITS) | used);
        used += entryLength;
    }

    private void turn() {
        if (page + 1 == MOST_PAGES) {
            throw new IllegalStateException("a dictionary holds at most " + MOST_PAGES + " pages of text");
        }
        page++;
        used = 0;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, Ints.grown(page, page + 1));
        }
        if (pages[page] == null || pages[page].length < entryLength) {
            pages[page] = new byte[Math.max(PAGE, entryLength)];
        }
    }
}
