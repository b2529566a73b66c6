// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Difference;
import java.util.Comparator;

/** The one order of a plan: by phase, then by what one call can carry together, then by person. */
final class PlanOrder {
    static final Comparator<Difference> INSTANCE = Comparator.<Difference, Phase>comparing(d -> Phase.of(d.change()))
            .thenComparing(d -> d.tenant().value())
            .thenComparing(d -> target(d.change()))
            .thenComparing(d -> d.person().map(p -> p.key()).orElse(""))
            .thenComparing(d -> Wording.of(d.change()));

    private PlanOrder() {}

    /** Returns what operations have in common that one call can carry together; empty if it carries one alone. */
    static String target(Change change) {
        if (change instanceof Change.LeaveGroup leave) {
            return "g" + leave.group().id().value();
        } else if (change instanceof Change.RevokeRole revoke) {
            return "s" + revoke.holder().value();
        } else if (change instanceof Change.GrantRole grant) {
            return grant.group().name();
        } else if (change instanceof Change.MoveDivision move) {
            return move.to().name();
        } else if (change instanceof Change.JoinGroup join) {
            return join.group().name();
        }
        return "";
    }
}
