// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bytes of a file from the start of the current row on; only the bytes read so far are in memory. Positions count
 * from that start.
 */
final class ByteWindow {
    /**
     * The longest row. In a file with a longer one, quotes or line ends are lost; the largest row of a real export has
     * a few kilobytes.
     */
    static final int ROW_LIMIT = 1 << 20;

    static final int END = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** In each byte the bit that no ASCII character has. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** The kind of a byte that ends a search. */
    static final byte STOP = 1;

    /** The kind of a byte that belongs to a character beyond ASCII. */
    static final byte NOT_ASCII = 2;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] bytes = new byte[1 << 16];
    private CharBuffer chars = CharBuffer.allocate(1 << 10);
    private int start;
    private int limit;
    private boolean drained;
    private long offset;
    private int line = 1;
    private int skipped;

    ByteWindow(InputStream in, String file) throws IOException {
        this.in = in;
        int first = at(0);
        int second = at(1);
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE)) {
            throw new IdentitySourceException(file + " is written in UTF-16; save it again as UTF-8", null);
        }
        // Programs that add a byte order mark to a file that has one leave two.
        while (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            advance(3);
        }
    }

    /** Returns the line on which the row starts, from 1. */
    int line() {
        return line;
    }

    /** Returns the byte at a position as 0 to 255, or {@link #END}. */
    int at(int position) throws IOException {
        if (start + position >= limit && !fill(position)) {
            return END;
        }
        return bytes[start + position] & 0xFF;
    }

    private boolean fill(int position) throws IOException {
        while (!drained && start + position >= limit) {
            makeRoom();
            int read = in.read(bytes, limit, bytes.length - limit);
            drained = read < 0;
            limit += Math.max(read, 0);
        }
        return start + position < limit;
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            start = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }

    /** Starts the next row at this position, after this many line ends. */
    void advance(int position, int lines) {
        advance(position);
        line += lines;
    }

    private void advance(int position) {
        start += position;
        offset += position;
    }

    /** Starts the next row after the next line end, and skips all text before it. */
    void skipLine() throws IOException {
        int position = 0;
        int next = at(position);
        while (next != END && next != '\n' && next != '\r') {
            position++;
            if (position == ROW_LIMIT) {
                advance(position);
                position = 0;
            }
            next = at(position);
        }
        advance(lineEnd(position), next == END ? 0 : 1);
    }

    /** Returns the position after the line end at this position; the end of the file also counts as a line end. */
    int lineEnd(int position) throws IOException {
        int next = at(position);
        if (next == '\r' && at(position + 1) == '\n') {
            return position + 2;
        }
        return next == END ? position : position + 1;
    }

    /** Returns the text of a range that was read. */
    String text(int from, int to) throws RowFault {
        return isAscii(from, to) ? ascii(from, to) : decoded(from, to);
    }

    /** Returns the text of a range that was read and is known to be ASCII. */
    String ascii(int from, int to) {
        return new String(bytes, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    private boolean isAscii(int from, int to) {
        long all = 0;
        int i = start + from;
        for (int end = start + to - Long.BYTES; i <= end; i += Long.BYTES) {
            all |= (long) LONGS.get(bytes, i);
        }
        for (; i < start + to; i++) {
            all |= bytes[i];
        }
        return (all & HIGH_BITS) == 0;
    }

    private String decoded(int from, int to) throws RowFault {
        if (chars.capacity() < to - from) {
            chars = CharBuffer.allocate(to - from);
        }
        ByteBuffer source = ByteBuffer.wrap(bytes, start + from, to - from);
        CoderResult result = decoder.reset().decode(source, chars.clear(), true);
        if (result.isError()) {
            throw new RowFault(String.format(
                    Locale.ROOT,
                    "byte %d of the file is not UTF-8; export or save the file again as UTF-8",
                    offset + source.position() - start));
        }
        return chars.flip().toString();
    }

    /** Returns a hash of a range that was looked at. */
    long hash(int from, int to) {
        long hash = 0xCBF29CE484222325L + to - from;
        long other = ~hash;
        int i = start + from;
        int last = start + to - Long.BYTES;
        // Two chains, because each step of a chain waits for the one before it.
        for (; i + Long.BYTES <= last; i += 2 * Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, i));
            other = mix(other ^ (long) LONGS.get(bytes, i + Long.BYTES));
        }
        if (i <= last) {
            hash = mix(hash ^ (long) LONGS.get(bytes, i));
        }
        // The last bytes are taken together with some before them, where there are any.
        if (to - from >= Long.BYTES) {
            i = start + to;
            hash = mix(hash ^ (long) LONGS.get(bytes, last));
        }
        for (; i < start + to; i++) {
            hash = mix(hash ^ bytes[i]);
        }
        return mix(hash ^ Long.rotateLeft(other, Integer.SIZE));
    }

    private static long mix(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    /**
     * Returns the first position from this one on whose kind of byte stops the search, among the bytes that are read by
     * now.
     *
     * @param kinds for each byte its kinds, as bits
     */
    int skip(int position, byte[] kinds) {
        byte[] text = bytes;
        int end = limit;
        int i = start + position;
        int seen = 0;
        for (int kind; i < end && (kind = kinds[text[i] & 0xFF]) != STOP; i++) {
            seen |= kind;
        }
        skipped = seen;
        return i - start;
    }

    /** Returns the kinds of the bytes that the last search passed over. */
    int skipped() {
        return skipped;
    }

    /** Returns the place of a position of this row in the file, from 0. */
    long offset(int position) {
        return offset + position;
    }
}
