// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Turns the text of a {@code String} into bytes. It goes through {@code char}s, because the encoder for ISO 8859-1 is
 * the only vectorised call of the JDK that narrows text and reports the first character that does not fit; {@code
 * String.getBytes(int, int, byte[], int)} drops the high half without a sign.
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

    /**
     * Narrows the characters of a range into the bytes of the same range, and returns the index of the first character
     * that does not fit, or {@code to}.
     */
    int narrow(int from, int to) {
        source.limit(to).position(from);
        target.limit(to).position(from);
        encoder.reset().encode(source, target, true);
        return source.position();
    }
}
