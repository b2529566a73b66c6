// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.Locale;

/**
 * A fingerprint of a set of rows: independent of the order in which they are added, different if one row differs. It
 * shows that something changed, but gives no protection against an attacker who hides a change.
 */
public final class Fingerprint {
    private long low;
    private long high;
    private long rows;

    /** Adds a row of fields; their order within the row counts. */
    public void add(String... fields) {
        count(1, fields);
    }

    /** Removes a row that was added. */
    public void remove(String... fields) {
        count(-1, fields);
    }

    private void count(int times, String... fields) {
        long a = 0x9E3779B97F4A7C15L;
        long b = 0xC2B2AE3D27D4EB4FL;
        for (String field : fields) {
            for (int i = 0; i < field.length(); i++) {
                a = (a ^ field.charAt(i)) * 0x100000001B3L;
                b = Long.rotateLeft(b ^ field.charAt(i), 23) * 0x9FB21C651E98DF25L;
            }
            a = mix(a + field.length() + 1);
            b = mix(b + field.length() + 1);
        }
        low += times * mix(a);
        high += times * mix(b);
        rows += times;
    }

    /** Returns the fingerprint of the rows, in hexadecimal. */
    public String text() {
        return String.format(Locale.ROOT, "%016x%016x-%d", high, low, rows);
    }

    private static long mix(long x) {
        long y = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
        return y ^ (y >>> 32);
    }
}
