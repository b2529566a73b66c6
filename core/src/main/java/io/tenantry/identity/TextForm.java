// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Arrays;

/**
 * The bytes of texts one after the other: a kind, then a byte a character where that is enough, else two. Nothing is lost, lone surrogates included, which
 * UTF-8 would not keep and JSON can write.
 */
final class TextForm {
    static final byte NARROW = 0;
    static final byte WIDE = 1;

    byte[] bytes = new byte[256];
    int size;

    void clear() {
        size = 0;
    }

    void add(String text) {
        int length = text.length();
        int needed = Math.addExact(size, Math.addExact(1, Math.multiplyExact(2, length)));
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        int start = size;
        bytes[size++] = NARROW;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                size = start;
                addWide(text);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    private void addWide(String text) {
        bytes[size++] = WIDE;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes[size++] = (byte) (c >> Byte.SIZE);
            bytes[size++] = (byte) c;
        }
    }
}
