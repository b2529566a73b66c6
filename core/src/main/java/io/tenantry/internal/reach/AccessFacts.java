// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.binding.BoundPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an organization shows of access. Immutable. Only what is in it can be reached through.
 *
 * @param bound the policy, bound to the organization: it says which tenant a division or a group belongs to
 * @param accounts the accounts concerned, in any state
 * @param groups the groups of the organization; a holder that is neither one of them nor an account is another kind of holder
 * @param members everybody in a group, however they got in
 * @param grants roles that accounts and groups hold themselves
 */
public record AccessFacts(
        BoundPolicy bound,
        List<Account> accounts,
        List<Group> groups,
        Map<GroupId, List<AccountId>> members,
        List<Grant> grants) {
    /** Copies the collections. */
    public AccessFacts {
        accounts = List.copyOf(accounts);
        groups = List.copyOf(groups);
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        grants = List.copyOf(grants);
    }
}
