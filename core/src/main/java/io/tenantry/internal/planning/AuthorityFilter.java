// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.change.Wording;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.Authority;
import io.tenantry.policy.Governance;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits differences into those that the policy's authority covers and those that it only reports. Explicitly requested
 * changes, such as an off-boarding, need no authority of the policy and no limit; they need an approval.
 */
final class AuthorityFilter {
    final List<Difference> permitted = new ArrayList<>();
    final List<Difference> observed = new ArrayList<>();

    private final BoundPolicy bound;
    private final Losses losses;

    AuthorityFilter(TenantMap tenants, Scope scope, List<Difference> differences) {
        this.bound = tenants.bound();
        this.losses = new Losses(tenants);
        for (Difference difference : differences) {
            (scope == Scope.EXPLICIT || isPermitted(difference) ? permitted : observed).add(difference);
        }
    }

    /**
     * Returns a finding for each difference that is only reported.
     *
     * @param mayMissPeople whether a person who is missing from the source need not have left
     */
    List<Finding> findings(boolean mayMissPeople) {
        List<Finding> findings = new ArrayList<>();
        for (Difference d : observed) {
            findings.add(finding(d, mayMissPeople && d.reason().basis() == Reason.Basis.ABSENCE));
        }
        return findings;
    }

    private boolean isPermitted(Difference difference) {
        return restrainedBy(difference).isEmpty();
    }

    /** Returns the tenant whose authority does not cover the difference, if there is one. */
    private Optional<TenantId> restrainedBy(Difference difference) {
        if (authority(difference.tenant(), difference).compareTo(difference.needs()) < 0) {
            return Optional.of(difference.tenant());
        }
        // A move takes the account away from its old tenant, so that tenant's authority must allow it.
        TenantId loser = losses.loser(difference);
        boolean letsGo =
                !losses.isLoss(difference) || authority(loser, difference).removes();
        return letsGo ? Optional.empty() : Optional.of(loser);
    }

    private Authority authority(TenantId tenant, Difference difference) {
        return governance(tenant).over(difference.change().kind());
    }

    private Governance governance(TenantId tenant) {
        return bound.tenant(tenant)
                .map(t -> t.policy().governance())
                .orElse(bound.policy().defaults());
    }

    private Finding finding(Difference difference, boolean inDoubt) {
        Change change = difference.change();
        TenantId restraining = restrainedBy(difference).orElse(difference.tenant());
        String authority = authority(restraining, difference).key();
        return new Finding(
                losses.isLoss(difference) ? FindingCode.UNMANAGED_ACCESS : FindingCode.UNMANAGED_LACK,
                Finding.Severity.WARNING,
                Optional.of(difference.tenant()),
                difference.person().map(Person::toString).orElse("tenant " + difference.tenant()),
                "would " + Wording.of(change) + ", because "
                        + difference.reason().rule(),
                "the authority of tenant " + restraining + " over "
                        + change.kind().key() + " is " + authority + " and this needs "
                        + needed(difference).key()
                        + (inDoubt
                                ? "; change nothing by hand either until the source is read whole"
                                : ": change it by hand, or widen the authority"),
                difference.person().map(Person::userName).orElse(""));
    }

    private Authority needed(Difference difference) {
        boolean moves = losses.isLoss(difference) && difference.needs().compareTo(Authority.MANAGED_ONLY) < 0;
        return moves ? Authority.MANAGED_ONLY : difference.needs();
    }
}
