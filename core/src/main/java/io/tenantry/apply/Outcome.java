// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Operation;
import io.tenantry.store.AuditTrail;

/**
 * What became of one operation. Immutable.
 *
 * @param detail in words for a person, with ids and no personal data; empty if there is nothing to add
 */
public record Outcome(Operation operation, Status status, String detail) {
    /** What became of an operation. */
    public enum Status {
        /**
         * Done; what concerns people was confirmed by a read. Divisions and groups that were made, and roles given to a group, are
         * believed on the service's answer: the next plan reads them, and without them there is too little access, never too much.
         */
        APPLIED(AuditTrail.Result.APPLIED),
        /** Accepted by the service and not yet to be seen; the next plan takes it up. */
        PENDING(AuditTrail.Result.PENDING),
        /** Not tried, because something it depends on did not happen or the run was stopped. */
        SKIPPED(AuditTrail.Result.SKIPPED),
        /** Held back by a guard. */
        HELD(AuditTrail.Result.HELD),
        /** Tried and refused; nothing changed. */
        FAILED(AuditTrail.Result.FAILED),
        /** Tried, and no answer came; the next plan finds out. */
        UNKNOWN(AuditTrail.Result.UNKNOWN);

        private final AuditTrail.Result recorded;

        Status(AuditTrail.Result recorded) {
            this.recorded = recorded;
        }

        /** Returns how the audit trail records it. */
        public AuditTrail.Result recorded() {
            return recorded;
        }
    }
}
