// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.LargeAnswerException;
import io.tenantry.genesys.internal.call.Refusal;

/**
 * The pages of a listing, one after the other. If the answer with a page is too large, or the service refuses the size
 * of the first page, fewer rows are asked for, from there to the end of the listing.
 */
final class Pages<T> {
    private static final int STEP = 5;

    /** The default of most listings is 25, so that a service which refuses less does not mean the size. */
    private static final int SMALLEST_REFUSED = 25;

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

    /** Returns how many rows a page has now. */
    int size() {
        return size;
    }

    Page<T> next() {
        while (true) {
            try {
                Page<T> page = fetch.page(size, before / size + 1);
                before += size;
                return page;
            } catch (DirectoryException e) {
                if (!fewerMayDo(e)) {
                    throw e;
                }
                size = smaller();
            }
        }
    }

    /** The largest page of most listings is not documented. */
    private boolean fewerMayDo(DirectoryException e) {
        boolean refused =
                before == 0 && size > SMALLEST_REFUSED && e.failure() == Failure.REJECTED && Refusal.is(e, 400);
        return size > 1 && (refused || LargeAnswerException.isBehind(e));
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
