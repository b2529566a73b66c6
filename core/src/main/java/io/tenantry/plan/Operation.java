// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Change;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * One change for one tenant, with its reason. Immutable.
 *
 * @param number unique within the plan, held operations included; 1-based, in the order of the plan
 * @param person the person it concerns; absent for divisions, groups and the roles of groups
 * @param loser the tenant that loses access by it: for a role the tenant in whose division it is held, for a move the
 *     tenant that the account leaves; absent if nothing is removed
 * @param counted whether it counts against the limits of a tenant; all losses and changes of names count except those
 *     that a caller asked for explicitly
 */
public record Operation(
        int number,
        TenantId tenant,
        Optional<Person> person,
        Change change,
        Reason reason,
        Optional<TenantId> loser,
        boolean counted) {
    /** Returns the tenant against whose limits it counts, if it counts. */
    public Optional<TenantId> countsAgainst() {
        return loser.or(() -> Optional.of(tenant)).filter(t -> counted);
    }

    /** Returns this operation, not counted against any limit. */
    public Operation uncounted() {
        return new Operation(number, tenant, person, change, reason, loser, false);
    }
}
