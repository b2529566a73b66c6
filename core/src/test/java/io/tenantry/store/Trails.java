// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.store.AuditTrail.Row;
import java.util.List;

/** Reads the rows of all tenants, in the order in which they were added. */
public final class Trails {
    private Trails() {}

    /** Returns all rows. */
    public static List<Row> all(MemoryStore store) {
        return store.rows();
    }
}
