// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.genesys.internal.call.LargeAnswerException;

/**
 * The pages of a listing, one after the other. If the answer with a page is too large, fewer rows are asked for, from
 * there to the end of the listing.
 */
final class Pages<T> {
    private static final int STEP = 5;

    private final Fetch<T> fetch;
    private int size;
    private int before;

    /** Reads pages of this size. */
    Pages(int size, Fetch<T> fetch) {
        this.size = size;
        this.fetch = fetch;
    }

    /** Begins again with the first row. */
    void rewind() {
        before = 0;
    }

    Page<T> next() {
        while (true) {
            try {
                Page<T> page = fetch.page(size, before / size + 1);
                before += size;
                return page;
            } catch (DirectoryException e) {
                if (size == 1 || !LargeAnswerException.isBehind(e)) {
                    throw e;
                }
                size = smaller();
            }
        }
    }

    /** Returns the largest size of at most a fifth whose pages begin where the next row does. */
    private int smaller() {
        int less = Math.max(1, size / STEP);
        while (before % less != 0) {
            less--;
        }
        return less;
    }

    /** Reads one page. */
    @FunctionalInterface
    interface Fetch<T> {
        /** Returns the page of this number, from 1, if all pages have this size. */
        Page<T> page(int size, int number);
    }
}
