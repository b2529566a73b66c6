// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The 36 characters of a lower-case UUID as two longs and back, eight digits at a time. The longs are a packing of their own (digits of two words
 * interleaved), not the value of the UUID: nothing needs its numeric order, and so no shuffling of digits is paid for.
 */
final class UuidText {
    static final int WIDTH = 36;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long ONES = 0x0101010101010101L;
    private static final long NIBBLES = 0x0f * ONES;

    private UuidText() {}

    /** Decodes the text at an offset into one place of the arrays; the fault is zero exactly if it was a lower-case UUID. */
    static void decode(byte[] text, int at, long[] high, long[] low, long[] faults, int place) {
        long a = (long) LONG.get(text, at);
        long b = join((int) INT.get(text, at + 9), (int) INT.get(text, at + 14));
        long c = join((int) INT.get(text, at + 19), (int) INT.get(text, at + 24));
        long d = (long) LONG.get(text, at + 28);
        long va = digits(a);
        long vb = digits(b);
        long vc = digits(c);
        long vd = digits(d);
        high[place] = (va & NIBBLES) | ((vb & NIBBLES) << 4);
        low[place] = (vc & NIBBLES) | ((vd & NIBBLES) << 4);
        // Values above 15 come from the letters after f.
        long faultyDigits = (va | vb | vc | vd) & ~NIBBLES;
        long faultyText = (hex(va) ^ a) | (hex(vb) ^ b) | (hex(vc) ^ c) | (hex(vd) ^ d);
        int faultyHyphens =
                (text[at + 8] ^ '-') | (text[at + 13] ^ '-') | (text[at + 18] ^ '-') | (text[at + 23] ^ '-');
        faults[place] = faultyDigits | faultyText | faultyHyphens;
    }

    /** The text of two longs that {@link #decode} gave without a fault. */
    static String of(long high, long low) {
        byte[] text = new byte[WIDTH];
        long b = hex((high >>> 4) & NIBBLES);
        long c = hex(low & NIBBLES);
        LONG.set(text, 0, hex(high & NIBBLES));
        INT.set(text, 9, (int) b);
        INT.set(text, 14, (int) (b >>> Integer.SIZE));
        INT.set(text, 19, (int) c);
        INT.set(text, 24, (int) (c >>> Integer.SIZE));
        LONG.set(text, 28, hex((low >>> 4) & NIBBLES));
        text[8] = text[13] = text[18] = text[23] = '-';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static long join(int first, int second) {
        return (first & 0xffff_ffffL) | ((long) second << Integer.SIZE);
    }

    /** What each character would be worth if it were a digit: its lower half, and nine more for a letter. */
    private static long digits(long text) {
        return (text & NIBBLES) + 9 * ((text >>> 6) & ONES);
    }

    /** The character of each digit: {@code '0'} onwards, and 39 further on for those above nine. */
    private static long hex(long digits) {
        return digits + 0x30 * ONES + 0x27 * (((digits + 6 * ONES) >>> 4) & ONES);
    }
}
