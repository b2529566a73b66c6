// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;

/**
 * Receives every call and every token request, for metrics. Implement the methods you need. A listener runs in the
 * thread of the call, must be quick and safe for several threads, and cannot make a call fail: its exceptions are
 * logged. Pauses between two calls, before a retry after a conflict or until the service knows a new object, are not
 * reported.
 */
public interface CallListener {
    /** An answer arrived, with any status. */
    default void answered(CallReport call) {}

    /** No answer arrived, or an unreadable one. */
    default void failed(CallReport call) {}

    /** A call will be sent again after this wait. */
    default void retrying(CallReport call, Duration wait) {}

    /** A call waits this long because the budget is used up. */
    default void waiting(String route, Duration wait) {}

    /**
     * The service announced how much of a credential's budget is used.
     *
     * @param credential position of the credential in the builder, 0 for the first
     */
    default void budget(int credential, RateBudget.Announcement announcement) {}
}
