// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Phase;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a person completely. If one of a person's removals is held, all are, so that no person is half removed; and a
 * person who keeps access in one tenant gains none in another.
 */
final class PersonGuard {
    private final BoundPolicy bound;
    private final Losses losses;
    private final List<Difference> permitted;
    private final List<Difference> observed;
    private final DirectorySnapshot directory;

    PersonGuard(BoundPolicy bound, Losses losses, AuthorityFilter authority, DirectorySnapshot directory) {
        this.directory = directory;
        this.bound = bound;
        this.losses = losses;
        this.permitted = authority.permitted;
        this.observed = authority.observed;
    }

    /** Holds all removals of a person if one of them is held. */
    void judgeLosses(Waiting waiting) {
        waiting.holdPeople(inUnboundTenants(), Losses::isGain);
        waiting.holdPeople(waiting.people(losses::isLoss), losses::isLoss);
    }

    /** Holds the gains of people who keep access in another tenant, or who have no account in the right place. */
    void judgeGains(Waiting waiting) {
        if (waiting.isEmpty() && observed.isEmpty()) {
            return;
        }
        waiting.holdPeople(withoutAccount(), Losses::isGain);
        waiting.holdPeople(waiting.people(PersonGuard::putsInPlace), Losses::isGain);
    }

    // If the division or a group of a tenant was not found, the access of its people there is not fully known.
    private Map<String, Verdict> inUnboundTenants() {
        Set<TenantId> unbound = bound.tenants().stream()
                .filter(this::hidesSomething)
                .map(BoundTenant::id)
                .collect(Collectors.toSet());
        Map<String, Verdict> people = new HashMap<>();
        Stream.concat(permitted.stream(), observed.stream())
                .filter(d -> losses.isLoss(d) && unbound.contains(losses.loser(d)))
                .forEach(d -> d.person().ifPresent(p -> people.put(p.key(), unbound(losses.loser(d)))));
        return people;
    }

    // The grants of a division that no listing shows can still be read; if the division is gone, it has none.
    private boolean hidesSomething(BoundTenant tenant) {
        boolean told =
                tenant.lost().filter(d -> directory.grantsProof(d).isComplete()).isPresent();
        return tenant.troubles().stream()
                .map(Finding::code)
                .filter(c -> !c.isAboutRoles())
                .anyMatch(c -> !(told && c == FindingCode.UNBOUND_DIVISION));
    }

    private Map<String, Verdict> withoutAccount() {
        Map<String, Verdict> people = new HashMap<>();
        observed.stream()
                .filter(PersonGuard::makesAccount)
                .forEach(d -> d.person().ifPresent(p -> people.put(p.key(), NO_ACCOUNT)));
        return people;
    }

    static boolean makesAccount(Difference d) {
        Phase phase = d.change().phase();
        return phase == Phase.CREATE || phase == Phase.RESTORE;
    }

    private static boolean putsInPlace(Difference d) {
        return makesAccount(d) || d.change().movesFrom().isPresent();
    }

    private static Verdict unbound(TenantId tenant) {
        return new Verdict(
                HoldCode.TENANT_NOT_READY,
                Optional.of(tenant),
                "people would leave tenant " + tenant
                        + ", but its division or some of its groups cannot be used, so their access there is unknown",
                "fix the tenant, and plan again");
    }

    private static final Verdict NO_ACCOUNT = new Verdict(
            HoldCode.ACCOUNT_MISSING,
            Optional.empty(),
            "people have no active account, and the authority over accounts does not allow creating or restoring one",
            "create the accounts by hand, or widen the authority");
}
