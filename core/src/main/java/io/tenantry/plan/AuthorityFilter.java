// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.Governance;
import io.tenantry.policy.TenantId;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Difference;
import io.tenantry.reconcile.Finding;
import io.tenantry.reconcile.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts differences into those that the policy's authority covers and those it only wants to know of. */
final class AuthorityFilter {
    final List<Difference> permitted = new ArrayList<>();
    final List<Difference> observed = new ArrayList<>();

    private final Blueprint blueprint;

    AuthorityFilter(Blueprint blueprint, List<Difference> differences) {
        this.blueprint = blueprint;
        for (Difference difference : differences) {
            (isPermitted(difference) ? permitted : observed).add(difference);
        }
    }

    List<Finding> findings() {
        return observed.stream().map(this::finding).toList();
    }

    private boolean isPermitted(Difference difference) {
        return governance(difference.tenant()).over(difference.change().kind()).compareTo(difference.needs()) >= 0;
    }

    private Governance governance(TenantId tenant) {
        return blueprint
                .tenant(tenant)
                .map(t -> t.policy().governance())
                .orElse(blueprint.policy().defaults());
    }

    private Finding finding(Difference difference) {
        Change change = difference.change();
        String authority = governance(difference.tenant()).over(change.kind()).key();
        return new Finding(
                change.removes() ? "unmanaged-access" : "unmanaged-lack",
                Finding.Severity.WARNING,
                Optional.of(difference.tenant()),
                difference.person().map(Person::toString).orElse("tenant " + difference.tenant()),
                "would " + Wording.of(change) + ", because "
                        + difference.reason().rule(),
                "the policy's authority over " + change.kind().key() + " is " + authority + " and this needs "
                        + difference.needs().key() + ": change it by hand, or widen the authority");
    }
}
