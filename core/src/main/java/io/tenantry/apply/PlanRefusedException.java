// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

/** A plan may not be applied, and none of its operations was. The message says why and what to do. */
public final class PlanRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Cause cause;

    /** Describes why the plan may not be applied. */
    public PlanRefusedException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    /** Returns the cause, for machines. */
    public Cause reason() {
        return cause;
    }

    /** The reasons why a plan may not be applied. */
    public enum Cause {
        /** It has expired. */
        EXPIRED,
        /** It was applied before, completely or in part: only a new plan contains what is left to do. */
        ALREADY_APPLIED,
        /** The approval is for another plan. */
        NOT_APPROVED,
        /** The approval gate has not decided yet: apply it again later. */
        APPROVAL_PENDING,
        /** The approval gate denied it. */
        DENIED,
        /** It was made for another organization. */
        OTHER_ORGANIZATION,
        /** It follows another policy than the one in force. */
        OTHER_POLICY,
        /**
         * It contains no removals, and the credential lacks a permission that managing the policy's divisions needs.
         */
        NOT_PERMITTED,
        /** The organization or the source failed too often and is quarantined for a while. */
        QUARANTINED,
        /** Another node is applying a plan to this organization. */
        BUSY
    }
}
