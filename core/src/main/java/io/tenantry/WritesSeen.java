// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreSummary;
import java.util.List;

/**
 * What a store shows of runs before a read of the organization. A run stores that it began, and each intention, before
 * it sends anything, so the store shows whether one wrote during the read. No clock of a node is asked. Immutable.
 *
 * @param runs the newest run
 * @param open the calls whose outcome no row of the audit trail tells yet
 * @param leases the leases that have not ended, read last: a run that has begun by then has ended, or is among them
 */
record WritesSeen(List<String> runs, List<String> open, List<StoreSummary.Taken> leases) {
    /** What the holder of the lease is called while a proof adds rows; every other holder is a run. */
    static final String PROOF = "proof ";

    static WritesSeen in(ProvisioningStore store) {
        return new WritesSeen(
                store.runs(1).stream().map(Journal.Run::id).toList(),
                store.open().stream().map(WritesSeen::call).toList(),
                store.leases());
    }

    /** Returns whether a run of this organization may have written since. */
    boolean isOver(ProvisioningStore store, String organization) {
        WritesSeen now = in(store);
        return !now.runs.equals(runs)
                || !now.open.equals(open)
                || leases.stream()
                        .anyMatch(l -> l.name().equals(Fence.ofOrganization(organization))
                                && !l.holder().startsWith(PROOF));
    }

    // Without its texts, which an erasure changes.
    private static String call(Journal.Call call) {
        return call.intent().run() + " " + call.intent().number() + " "
                + call.outcome().map(Journal.Conclusion::result);
    }
}
