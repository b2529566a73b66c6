// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.TenantId;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Person;
import io.tenantry.reconcile.Reason;
import java.util.Optional;

/**
 * One change to one thing, in the name of one tenant, with its reason. Immutable.
 *
 * @param number unique within the plan, held operations included; 1-based, in the order of the plan
 * @param person whom it concerns; absent for divisions, groups and the roles of groups
 * @param countsAgainst the tenant against whose limits it counts; absent if it takes nothing away, or if somebody asked for it
 *     explicitly
 */
public record Operation(
        int number,
        TenantId tenant,
        Optional<Person> person,
        Change change,
        Reason reason,
        Optional<TenantId> countsAgainst) {
    /** Returns the same operation, which no limit counts any more. */
    Operation uncounted() {
        return new Operation(number, tenant, person, change, reason, Optional.empty());
    }
}
