// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

/** The results of the command and their exit codes. The virtual machine itself uses 1. */
enum Exit {
    /** The organization is as the policy says; for {@code lint}, the policy has no error. */
    NOTHING_TO_DO(0),
    /** Everything that was planned was done and confirmed. */
    DONE(0),
    /** Everything was read, and only declared exceptions reach two tenants. */
    PROVEN(0),
    /** The file is as it was written. */
    VERIFIED(0),
    /** What was asked for was shown; no access was read or changed. */
    SHOWN(0),
    /** The plan has operations, and nothing was written. */
    CHANGES_PENDING(2),
    /** A guard holds operations back, and there is nothing else to do. */
    HELD(3),
    /** Some operations failed or were not confirmed; the next plan repeats them. */
    PARTLY_FAILED(4),
    /** The policy, the plan, the state or the request was refused; nothing was written. */
    REFUSED(5),
    /**
     * The source, the organization or the state could not be read, another run is under way, or a file could not be
     * written; no access was changed.
     */
    UNREACHABLE(6),
    /** A person or client reaches two tenants, or a tenant that was off-boarded. */
    VIOLATED(7),
    /** No violation was found, but not everything could be read. */
    NOT_PROVEN(8),
    /** A person has to look at something, whether or not access was changed; nothing else is to do. */
    ATTENTION(9),
    /** The command line or the environment has a mistake; nothing was read. */
    USAGE(64),
    /** The process was asked to end; it ended between two calls, and the next plan takes up the rest. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
