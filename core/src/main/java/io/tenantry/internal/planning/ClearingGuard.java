// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Phase;
import io.tenantry.internal.reconcile.Difference;
import java.util.HashMap;
import java.util.Map;

/** Holds the roles of a former group for as long as a member waits in it: a limit on memberships protects its people. */
final class ClearingGuard {
    private ClearingGuard() {}

    static void judge(Waiting waiting) {
        Map<String, Verdict> waitingIn = new HashMap<>();
        waiting.verdicts()
                .forEach((d, verdict) -> d.change()
                        .leaves()
                        .filter(g -> d.change().phase() == Phase.CLEAR)
                        .ifPresent(g -> waitingIn.putIfAbsent(g.id().value(), verdict)));
        Map<Difference, Verdict> held = new HashMap<>();
        waiting.ready()
                .forEach(d -> d.change()
                        .revokes()
                        .filter(Change.RevokeRole::last)
                        .map(r -> waitingIn.get(r.holder().value()))
                        .ifPresent(verdict -> held.put(d, verdict)));
        waiting.holdEach(held);
    }
}
