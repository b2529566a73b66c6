// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.nio.charset.StandardCharsets;

/** One text a row, without an object for any of them. */
final class TextColumn {
    private final ByteChunks bytes = new ByteChunks();
    private final IntChunks starts = new IntChunks();
    private final TextForm form = new TextForm();

    TextColumn() {
        starts.add(0);
    }

    void add(String text) {
        form.clear();
        form.add(text);
        bytes.add(form.bytes, 0, form.size);
        starts.add(bytes.size());
    }

    String get(int row) {
        int from = starts.get(row) + 1;
        int count = starts.get(row + 1) - from;
        byte[] text = bytes.copy(from, count);
        return bytes.get(from - 1) == TextForm.NARROW ? new String(text, StandardCharsets.ISO_8859_1) : wide(text);
    }

    private static String wide(byte[] text) {
        char[] chars = new char[text.length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (text[2 * i] << Byte.SIZE | (text[2 * i + 1] & 0xFF));
        }
        return new String(chars);
    }

    private int length(int row) {
        int count = starts.get(row + 1) - starts.get(row) - 1;
        return isWide(row) ? count / 2 : count;
    }

    private boolean isWide(int row) {
        return bytes.get(starts.get(row)) == TextForm.WIDE;
    }

    private int charAt(int row, boolean wide, int index) {
        int first = starts.get(row) + 1;
        return wide
                ? (bytes.get(first + 2 * index) & 0xFF) << Byte.SIZE | (bytes.get(first + 2 * index + 1) & 0xFF)
                : bytes.get(first + index) & 0xFF;
    }

    /** Compares the texts of two rows as {@link String#compareTo} does, without making either. */
    int compare(int row, int other) {
        boolean wide = isWide(row);
        boolean otherWide = isWide(other);
        int length = length(row);
        int otherLength = length(other);
        for (int i = 0; i < Math.min(length, otherLength); i++) {
            int order = charAt(row, wide, i) - charAt(other, otherWide, i);
            if (order != 0) {
                return order;
            }
        }
        return length - otherLength;
    }

    /** Compares the text of a row with another as {@link String#compareTo} does. */
    int compare(int row, String other) {
        boolean wide = isWide(row);
        int length = length(row);
        for (int i = 0; i < Math.min(length, other.length()); i++) {
            int order = charAt(row, wide, i) - other.charAt(i);
            if (order != 0) {
                return order;
            }
        }
        return length - other.length();
    }
}
