// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The access in an organization, as its listings show it. Immutable.
 *
 * @param accounts the accounts, in any state
 * @param members all accounts in each group that may lead to a tenant, also in one without any: direct members, owners
 *     and members by a rule
 * @param grants the roles that accounts, groups and others themselves hold
 * @param clients the names of the OAuth clients among the holders of roles
 */
public record OrganizationListing(
        List<Account> accounts,
        Map<GroupId, List<AccountId>> members,
        List<Grant> grants,
        Map<SubjectId, String> clients) {
    /** Copies the collections. */
    public OrganizationListing {
        accounts = List.copyOf(accounts);
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        grants = List.copyOf(grants);
        clients = Map.copyOf(clients);
    }
}
