// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Quarantines;
import io.tenantry.store.Removals;
import java.util.List;

/**
 * What the two sides were read with, for the guards to judge. Immutable.
 *
 * @param source whether the source gave everybody
 * @param identities how many identities it gave
 * @param identitiesBefore how many it gave when it was last read whole, or 0
 * @param rejected rows of it that could not be read
 * @param directory what was read of the organization, with its proofs
 * @param census what there is of everything, for limits in percent
 * @param removed what was taken away lately, at least as far back as any window of the policy reaches
 * @param quarantines what has failed lately and is left alone
 */
public record ReadEvidence(
        Completeness source,
        int identities,
        int identitiesBefore,
        List<RejectedRow> rejected,
        Scope scope,
        DirectorySnapshot directory,
        Census census,
        List<Removals.Removal> removed,
        List<Quarantines.Quarantine> quarantines) {
    /** Copies the lists. */
    public ReadEvidence {
        rejected = List.copyOf(rejected);
        removed = List.copyOf(removed);
        quarantines = List.copyOf(quarantines);
    }
}
