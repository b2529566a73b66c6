// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.security.SecureRandom;

/**
 * The secret key of a table's hash, so that an attacker who chooses texts cannot make them collide. The key never
 * changes an answer or an order, only the place of an entry inside its table.
 */
record HashKey(long first, long second) {
    /** Returns a random key that cannot be guessed. */
    public static HashKey random() {
        SecureRandom random = new SecureRandom();
        return new HashKey(random.nextLong(), random.nextLong());
    }

    /** Folds both halves of the 128-bit product, so that each bit of the input affects each bit of the result. */
    long mix(long a, long b) {
        long x = a ^ first;
        long y = b ^ second;
        return Math.multiplyHigh(x, y) ^ (x * y);
    }

    /** Returns an odd factor as secret as the key; different values times this factor have different products. */
    long odd() {
        return (first ^ second) | 1;
    }

    /** Returns a text without the key. */
    @Override
    public String toString() {
        return "HashKey";
    }
}
