// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import java.time.Instant;

/** Says what a failed read of the organization or of the export means for the command, and what to do. */
record ReadTrouble(Exit exit, String message) {
    /**
     * Returns what a failed call means.
     *
     * @param place the organization's address, without a secret
     * @param left what the run had sent before, for a person
     */
    static ReadTrouble of(DirectoryException e, String place, Instant now, String left) {
        return new ReadTrouble(exit(e.failure()), place + " " + what(e, now) + "; " + left);
    }

    private static Exit exit(Failure failure) {
        return switch (failure) {
            case RETRY_LATER, OUTCOME_UNKNOWN -> Exit.UNREACHABLE;
            case NOT_AUTHENTICATED, NOT_PERMITTED, CONFLICT, ALREADY_EXISTS, NOT_FOUND, REJECTED -> Exit.REFUSED;
        };
    }

    private static String what(DirectoryException e, Instant now) {
        return switch (e.failure()) {
            case RETRY_LATER, OUTCOME_UNKNOWN ->
                e.retryAfter()
                        .map(wait -> "takes no calls for now: " + e.getMessage() + "; deferred until " + now.plus(wait)
                                + ", retry after that")
                        .orElse("could not be reached or gave no answer: " + e.getMessage()
                                + "; check the address and the network, then retry");
            case NOT_AUTHENTICATED -> "does not accept the id and the secret of the OAuth client: " + e.getMessage();
            case NOT_PERMITTED ->
                "does not permit this to the OAuth client: " + e.getMessage()
                        + "; give it the permissions that lint names";
            case CONFLICT, ALREADY_EXISTS, NOT_FOUND, REJECTED -> "refused a request: " + e.getMessage();
        };
    }

    /**
     * Returns what an unusable export means.
     *
     * @param left what the run had sent before, for a person
     */
    static ReadTrouble of(IdentitySourceException e, String left) {
        return new ReadTrouble(Exit.REFUSED, "the export cannot be used: " + e.getMessage() + "; " + left);
    }
}
