// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way from a {@code String} to bytes. The way leads over {@code char}s because the encoder for ISO 8859-1 is the one vectorised call of the
 * JDK that narrows text and still says where a character did not fit; {@code String.getBytes(int, int, byte[], int)} would drop the high half silently.
 */
final class TextLanes {
    private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
    final char[] chars;
    final byte[] bytes;
    private final CharBuffer source;
    private final ByteBuffer target;

    TextLanes(int capacity) {
        chars = new char[capacity];
        bytes = new byte[capacity];
        source = CharBuffer.wrap(chars);
        target = ByteBuffer.wrap(bytes);
    }

    /** Narrows the characters of a range into the bytes of the same range and returns the index of the first that does not fit, or {@code to}. */
    int narrow(int from, int to) {
        source.limit(to).position(from);
        target.limit(to).position(from);
        encoder.reset().encode(source, target, true);
        return source.position();
    }
}
