// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds what would be cleared within one tenant while its replacement is neither there nor comes with the plan. A person
 * leaves a former group only for groups that hold their roles, and a former group, division or role is cleared only if
 * no person of the tenant still needs it. A hold, the authority of the policy or the group itself may keep a
 * replacement away.
 */
final class ClearingGuard {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final Collection<Difference> observed;
    private final Waiting waiting;

    /**
     * Prepares the guard.
     *
     * @param observed the differences that the authority does not cover
     */
    ClearingGuard(TenantMap tenants, DirectorySnapshot directory, Collection<Difference> observed, Waiting waiting) {
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.directory = directory;
        this.observed = observed;
        this.waiting = waiting;
    }

    void judge() {
        List<Difference> leaves = clearing(d -> d.change().leaves().isPresent());
        List<Difference> revocations = clearing(d -> d.change().revokes().isPresent());
        if (leaves.isEmpty() && revocations.isEmpty()) {
            return;
        }
        Replacements replacements = new Replacements(bound, directory, observed, waiting);
        hold(leaves, new People(replacements, leaves)::leaves);
        hold(revocations, new Former(replacements)::revokes);
    }

    private List<Difference> clearing(Predicate<Difference> which) {
        return waiting.ready().stream()
                .filter(d -> d.change().phase() == Phase.CLEAR && which.test(d))
                .toList();
    }

    private void hold(List<Difference> differences, Function<Difference, Optional<Verdict>> judge) {
        Map<Difference, Verdict> held = new HashMap<>();
        differences.forEach(d -> judge.apply(d).ifPresent(v -> held.put(d, v)));
        waiting.holdEach(held);
    }

    /** The people who leave a group for others of their tenant. */
    private final class People {
        private record Member(String person, TenantId tenant) {
            static Member of(Difference d) {
                return new Member(d.person().orElseThrow().key(), d.tenant());
            }
        }

        private final Replacements replacements;
        private final Map<AccountId, Set<GroupId>> groups;
        private final Map<Member, Set<GroupTarget>> joined = new HashMap<>();
        private final Map<Member, Verdict> notJoined;

        People(Replacements replacements, List<Difference> leaves) {
            this.replacements = replacements;
            this.groups = directory.groupsOf(leaves.stream()
                    .flatMap(d -> d.person().flatMap(Person::account).stream())
                    .collect(Collectors.toSet()));
            waiting.ready()
                    .forEach(d -> d.change()
                            .joins()
                            .ifPresent(group -> joined.computeIfAbsent(Member.of(d), k -> new HashSet<>(2))
                                    .add(group)));
            notJoined = replacements.withheld(d -> d.change().joins().isPresent(), Member::of);
        }

        Optional<Verdict> leaves(Difference d) {
            Member member = Member.of(d);
            BoundTenant tenant = bound.tenant(d.tenant()).orElseThrow();
            Set<GroupTarget> to = joined.getOrDefault(member, Set.of());
            Set<GroupId> in =
                    d.person().flatMap(Person::account).map(groups::get).orElse(Set.of());
            return Optional.ofNullable(notJoined.get(member))
                    .or(() -> tenant.profiles().stream()
                            .filter(p -> to.contains(p.group())
                                    || p.group().id().filter(in::contains).isPresent())
                            .flatMap(p -> replacements.lacking(tenant, p).stream())
                            .findFirst());
        }
    }

    /** The roles that the policy no longer gives, and who still needs them. */
    private final class Former {
        private record Membership(AccountId account, GroupId group) {}

        private record Move(TenantId tenant, DivisionId from) {}

        private final Replacements replacements;
        private final Set<Membership> ended = new HashSet<>();
        private final Map<GroupId, Verdict> notLeft;
        private final Map<Move, Verdict> notMoved;

        Former(Replacements replacements) {
            this.replacements = replacements;
            waiting.ready().forEach(d -> membership(d).ifPresent(ended::add));
            notLeft = replacements.withheld(
                    d -> membership(d).isPresent(),
                    d -> d.change().leaves().orElseThrow().id());
            notMoved = replacements.withheld(
                    d -> d.change().movesFrom().isPresent(),
                    d -> new Move(
                            d.tenant(), d.change().movesFrom().orElseThrow().id()));
        }

        private static Optional<Membership> membership(Difference d) {
            return d.person()
                    .flatMap(Person::account)
                    .flatMap(account -> d.change().leaves().map(group -> new Membership(account, group.id())));
        }

        Optional<Verdict> revokes(Difference d) {
            Change.RevokeRole revoke = d.change().revokes().orElseThrow();
            BoundPolicy.OwnedGroup owned =
                    bound.ownerOf(new GroupId(revoke.holder().value())).orElseThrow();
            if (owned.tenant().policy().isLeaving()) {
                return Optional.empty();
            }
            return owned.profile()
                    .map(profile -> replacements
                            .lacking(owned.tenant(), profile)
                            .or(() -> Optional.ofNullable(notMoved.get(
                                    new Move(d.tenant(), revoke.division().id())))))
                    .orElseGet(() -> stays(owned.group(), d.tenant()));
        }

        // A person of another tenant must lose such a role in any case.
        private Optional<Verdict> stays(Group group, TenantId tenant) {
            return directory.everybodyIn(group.id()).stream()
                    .filter(account -> !ended.contains(new Membership(account, group.id())))
                    .flatMap(account -> directory.accounts().find(account).stream())
                    .filter(account -> account.state() == AccountState.ACTIVE
                            && tenants.of(account.division()).contains(tenant))
                    .findFirst()
                    .map(account -> Optional.ofNullable(notLeft.get(group.id()))
                            .orElseGet(() -> staysIn(group, account, tenant)));
        }

        private static Verdict staysIn(Group group, Account account, TenantId tenant) {
            return new Verdict(
                    HoldCode.REPLACEMENT_MISSING,
                    Optional.of(tenant),
                    Wording.group(group) + " keeps its role, because account " + account.id()
                            + " of the same tenant stays in it",
                    "take the account out of the group by hand, or let the authority cover that, and plan again");
        }
    }
}
