// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * One change to one thing, in the name of one tenant, with its reason. Immutable.
 *
 * @param number unique within the plan, held operations included; 1-based, in the order of the plan
 * @param person whom it concerns; absent for divisions, groups and the roles of groups
 * @param loser the tenant that loses something by it: of a role the one in whose division it is held, of a move the one that is
 *     left; absent if nothing is taken away
 * @param counted whether a loss counts against the limits of that tenant, as all do but those that somebody asked for explicitly
 */
public record Operation(
        int number,
        TenantId tenant,
        Optional<Person> person,
        Change change,
        Reason reason,
        Optional<TenantId> loser,
        boolean counted) {
    /** Returns the tenant against whose limits it counts, if it does. */
    public Optional<TenantId> countsAgainst() {
        return loser.filter(t -> counted);
    }

    /** Returns the same operation, which no limit counts any more. */
    public Operation uncounted() {
        return new Operation(number, tenant, person, change, reason, loser, false);
    }
}
