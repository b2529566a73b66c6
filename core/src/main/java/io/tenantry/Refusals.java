// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.proof.Completeness;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads listings of which each concerns one tenant or one person. A listing that the service refuses is in doubt, and
 * the read goes on with the next. The run ends if listings of several owners in a row fail because the service is not
 * available, or if the service asks for a long wait. For one thread.
 */
final class Refusals {
    /** So many owners without an answer in a row are no longer the trouble of one of them. */
    private static final int OWNERS = 3;

    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private final Set<Object> unavailable = new HashSet<>();
    private boolean notPermitted;

    /**
     * Returns a listing, or an empty one that is in doubt if it is refused.
     *
     * @param owner the tenant, division, group or account that the listing concerns
     * @param what the listing, in words that continue with "was refused"
     * @throws DirectoryException if the credential is not accepted, or the service is not available
     */
    <T> Listing<T> orDoubt(Object owner, String what, Supplier<Listing<T>> read) {
        return orElse(owner, read, e -> doubt(what, e));
    }

    /**
     * Returns what a read shows, or something else if it is refused.
     *
     * @throws DirectoryException if the credential is not accepted, or the service is not available
     */
    <T> T orElse(Object owner, Supplier<T> read, Function<DirectoryException, T> refused) {
        try {
            T shown = read.get();
            unavailable.clear();
            return shown;
        } catch (DirectoryException e) {
            notPermitted |= e.failure() == Failure.NOT_PERMITTED;
            if (endsTheRun(e, owner)) {
                throw e;
            }
            return refused.apply(e);
        }
    }

    /** Returns whether the credential lacked a permission for one of the listings. */
    boolean notPermitted() {
        return notPermitted;
    }

    /** Returns an empty listing that is in doubt because this read of it failed. */
    static <T> Listing<T> doubt(String what, DirectoryException e) {
        return new Listing<>(List.of(), Completeness.doubtful(0, 0, what + " was refused: " + e.getMessage()));
    }

    private boolean endsTheRun(DirectoryException e, Object owner) {
        if (e.failure() != Failure.RETRY_LATER) {
            unavailable.clear();
            return e.failure() == Failure.NOT_AUTHENTICATED;
        }
        unavailable.add(owner);
        return unavailable.size() >= OWNERS
                || e.retryAfter().filter(wait -> wait.compareTo(LONG_WAIT) > 0).isPresent();
    }
}
