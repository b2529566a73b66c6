// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Scope;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Note;
import java.util.List;
import java.util.function.Function;

/**
 * The reads of both sides that a road plans from. Immutable, except for the snapshot.
 *
 * @param scope the people the plan is for
 * @param organization the id of the organization
 * @param tenants the tenants that its divisions, groups and grants lead to
 * @param directoryPrint the fingerprint of the organization as read, or a word for the part that was read
 */
record Reading(
        Scope scope,
        SourceRead source,
        String organization,
        TenantMap tenants,
        DirectorySnapshot snapshot,
        String directoryPrint) {
    /** Returns the policy, bound to the organization. */
    BoundPolicy bound() {
        return tenants.bound();
    }

    /**
     * The read of the identity source. Immutable.
     *
     * @param proof whether it was complete
     * @param identities how many people it gave
     * @param rejected its rows that could not be read
     * @param print the fingerprint of its people, or a word for the part that was read
     * @param groups what the store keeps of its groups after this read, given whether the read is trusted
     */
    record SourceRead(
            Completeness proof,
            int identities,
            List<RejectedRow> rejected,
            String print,
            Function<Boolean, List<? extends Note>> groups) {
        SourceRead {
            rejected = List.copyOf(rejected);
        }

        /** Returns the read for a plan that needs no complete read of the source. */
        static SourceRead partial(List<RejectedRow> rejected, String print) {
            return new SourceRead(Completeness.complete(1, 1), 1, rejected, print, trusted -> List.of());
        }
    }
}
