// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

/** How the command ends, as a number that a script can act on. 1 is left to the virtual machine. */
enum Exit {
    /** The organization is as the policy says; for {@code lint}, the policy has no error. */
    NOTHING_TO_DO(0),
    /** Everything that was planned was done and confirmed. */
    DONE(0),
    /** Everything was read, and nobody reaches two tenants but by a declared exception. */
    PROVEN(0),
    /** There is something to do, and nothing was written. */
    CHANGES_PENDING(2),
    /** A guard holds something back, and there is nothing else to do. */
    HELD(3),
    /** Something was not done, or could not be confirmed; the next plan takes it up. */
    PARTLY_FAILED(4),
    /** The policy, the plan or the request was refused; nothing was written. */
    REFUSED(5),
    /** The source or the organization could not be read; nothing was written. */
    UNREACHABLE(6),
    /** Somebody reaches where nobody should: two tenants, or one that was off-boarded. */
    VIOLATED(7),
    /** Nothing wrong was found, and not everything could be read. */
    NOT_PROVEN(8),
    /** The command line or the environment is not right; nothing was read. */
    USAGE(64);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
