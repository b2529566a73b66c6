// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.policy.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tenants that the policy lets people reach: of each person for whom something differs, and of each account that
 * belongs to a joint agent. One thread fills it; after that it is only read.
 */
public final class AllowedTenants {
    private final Map<String, Set<TenantId>> byPerson = new HashMap<>();
    private final Map<AccountId, Set<TenantId>> jointAgents = new HashMap<>();

    void add(PersonResult result) {
        Set<TenantId> tenants = result.assignment().tenants();
        if (!result.differences().isEmpty()) {
            byPerson.put(result.identity().id().value(), tenants);
        }
        if (tenants.size() > 1) {
            result.correlation().account().ifPresent(a -> jointAgents.put(a.id(), tenants));
        }
    }

    /** Returns the tenants of a person; none if nothing differs for that person. */
    public Set<TenantId> of(Person person) {
        return byPerson.getOrDefault(person.key(), Set.of());
    }

    /** Returns the tenants of a joint agent's account; none for any other account. */
    public Set<TenantId> ofJointAgent(AccountId account) {
        return jointAgents.getOrDefault(account, Set.of());
    }
}
