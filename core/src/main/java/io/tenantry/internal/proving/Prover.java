// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.Reaches;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.Tenant;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Makes a proof from a read: who reaches which tenant, and which of these paths isolation does not allow. */
public final class Prover {
    private Prover() {}

    /**
     * Makes the proof.
     *
     * @param links the links between accounts and identities, for the declared exceptions
     * @param day the day for which exceptions are checked
     */
    public static IsolationProof prove(OrganizationAccess access, Links links, LocalDate day) {
        BoundPolicy bound = access.bound();
        Reaches reaches = Reaches.of(access.tenants(), access.listing());
        Judge judge = new Judge(bound.policy(), day, access.accounts(), links, reaches.accounts());
        return new IsolationProof(
                access.organization(),
                bound.policy().hash(),
                day,
                bound.tenants().stream().map(Prover::tenant).toList(),
                reaches.accounts(),
                reaches.groups(),
                reaches.others(),
                judge.violations(reaches.accounts(), reaches.groups()),
                judge.exceptions(),
                doubts(access, reaches),
                access.coverage());
    }

    private static List<String> doubts(OrganizationAccess access, Reaches reaches) {
        List<String> doubts = new ArrayList<>(access.doubts());
        reaches.unseen()
                .forEach((group, count) -> doubts.add("the members of group \"" + group.name() + "\": " + count
                        + " of them are missing from the listing of the accounts"));
        return doubts;
    }

    private static Tenant tenant(BoundTenant tenant) {
        return new Tenant(
                tenant.id(),
                tenant.policy().name(),
                tenant.division().name(),
                tenant.division().id(),
                tenant.profiles().stream().map(p -> p.group().name()).toList());
    }
}
