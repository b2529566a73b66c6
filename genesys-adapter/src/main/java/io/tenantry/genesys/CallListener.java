// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.time.Duration;

/**
 * Hears of every call, those for a token included, for metrics. Implement what is of interest; a listener is called in the thread
 * of the call, must be quick and safe for several threads, and what it throws is logged and otherwise ignored. The pauses before
 * something is read again after a conflict, or until what was made just now is known everywhere, are no part of a call and told to nobody.
 */
public interface CallListener {
    /** An answer came, of whatever status. */
    default void answered(CallReport call) {}

    /** No answer came, or none that could be read. */
    default void failed(CallReport call) {}

    /** A call is about to be sent again after this wait. */
    default void retrying(CallReport call, Duration wait) {}

    /** A call waits this long because the budget is used. */
    default void waiting(String route, Duration wait) {}

    /**
     * The service said how much of a credential's budget is used.
     *
     * @param credential the credential's place among those that were given, 0 for the first
     */
    default void budget(int credential, RateBudget.Announcement announcement) {}
}
