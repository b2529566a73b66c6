// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.identity.IdentityId;
import io.tenantry.plan.Plan;
import io.tenantry.store.StoreWrite;
import java.util.Set;
import java.util.function.Consumer;

/** Says, as a run begins, what newer plans have decided for the people of its plan. */
@FunctionalInterface
public interface NewerPlans {
    /**
     * Returns the people for whom a newer plan has left nothing of this plan to do.
     *
     * @param keeps takes what the store keeps before the first call of the run
     */
    Set<IdentityId> decided(Plan plan, String run, Consumer<StoreWrite> keeps);
}
