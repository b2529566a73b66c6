// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import java.security.SecureRandom;

/**
 * The secret that a table's hash depends on, so that whoever chooses the text cannot choose its collisions. The key never changes an answer or an
 * order, only the place of an entry inside its table.
 */
record HashKey(long first, long second) {
    /** Returns a key nobody can guess. */
    public static HashKey random() {
        SecureRandom random = new SecureRandom();
        return new HashKey(random.nextLong(), random.nextLong());
    }

    /** Folds both halves of the 128-bit product, so that each bit of the input reaches each bit of the result. */
    long mix(long a, long b) {
        long x = a ^ first;
        long y = b ^ second;
        return Math.multiplyHigh(x, y) ^ (x * y);
    }

    /** Returns a factor that is as secret as the key and under which no two values have one product. */
    long odd() {
        return (first ^ second) | 1;
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "HashKey";
    }
}
