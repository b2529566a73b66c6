// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.directory.Organization;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refuses a policy that does not belong to what else was given. */
final class Mismatch {
    private Mismatch() {}

    /**
     * Refuses a policy and a state of different organizations.
     *
     * @param place the name of the state
     */
    static void refuse(OrganizationPolicy policy, ProvisioningStore store, String place) {
        List<Organization> known = store.notes().organizations();
        if (!known.isEmpty() && known.stream().noneMatch(o -> o.isCalled(policy.organization()))) {
            throw new Refused(
                    "the policy is for organization \"" + policy.organization() + "\", but the state " + place
                            + " is of \"" + known.get(0).shortName() + "\" ("
                            + known.get(0).id()
                            + "): name another state with --state; if the organization was renamed, write its id in the policy");
        }
    }

    /** Refuses a policy and a credential of different organizations. */
    static void refuse(OrganizationPolicy policy, Organization organization) {
        if (!organization.isCalled(policy.organization())) {
            throw new Refused("the policy is for organization \"" + policy.organization()
                    + "\", but the credential belongs to \"" + organization.shortName() + "\" (" + organization.id()
                    + "): check the credential and the policy's organization");
        }
    }

    /** Refuses a policy and a plan that was made with another one. */
    static void refuse(OrganizationPolicy policy, Plan plan) {
        if (!plan.policyHash().equals(policy.hash())) {
            throw new Refused("the policy has changed since the plan was made: plan again, or check --policy; plan "
                    + plan.policyHash() + ", policy " + policy.hash());
        }
    }

    /** Refuses a tenant that neither the policy nor an earlier run has. */
    static void refuse(OrganizationPolicy policy, TenantId tenant, Pins pins) {
        Set<String> known =
                policy.tenants().stream().map(t -> t.id().value()).collect(Collectors.toCollection(TreeSet::new));
        pins.divisions().keySet().forEach(t -> known.add(t.value()));
        if (!known.contains(tenant.value())) {
            throw new Refused("neither the policy nor an earlier run has a tenant \"" + tenant + "\""
                    + NearWords.hint(tenant.value(), known, "there are " + String.join(", ", known)));
        }
    }
}
