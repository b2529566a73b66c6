// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.SubjectKind;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds changes that depend on a missing or wrong structure: a division or a group that does not exist and that the
 * plan does not create, and a group that keeps a role in the division of another tenant, which new members would reach.
 */
final class StructureGuard {
    private final BoundPolicy bound;

    StructureGuard(BoundPolicy bound) {
        this.bound = bound;
    }

    void judge(Waiting waiting, List<Difference> observed) {
        missing(waiting);
        Set<String> tainted =
                observed.stream().flatMap(d -> reachingOut(d).stream()).collect(Collectors.toSet());
        waiting.verdicts().keySet().stream()
                .flatMap(d -> reachingOut(d).stream())
                .forEach(tainted::add);
        waiting.hold(d -> joins(d, tainted), TAINTED);
    }

    private void missing(Waiting waiting) {
        Set<String> divisions = waiting.ready().stream()
                .flatMap(d -> d.change().createsDivision().stream())
                .collect(Collectors.toSet());
        Set<String> groups = waiting.ready().stream()
                .flatMap(d -> d.change().createsGroup().stream())
                .collect(Collectors.toSet());
        waiting.hold(
                d -> d.change()
                                .requiredDivision()
                                .filter(t -> isMissing(t, divisions))
                                .isPresent()
                        || d.change()
                                .requiredGroup()
                                .filter(t -> isMissing(t, groups))
                                .isPresent(),
                MISSING);
    }

    private static boolean isMissing(DivisionTarget target, Set<String> made) {
        return target.id().isEmpty() && !made.contains(target.name());
    }

    private static boolean isMissing(GroupTarget target, Set<String> made) {
        return target.id().isEmpty() && !made.contains(target.name());
    }

    /**
     * Returns the id of the group that keeps a role outside its tenant's division, if the difference is a membership in
     * such a group.
     */
    private Optional<String> reachingOut(Difference d) {
        return d.change()
                .revokes()
                .filter(r -> r.holderKind() == SubjectKind.GROUP && !isOf(d.tenant(), r))
                .map(r -> r.holder().value());
    }

    private boolean isOf(TenantId tenant, Change.RevokeRole revoke) {
        return bound.ownerOf(revoke.division().id())
                .map(BoundTenant::id)
                .filter(tenant::equals)
                .isPresent();
    }

    private static boolean joins(Difference d, Set<String> groups) {
        return d.change()
                .joins()
                .flatMap(GroupTarget::id)
                .filter(g -> groups.contains(g.value()))
                .isPresent();
    }

    private static final Verdict MISSING = new Verdict(
            HoldCode.STRUCTURE_MISSING,
            Optional.empty(),
            "a division or a group is needed that does not exist, and this plan does not create it",
            "plan for everybody first, create it by hand, or let the authority over grants cover it");

    private static final Verdict TAINTED = new Verdict(
            HoldCode.GROUP_REACHES_ELSEWHERE,
            Optional.empty(),
            "a group keeps a role outside its tenant's division, and a new member would get that role",
            "revoke that role of the group by hand, or let the authority over grants cover it");
}
