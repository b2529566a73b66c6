// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** What went wrong with a call, by what a caller can do about it. */
public enum Failure {
    /** Nothing was changed, and the same call may succeed later. */
    RETRY_LATER,
    /** Another client changed the same thing meanwhile: read again before writing. */
    CONFLICT,
    /** The account, group or division to be created exists already: find it. */
    ALREADY_EXISTS,
    /** The account, group or other thing named does not exist, or the credential cannot see it. */
    NOT_FOUND,
    /** The credential lacks a permission: an administrator has to give it. */
    NOT_PERMITTED,
    /**
     * The credential itself is not accepted, for example because it was revoked: no call will succeed until it is
     * replaced.
     */
    NOT_AUTHENTICATED,
    /** The request was understood and refused: change it. */
    REJECTED,
    /** The request was sent and no answer came: it may or may not have been carried out. Read before writing again. */
    OUTCOME_UNKNOWN
}
