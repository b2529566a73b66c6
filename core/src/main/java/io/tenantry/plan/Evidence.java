// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.identity.RejectedRow;
import io.tenantry.proof.Completeness;
import io.tenantry.reconcile.DirectorySnapshot;
import java.util.List;

/**
 * What the two sides were read with, for the guards to judge. Immutable.
 *
 * @param source whether the source gave everybody
 * @param identities how many identities it gave
 * @param identitiesBefore how many it gave when it was last read whole, or 0
 * @param rejected rows of it that could not be read
 * @param everybody whether all identities were read; of a plan for one person the limits say nothing
 * @param directory what was read of the organization, with its proofs
 */
public record Evidence(
        Completeness source,
        int identities,
        int identitiesBefore,
        List<RejectedRow> rejected,
        boolean everybody,
        DirectorySnapshot directory) {
    /** Copies the rows. */
    public Evidence {
        rejected = List.copyOf(rejected);
    }
}
