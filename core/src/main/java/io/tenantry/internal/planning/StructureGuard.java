// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.SubjectKind;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what stands on something that is not in order: a division or a group that does not exist and that nothing makes, and a
 * group that keeps a role in somebody else's division, whose new members would reach there through us.
 */
final class StructureGuard {
    private final BoundPolicy bound;

    StructureGuard(BoundPolicy bound) {
        this.bound = bound;
    }

    void judge(Waiting waiting, List<Difference> observed) {
        missing(waiting);
        Set<String> tainted = observed.stream()
                .filter(this::reachesOut)
                .map(StructureGuard::holder)
                .collect(Collectors.toSet());
        waiting.verdicts().keySet().stream()
                .filter(this::reachesOut)
                .map(StructureGuard::holder)
                .forEach(tainted::add);
        waiting.hold(d -> joins(d, tainted), TAINTED);
    }

    private void missing(Waiting waiting) {
        Set<String> divisions = waiting.ready().stream()
                .filter(d -> d.change() instanceof Change.CreateDivision)
                .map(d -> ((Change.CreateDivision) d.change()).name())
                .collect(Collectors.toSet());
        Set<String> groups = waiting.ready().stream()
                .filter(d -> d.change() instanceof Change.CreateGroup)
                .map(d -> ((Change.CreateGroup) d.change()).name())
                .collect(Collectors.toSet());
        waiting.hold(
                d -> division(d.change()).filter(t -> isMissing(t, divisions)).isPresent()
                        || group(d.change()).filter(t -> isMissing(t, groups)).isPresent(),
                MISSING);
    }

    private static boolean isMissing(DivisionTarget target, Set<String> made) {
        return target.id().isEmpty() && !made.contains(target.name());
    }

    private static boolean isMissing(GroupTarget target, Set<String> made) {
        return target.id().isEmpty() && !made.contains(target.name());
    }

    private static Optional<DivisionTarget> division(Change change) {
        if (change instanceof Change.CreateAccount create) {
            return Optional.of(create.division());
        } else if (change instanceof Change.MoveDivision move) {
            return Optional.of(move.to());
        }
        return change instanceof Change.GrantRole grant ? Optional.of(grant.division()) : Optional.empty();
    }

    private static Optional<GroupTarget> group(Change change) {
        if (change instanceof Change.JoinGroup join) {
            return Optional.of(join.group());
        }
        return change instanceof Change.GrantRole grant ? Optional.of(grant.group()) : Optional.empty();
    }

    private boolean reachesOut(Difference d) {
        return d.change() instanceof Change.RevokeRole revoke
                && revoke.holderKind() == SubjectKind.GROUP
                && !isOf(d.tenant(), revoke);
    }

    private boolean isOf(TenantId tenant, Change.RevokeRole revoke) {
        return bound.ownerOf(revoke.division().id())
                .map(BoundTenant::id)
                .filter(tenant::equals)
                .isPresent();
    }

    private static String holder(Difference d) {
        return ((Change.RevokeRole) d.change()).holder().value();
    }

    private static boolean joins(Difference d, Set<String> groups) {
        return d.change() instanceof Change.JoinGroup join
                && join.group().id().filter(g -> groups.contains(g.value())).isPresent();
    }

    private static final Verdict MISSING = new Verdict(
            "structure-missing",
            Optional.empty(),
            "a division or a group is needed that does not exist, and nothing in this plan makes it",
            "plan for everybody first, create it by hand, or let the authority over grants cover it");

    private static final Verdict TAINTED = new Verdict(
            "group-reaches-elsewhere",
            Optional.empty(),
            "a group keeps a role outside its tenant's division, and whoever joined it would reach there",
            "take that role from the group, by hand or by letting the authority over grants cover it");
}
