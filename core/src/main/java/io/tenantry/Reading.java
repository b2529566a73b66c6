// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import java.util.List;

/**
 * What a road read of both sides before it plans. Immutable but for the snapshot.
 *
 * @param scope whom the plan is for
 * @param organization the id of the organization
 * @param bound the policy bound to it
 * @param directoryPrint the fingerprint of what the organization showed, or a word for what was read of it
 */
record Reading(
        Scope scope,
        SourceRead source,
        String organization,
        BoundPolicy bound,
        DirectorySnapshot snapshot,
        String directoryPrint) {
    /**
     * What was read of the identity source. Immutable.
     *
     * @param proof whether it gave everybody
     * @param identities how many people it gave
     * @param rejected its rows that could not be read
     * @param print the fingerprint of its people, or a word for what was read of it
     */
    record SourceRead(Completeness proof, int identities, List<RejectedRow> rejected, String print) {
        SourceRead {
            rejected = List.copyOf(rejected);
        }

        /** Returns what a plan rests on that needs no complete read of the source. */
        static SourceRead partial(String print) {
            return new SourceRead(Completeness.complete(1, 1), 1, List.of(), print);
        }
    }
}
