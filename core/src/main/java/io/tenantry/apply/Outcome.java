// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Operation;

/**
 * What became of one operation. Immutable.
 *
 * @param detail in words for a person, with ids and no personal data; empty if there is nothing to add
 */
public record Outcome(Operation operation, Status status, String detail) {
    /** What became of an operation. */
    public enum Status {
        /** Done, and confirmed by a read wherever a read can confirm it. */
        APPLIED,
        /** Accepted by the service and not yet to be seen; the next plan takes it up. */
        PENDING,
        /** Not tried, because something it depends on did not happen or the run was stopped. */
        SKIPPED,
        /** Held back by a guard. */
        HELD,
        /** Tried and refused; nothing changed. */
        FAILED,
        /** Tried, and no answer came; the next plan finds out. */
        UNKNOWN
    }
}
