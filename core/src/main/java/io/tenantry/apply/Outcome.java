// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Operation;
import io.tenantry.store.AuditTrail;

/**
 * The outcome of one operation. Immutable.
 *
 * @param detail more about it in words for people, with ids and no personal data; empty if there is nothing to add
 */
public record Outcome(Operation operation, Status status, String detail) {
    /** The kind of an outcome. */
    public enum Status {
        /**
         * Done; changes of people were confirmed by a read. For new divisions, new groups, and roles granted to a
         * group, the answer of the service is enough: the next plan reads them, and without them there is too little
         * access, never too much.
         */
        APPLIED(AuditTrail.Result.APPLIED),
        /**
         * Accepted by the service, but not yet shown by a read; the next plan continues from there. Or given to an
         * account that a read shows as deleted since. Or given, and taken back because reads show again what a run had
         * just taken away: they lag, or a hand put it back.
         */
        PENDING(AuditTrail.Result.PENDING),
        /** Not tried, because another operation that it depends on did not happen, or because the run was stopped. */
        SKIPPED(AuditTrail.Result.SKIPPED),
        /** Held back by a guard. */
        HELD(AuditTrail.Result.HELD),
        /** Tried and refused; nothing changed. */
        FAILED(AuditTrail.Result.FAILED),
        /** Tried, but no answer came; the next plan reads whether it happened. */
        UNKNOWN(AuditTrail.Result.UNKNOWN),
        /**
         * Done, but a change by hand during the run let the person reach another tenant. The run took back what it had
         * given to that person, and left what the hand gave: a person has to look at it. If it was no hand but another
         * run, the detail says so.
         */
        CROSSED(AuditTrail.Result.CROSSED);

        private final AuditTrail.Result recorded;

        Status(AuditTrail.Result recorded) {
            this.recorded = recorded;
        }

        /** Returns the result under which the audit trail records it. */
        public AuditTrail.Result recorded() {
            return recorded;
        }
    }
}
