// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.identity.Identity;
import io.tenantry.internal.Fold;
import io.tenantry.internal.reach.TenantMap;

/**
 * Says whether a person with the user name of a leaver's account may be the leaver under a new identity id. Both look
 * alike: an address that is used again, and a source that was imported again with new ids. Only where the person has the
 * account's display name and belongs to the tenant in which the account lives, or where that is unknown, the account
 * stays open; it then reaches nothing that the person may not have.
 *
 * @param assigner finds the tenants of the person
 */
record Succession(TenantMap tenants, Assigner assigner) {
    boolean isPossible(Account account, Identity person) {
        boolean alike = person.displayName().isEmpty() || Fold.same(person.displayName(), account.displayName());
        return alike && staysWithin(account, assigner.assign(mayLogIn(person)));
    }

    private boolean staysWithin(Account account, Assignment assignment) {
        return tenants.owners(account.division()).anyMatch(tenant -> assignment.mayInclude(tenant.id()));
    }

    private static Identity mayLogIn(Identity person) {
        return person.state() == Identity.State.UNKNOWN ? person.with(Identity.State.ENABLED) : person;
    }
}
