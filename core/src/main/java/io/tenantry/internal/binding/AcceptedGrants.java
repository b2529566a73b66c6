// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Fold;
import io.tenantry.policy.AcceptedAccess;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The accepted lines of a policy, with the ids of their holders, roles and divisions. Immutable. */
public final class AcceptedGrants {
    /** No accepted lines. */
    public static final AcceptedGrants NONE = new AcceptedGrants(List.of());

    private final List<Line> lines;

    AcceptedGrants(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Returns the lines that apply on a day. */
    public AcceptedGrants on(LocalDate day) {
        return new AcceptedGrants(
                lines.stream().filter(line -> line.access().isInForce(day)).toList());
    }

    /**
     * Returns the line that accepts a grant.
     *
     * @param userName the user name of the holder, if it is an account; else empty
     */
    public Optional<AcceptedAccess> of(Grant grant, String userName) {
        for (Line line : lines) {
            if (line.covers(grant) && line.isOf(grant.subject(), userName)) {
                return Optional.of(line.access());
            }
        }
        return Optional.empty();
    }

    /**
     * One accepted line. Immutable.
     *
     * @param holder the id of the holder; absent for an account that the policy knows only by its user name, and for a
     *     group that was not found
     */
    record Line(AcceptedAccess access, Optional<SubjectId> holder, Set<RoleId> roles, Set<DivisionId> divisions) {
        private boolean covers(Grant grant) {
            return roles.contains(grant.role()) && (access.in().everywhere() || divisions.contains(grant.division()));
        }

        private boolean isOf(SubjectId subject, String userName) {
            return holder.map(subject::equals)
                    .orElseGet(() -> access.holder().kind() == AcceptedAccess.Kind.ACCOUNT
                            && Fold.of(access.holder().name()).equals(Fold.of(userName)));
        }
    }
}
