// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.store.AuditTrail;
import io.tenantry.store.Journal;
import io.tenantry.store.StoreWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ends calls of runs that died before they wrote rows for them. */
public final class OpenCalls {
    private OpenCalls() {}

    /**
     * Returns the writes that add the rows of a call to the audit trail, and conclude it.
     *
     * @param by who has read the organization again since the call
     */
    public static List<StoreWrite> told(Journal.Call call, String by, Instant now) {
        Journal.Intent intent = call.intent();
        boolean done =
                call.outcome().filter(o -> o.result() == Journal.Result.DONE).isPresent();
        AuditTrail.Result result = done ? AuditTrail.Result.PENDING : AuditTrail.Result.UNKNOWN;
        List<StoreWrite> writes = new ArrayList<>();
        writes.add(new StoreWrite.Audit(
                intent.entries().stream().map(e -> e.ended(result, now)).toList()));
        writes.add(new StoreWrite.Settle(intent.run(), List.of(intent.number())));
        if (!done) {
            writes.add(new StoreWrite.Conclude(new Journal.Conclusion(
                    intent.run(), intent.number(), Journal.Result.SUPERSEDED, "read again by " + by, now)));
        }
        return writes;
    }
}
