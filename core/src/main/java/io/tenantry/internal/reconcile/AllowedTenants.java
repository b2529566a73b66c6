// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Person;
import io.tenantry.directory.AccountId;
import io.tenantry.policy.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tenants that the policy lets people reach: of each person for whom something differs, and of each account that belongs to a
 * joint agent. Immutable.
 */
public final class AllowedTenants {
    /** The policy lets nobody reach anything. */
    public static final AllowedTenants NONE = new AllowedTenants(Map.of(), Map.of());

    private final Map<String, Set<TenantId>> byPerson;
    private final Map<AccountId, Set<TenantId>> jointAgents;

    private AllowedTenants(Map<String, Set<TenantId>> byPerson, Map<AccountId, Set<TenantId>> jointAgents) {
        this.byPerson = Map.copyOf(byPerson);
        this.jointAgents = Map.copyOf(jointAgents);
    }

    /** Returns the tenants of a person; none if nothing differs for that person. */
    public Set<TenantId> of(Person person) {
        return byPerson.getOrDefault(person.key(), Set.of());
    }

    /** Returns the tenants of a joint agent's account; none for any other account. */
    public Set<TenantId> ofJointAgent(AccountId account) {
        return jointAgents.getOrDefault(account, Set.of());
    }

    /** Collects the tenants of one person after the other. */
    static final class Builder {
        private final Map<String, Set<TenantId>> byPerson = new HashMap<>();
        private final Map<AccountId, Set<TenantId>> jointAgents = new HashMap<>();

        void add(PersonResult result) {
            Set<TenantId> tenants = result.assignment().tenants();
            if (!result.differences().isEmpty() && !tenants.isEmpty()) {
                byPerson.put(result.identity().id().value(), tenants);
            }
            if (tenants.size() > 1) {
                result.correlation().account().ifPresent(a -> jointAgents.put(a.id(), tenants));
            }
        }

        AllowedTenants build() {
            return new AllowedTenants(byPerson, jointAgents);
        }
    }
}
