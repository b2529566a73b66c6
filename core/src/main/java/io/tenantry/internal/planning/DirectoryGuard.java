// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.directory.DivisionId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds changes that an incomplete read of the organization does not justify: removals in its part of the organization,
 * and gains of people who may have unseen access in another tenant.
 */
final class DirectoryGuard {
    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final Losses losses;

    DirectoryGuard(BoundPolicy bound, DirectorySnapshot directory, Losses losses) {
        this.bound = bound;
        this.directory = directory;
        this.losses = losses;
    }

    void judge(Waiting waiting) {
        // If the account listing is incomplete, a person without an account may have one that we did not see.
        ifDoubtful(
                "the accounts",
                directory.accountsProof().doubts(),
                v -> waiting.hold(d -> losses.isLoss(d) || d.person().isPresent(), v));
        ifDoubtful(
                "grants in all divisions",
                directory.grantsProof(DivisionId.EVERYWHERE).doubts(),
                v -> waiting.hold(d -> losses.isLoss(d) || gainsWithAccount(d), v));
        // Unseen access outside the policy may belong to any person with an account.
        ifDoubtful(
                "access outside the policy",
                directory.doubtsOutside(bound),
                v -> waiting.hold(DirectoryGuard::gainsWithAccount, v));
        bound.tenants().forEach(t -> tenant(t, waiting));
    }

    private void tenant(BoundTenant tenant, Waiting waiting) {
        List<String> doubts = doubts(tenant);
        if (!doubts.isEmpty()) {
            TenantId id = tenant.id();
            Verdict verdict = verdict("tenant " + id, doubts, Optional.of(id));
            // The listing of this division showed the role of a group, so it counts here for a group of any tenant.
            waiting.hold(
                    d -> losses.isLoss(d)
                            && (losses.loser(d).equals(id) || losses.counted(d).equals(id)),
                    verdict);
            // Unseen access in this tenant may belong to any person with an account.
            waiting.hold(d -> !d.tenant().equals(id) && gainsWithAccount(d), verdict);
        }
    }

    private List<String> doubts(BoundTenant tenant) {
        List<String> doubts = new ArrayList<>();
        tenant.division()
                .id()
                .map(directory::grantsProof)
                .map(Completeness::doubts)
                .ifPresent(doubts::addAll);
        tenant.groups()
                .forEach(g -> doubts.addAll(directory.membersProof(g.id()).doubts()));
        return doubts;
    }

    private static void ifDoubtful(String what, List<String> doubts, java.util.function.Consumer<Verdict> hold) {
        if (!doubts.isEmpty()) {
            hold.accept(verdict(what, doubts, Optional.empty()));
        }
    }

    private static boolean gainsWithAccount(Difference d) {
        return Losses.isGain(d)
                && d.person().filter(p -> p.account().isPresent()).isPresent();
    }

    private static Verdict verdict(String what, List<String> doubts, Optional<TenantId> tenant) {
        return new Verdict(
                HoldCode.READ_INCOMPLETE,
                tenant,
                what + " could not be read completely: " + String.join("; ", doubts),
                "check what the credential can see, and plan again");
    }
}
