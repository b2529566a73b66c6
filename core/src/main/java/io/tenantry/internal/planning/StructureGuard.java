// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.plan.HoldCode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds changes that need a division or a group that does not exist and that the plan does not create. */
final class StructureGuard {
    private StructureGuard() {}

    static void judge(Waiting waiting) {
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

    private static final Verdict MISSING = new Verdict(
            HoldCode.STRUCTURE_MISSING,
            Optional.empty(),
            "a division or a group is needed that does not exist, and this plan does not create it",
            "plan for everybody first, create it by hand, or let the authority over grants cover it");
}
