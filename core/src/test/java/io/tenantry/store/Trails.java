// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.store.AuditTrail.Row;
import java.util.List;

/** Reads the rows of all tenants, in the order in which they were added. */
public final class Trails {
    private Trails() {}

    /** Returns all rows of a store in memory. */
    public static List<Row> all(ProvisioningStore store) {
        return ((MemoryStore) store).rows();
    }
}
