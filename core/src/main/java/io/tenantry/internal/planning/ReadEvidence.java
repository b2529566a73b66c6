// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Quarantine;
import io.tenantry.store.Removal;
import java.util.List;
import java.util.Set;

/**
 * The facts about the reads of both sides that guards judge. Immutable.
 *
 * @param source whether the source was read completely
 * @param identities how many identities it gave
 * @param identitiesBefore how many it gave when it was last read completely, or 0
 * @param rejected its rows that could not be read
 * @param directory the snapshot of the organization, with the completeness of each listing
 * @param census the existing entitlements by tenant and kind, for limits in percent
 * @param removed the recent removals, at least as far back as the longest window of the policy
 * @param emptied the tenants to which applied plans left no group, such as those that were off-boarded
 * @param quarantines the scopes that failed and have not succeeded since
 * @param unconfirmed what runs gave, or may have given, a short time ago and this read does not show
 */
public record ReadEvidence(
        Completeness source,
        int identities,
        int identitiesBefore,
        List<RejectedRow> rejected,
        Scope scope,
        DirectorySnapshot directory,
        Census census,
        List<Removal> removed,
        Set<TenantId> emptied,
        List<Quarantine> quarantines,
        Unconfirmed unconfirmed) {
    /** Copies the lists. */
    public ReadEvidence {
        rejected = List.copyOf(rejected);
        removed = List.copyOf(removed);
        emptied = Set.copyOf(emptied);
        quarantines = List.copyOf(quarantines);
    }
}
