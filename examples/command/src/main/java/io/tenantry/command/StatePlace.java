// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.StoreException;

/** A place where runs of the command keep what later runs need. */
sealed interface StatePlace permits NoState, StateFile, StateServer {
    /** Returns its name for people, without a secret. */
    String name();

    /** Returns whether it need not be made first. */
    boolean isThere();

    /** Returns what is lost there; empty where everything is kept. */
    String cost();

    /**
     * Opens it, and makes it if it is not there.
     *
     * @throws StoreException if it cannot be used; then it was not changed
     */
    State open(Occupant occupant);

    /** Removes what this process has made there and closed, unless another process uses it now. */
    void remove();
}
