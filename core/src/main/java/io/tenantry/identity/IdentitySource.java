// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where identities come from. Implement this to connect an identity provider, and run {@code
 * io.tenantry.contract.IdentitySourceContract} on it. It is called from one thread at a time, which may differ from
 * call to call. Each call sees the present people of the source.
 */
public interface IdentitySource {
    /** Returns a short name for messages and records, such as a file name or {@code entra}. */
    String name();

    /**
     * Reads all people and hands each page on as it arrives, in the calling thread and in the same order each time. An
     * exception of the receiver ends the read and reaches the caller unchanged. The origin of each person names the
     * source or a place in it, in one line, because messages, plans and the audit trail name the fact by it.
     *
     * @return the completeness, after the last page was handed on. A source that cannot prove that it gave all people
     *     returns a doubt, and then nothing is removed; an empty source returns a doubt too
     * @throws IdentitySourceException if the source cannot be read at all
     */
    Completeness read(Consumer<IdentityPage> pages);

    /**
     * Reads one person now, by identity id or by user name in upper or lower case.
     *
     * @return empty if the source was searched and has no such person
     * @throws IdentitySourceException if the source cannot be read
     */
    Optional<Identity> find(String idOrUserName);

    /** Returns the feed of changes, if this source has one. The default has none. */
    default Optional<ChangeFeed> changes() {
        return Optional.empty();
    }
}
