// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.directory.SubjectKind;
import io.tenantry.reconcile.Change;
import java.util.List;

/** Names what a change needs to be in order, and what a change puts in order, by the names of divisions and groups. */
final class Prerequisites {
    private Prerequisites() {}

    static List<String> of(Change change) {
        if (change instanceof Change.CreateAccount create) {
            return List.of(division(create.division().name()));
        } else if (change instanceof Change.MoveDivision move) {
            return List.of(division(move.to().name()));
        } else if (change instanceof Change.JoinGroup join) {
            return List.of(group(join.group().name()));
        } else if (change instanceof Change.GrantRole grant) {
            return List.of(
                    group(grant.group().name()), division(grant.division().name()));
        }
        return List.of();
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
