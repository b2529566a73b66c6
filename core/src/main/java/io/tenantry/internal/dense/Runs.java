// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

/** Lists of ordinals one after the other, each with a head: the groups of a member, or the members of a group. */
final class Runs {
    final Ints heads;
    final Ints ends;
    final Ints tails;
    private int told;

    Runs(int expectedTails) {
        heads = new Ints(0);
        ends = new Ints(0);
        tails = new Ints(expectedTails);
    }

    /** Ends the list with its head and this many tails, whether they are stored already or still pending. */
    void close(int count) {
        told = Math.addExact(told, count);
        ends.add(told);
    }

    int told() {
        return told;
    }

    int count() {
        return ends.size;
    }

    int start(int run) {
        return run == 0 ? 0 : ends.values[run - 1];
    }

    int end(int run) {
        return ends.values[run];
    }

    /**
     * Throws if a call that failed half way left a list without an end, because all later lists would get a wrong head.
     */
    void check() {
        if (heads.size != ends.size || tails.size != told) {
            throw new IllegalStateException(
                    "a call failed half way and left a list without its end: clear, and add all pairs again");
        }
    }

    void clear() {
        heads.clear();
        ends.clear();
        tails.clear();
        told = 0;
    }
}
