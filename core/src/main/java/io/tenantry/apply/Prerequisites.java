// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.SubjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names what a change needs to be in order, and what a change puts in order, by the names of divisions and groups. */
final class Prerequisites {
    private Prerequisites() {}

    static List<String> of(Change change) {
        List<String> keys = new ArrayList<>(2);
        divisionOf(change).ifPresent(d -> keys.add(division(d.name())));
        groupOf(change).ifPresent(g -> keys.add(group(g.name())));
        return keys;
    }

    /** Returns the division that a change needs to exist. */
    static Optional<DivisionTarget> divisionOf(Change change) {
        if (change instanceof Change.CreateAccount create) {
            return Optional.of(create.division());
        } else if (change instanceof Change.MoveDivision move) {
            return Optional.of(move.to());
        }
        return change instanceof Change.GrantRole grant ? Optional.of(grant.division()) : Optional.empty();
    }

    /** Returns the group that a change needs to exist. */
    static Optional<GroupTarget> groupOf(Change change) {
        if (change instanceof Change.JoinGroup join) {
            return Optional.of(join.group());
        }
        return change instanceof Change.GrantRole grant ? Optional.of(grant.group()) : Optional.empty();
    }

    static List<String> madeBy(Change change) {
        if (change instanceof Change.CreateDivision create) {
            return List.of(division(create.name()));
        } else if (change instanceof Change.CreateGroup create) {
            return List.of(group(create.name()));
        } else if (change instanceof Change.RevokeRole revoke && revoke.holderKind() == SubjectKind.GROUP) {
            return List.of(group(revoke.holderName()));
        }
        return List.of();
    }

    private static String division(String name) {
        return "division " + name;
    }

    private static String group(String name) {
        return "group " + name;
    }
}
