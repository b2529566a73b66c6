// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.AllowedTenants;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds changes that an incomplete read of the organization does not justify: what a tenant would get or lose while a
 * listing of it is in doubt, and gains elsewhere of people who may have unseen access there.
 */
final class DirectoryGuard {
    private static final int FEW = 5;

    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final Losses losses;
    private final Gains gains;
    private final AllowedTenants allowed;

    DirectoryGuard(TenantMap tenants, DirectorySnapshot directory, Losses losses, AllowedTenants allowed) {
        this.allowed = allowed;
        this.bound = tenants.bound();
        this.directory = directory;
        this.losses = losses;
        this.gains = new Gains(tenants);
    }

    void judge(Waiting waiting) {
        // If the account listing is incomplete, a person without an account may have one that we did not see.
        ifDoubtful(
                "the accounts",
                directory.accountsProof().doubts(),
                v -> waiting.hold(d -> losses.isLoss(d) || d.person().isPresent(), v));
        ifDoubtful(
                "the accounts of some people",
                owners(),
                v -> waiting.hold(d -> d.person().filter(directory::doubtsOwner).isPresent(), v));
        // A role that was not seen may be named by a profile or by an accepted line.
        ifDoubtful(
                "the roles",
                directory.doubtsOfRoles(),
                v -> waiting.hold(d -> d.change().revokes().isPresent(), v));
        List<String> everywhere = directory.grantsProof(DivisionId.EVERYWHERE).doubts();
        ifDoubtful("grants in all divisions", everywhere, v -> waiting.hold(losses::isLoss, v));
        holdUnread("grants in all divisions", everywhere, d -> true, waiting);
        holdUnread("access outside the policy", directory.doubtsOutside(bound), d -> true, waiting);
        bound.tenants().forEach(t -> tenant(t, waiting));
        bound.tenants()
                .forEach(t -> ifDoubtful(
                        "what tenant " + t.id() + " gives",
                        t.doubts(),
                        v -> waiting.hold(d -> losses.isLoss(d) && isOf(d, t.id()), v)));
    }

    // If it is unknown what a tenant gives, its people do not lose what they have elsewhere.
    private boolean isOf(Difference d, TenantId tenant) {
        return d.person().filter(p -> allowed.of(p).contains(tenant)).isPresent();
    }

    private List<String> owners() {
        List<String> all = List.copyOf(directory.doubtsOfOwners().values());
        return all.size() <= FEW
                ? all
                : Stream.concat(all.stream().limit(FEW), Stream.of("and " + (all.size() - FEW) + " more"))
                        .toList();
    }

    private void tenant(BoundTenant tenant, Waiting waiting) {
        TenantId id = tenant.id();
        List<String> doubts = directory.doubts(tenant);
        if (!doubts.isEmpty()) {
            waiting.hold(d -> isLossOf(id, d) || isGiven(id, d), verdict("tenant " + id, doubts, Optional.of(id)));
            holdUnread("tenant " + id, doubts, d -> !d.tenant().equals(id), waiting);
        }
    }

    // The listing of this division showed the role of a group, so it counts here for a group of any tenant.
    private boolean isLossOf(TenantId tenant, Difference d) {
        return losses.isLoss(d)
                && (losses.loser(d).equals(tenant) || losses.counted(d).equals(tenant));
    }

    // What is written to an account that exists, and does not make it usable, gives nothing.
    private boolean isGiven(TenantId tenant, Difference d) {
        boolean writes = d.change().writes().isPresent() && !gains.gives(d.change());
        return d.tenant().equals(tenant) && Losses.isGain(d) && !writes;
    }

    // Unseen access may belong to any account, and to any group that people join or that is given a role. If the
    // account or group was read alone, its access is known.
    private void holdUnread(String what, List<String> doubts, Predicate<Difference> which, Waiting waiting) {
        if (!doubts.isEmpty()) {
            Verdict verdict = new Verdict(
                    HoldCode.READ_INCOMPLETE,
                    Optional.empty(),
                    what + " could not be read completely, so accounts and groups may have access there that was not"
                            + " seen, and these were not read one by one: " + String.join("; ", doubts),
                    "fix what the listing needs, or let more accounts be read one by one (readAlone), and plan again");
            waiting.hold(d -> which.test(d) && gains.gives(d.change()) && !isKnown(d), verdict);
        }
    }

    private boolean isKnown(Difference d) {
        boolean account = d.person()
                .flatMap(Person::account)
                .map(SubjectId::of)
                .map(directory::isReadAlone)
                .orElse(true);
        boolean group = !directory.doubtsGrants()
                || d.change()
                        .requiredGroup()
                        .flatMap(GroupTarget::id)
                        .map(SubjectId::of)
                        .map(directory::isReadAlone)
                        .orElse(true);
        return account
                && group
                && d.change().grants().flatMap(g -> g.group().id()).map(directory::everybodyIn).stream()
                        .flatMap(Set::stream)
                        .allMatch(member -> directory.isReadAlone(SubjectId.of(member)));
    }

    private static void ifDoubtful(String what, List<String> doubts, Consumer<Verdict> hold) {
        if (!doubts.isEmpty()) {
            hold.accept(verdict(what, doubts, Optional.empty()));
        }
    }

    private static Verdict verdict(String what, List<String> doubts, Optional<TenantId> tenant) {
        return new Verdict(
                HoldCode.READ_INCOMPLETE,
                tenant,
                what + " could not be read completely: " + String.join("; ", doubts),
                ListingFindings.ADVICE);
    }
}
