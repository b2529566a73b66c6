// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where identities come from. Implement this to connect an identity provider, and run {@code io.tenantry.contract.IdentitySourceContract}
 * on it. Called from one thread at a time, perhaps another one each time. Each call sees what the source holds then.
 */
public interface IdentitySource {
    /** Returns a short name for messages and records, such as a file name or {@code entra}. */
    String name();

    /**
     * Reads everybody, handing each page on as it arrives, in the thread that calls and in the same order each time. An exception
     * of the receiver ends the read and reaches the caller as it is.
     *
     * @return the proof of completeness, once the last page was handed on; a source that cannot prove that it gave everybody
     *     returns one with a doubt, and then nobody is removed for being absent; so does a source with nobody in it
     * @throws IdentitySourceException if the source cannot be read at all
     */
    Completeness read(Consumer<IdentityPage> pages);

    /**
     * Reads one person now, by identity id or by user name in any case.
     *
     * @return empty if the source, having looked, has no such person
     * @throws IdentitySourceException if the source cannot be read
     */
    Optional<Identity> find(String idOrUserName);

    /** Returns the feed of changes, if this source has one. By default it has none. */
    default Optional<ChangeFeed> changes() {
        return Optional.empty();
    }
}
