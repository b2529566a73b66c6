// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.Identity;
import io.tenantry.internal.Fold;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.AttributeRule.Strength;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LeaverMode;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Computes the differences for one person: desired minus observed. Access that the person still has in another tenant
 * is a difference too, for joiners, movers and leavers alike. Immutable and safe for use by several threads.
 */
final class PersonDiff {
    private final TenantMap tenants;
    private final BoundPolicy bound;

    /** Creates the diff for these tenants. */
    public PersonDiff(TenantMap tenants) {
        this.tenants = tenants;
        this.bound = tenants.bound();
    }

    /** Returns the changes for a joiner without an account. */
    public List<Difference> joiner(Identity identity, Assignment.Assigned assigned) {
        Person person = new Person(Optional.of(identity.id()), Optional.empty(), identity.userName());
        Builder builder = new Builder(person, identity.origin());
        BoundTenant home = bound.tenant(assigned.home()).orElseThrow();
        Change create = new Change.CreateAccount(
                identity.id(),
                identity.userName(),
                nameForPeople(identity),
                home.division(),
                initialAttributes(identity));
        builder.add(home.id(), create, Authority.ADDITIVE, assigned.rule());
        join(builder, assigned, null);
        return builder.differences;
    }

    private static String nameForPeople(Identity identity) {
        return identity.displayName().isEmpty() ? identity.userName() : identity.displayName();
    }

    /** Returns the changes for a person with an account. */
    public List<Difference> member(Identity identity, Assignment.Assigned assigned, Observed observed) {
        Account account = observed.account();
        Person person = new Person(Optional.of(identity.id()), Optional.of(account.id()), identity.userName());
        Builder builder = new Builder(person, identity.origin());
        BoundTenant home = bound.tenant(assigned.home()).orElseThrow();
        if (account.state() == AccountState.DELETED) {
            builder.add(home.id(), new Change.RestoreAccount(), Authority.ADDITIVE, assigned.rule());
            unseen(builder, assigned, observed);
        }
        leave(builder, observed, assigned);
        revoke(builder, observed, assigned);
        place(builder, account, home, assigned.rule());
        update(builder, home, changes(identity, account), account, assigned.rule());
        join(builder, assigned, observed);
        return builder.differences;
    }

    /**
     * Returns the removals for a person whose tenant cannot give anything now: the access in other tenants. A deleted
     * account is not restored for that.
     */
    public List<Difference> elsewhere(Identity identity, Assignment.Assigned assigned, Observed observed) {
        Account account = observed.account();
        Person person = new Person(Optional.of(identity.id()), Optional.of(account.id()), identity.userName());
        Builder builder = new Builder(person, identity.origin());
        if (account.state() == AccountState.DELETED) {
            return builder.differences;
        }
        for (GroupId id : observed.groups()) {
            TenantId tenant = bound.ownerOf(id).orElseThrow().tenant().id();
            if (!assigned.includes(tenant)) {
                builder.leave(id, Authority.MANAGED_ONLY, "not in tenant " + tenant + ", but " + assigned.rule());
            }
        }
        revoke(
                builder,
                observed.without(g -> !g.division().isEverywhere() && !isForeign(g.division(), assigned)),
                assigned);
        return builder.differences;
    }

    /**
     * Returns the removals for a person whose only tenants are leaving: the access there, and the division. The account
     * is kept; a leaver's log-in ends unless the person has access elsewhere.
     */
    public List<Difference> released(Identity identity, Assignment.Released released, Observed observed) {
        Builder builder = builder(identity, observed);
        Account account = observed.account();
        in(released.leaving(), account.division())
                .filter(t -> t.policy().governance().leaver() == LeaverMode.DEACTIVATE)
                .filter(t -> account.state() == AccountState.ACTIVE && !holdsElsewhere(observed, released))
                .ifPresent(t -> builder.add(t.id(), new Change.Deactivate(), Authority.MANAGED_ONLY, released.rule()));
        take(builder, released.leaving(), observed, released.rule());
        return builder.differences;
    }

    /** Returns the removals for a parked person in the tenants of a line that ended. */
    public List<Difference> lost(Identity identity, EndedLine line, Observed observed) {
        Builder builder = builder(identity, observed);
        List<TenantId> residence = tenants.of(observed.account().division());
        take(builder, line.lost(residence), observed, line.why());
        return builder.differences;
    }

    private Builder builder(Identity identity, Observed observed) {
        Optional<AccountId> account = Optional.of(observed.account().id());
        return new Builder(new Person(Optional.of(identity.id()), account, identity.userName()), identity.origin());
    }

    private void take(Builder builder, Collection<TenantId> from, Observed observed, String rule) {
        Account account = observed.account();
        if (account.state() == AccountState.DELETED) {
            return;
        }
        for (GroupId group : observed.groups()) {
            bound.ownerOf(group)
                    .filter(o -> from.contains(o.tenant().id()))
                    .ifPresent(o -> builder.leave(group, Authority.MANAGED_ONLY, rule));
        }
        for (Grant grant : observed.grants()) {
            in(from, grant.division()).ifPresent(t -> builder.revoke(grant, t.id(), Authority.MANAGED_ONLY, rule));
        }
        in(from, account.division())
                .ifPresent(t -> builder.add(
                        t.id(),
                        new Change.MoveDivision(bound.division(account.division()), target(bound.home())),
                        Authority.MANAGED_ONLY,
                        rule));
    }

    private Optional<BoundTenant> in(Collection<TenantId> any, DivisionId division) {
        return tenants.owners(division).filter(t -> any.contains(t.id())).findFirst();
    }

    /** Returns whether a person has access to a tenant that is not leaving, also to one that left the policy. */
    boolean holdsElsewhere(Observed observed, Assignment.Released released) {
        return isOfAnother(observed.account().division(), released.leaving())
                || Stream.concat(observed.groups().stream(), observed.fixed().stream())
                        .flatMap(g -> bound.ownerOf(g).stream())
                        .filter(o -> o.profile().isPresent())
                        .anyMatch(o -> !released.leaving().contains(o.tenant().id()))
                || observed.grants().stream().anyMatch(g -> isOfAnother(g.division(), released.leaving()));
    }

    private boolean isOfAnother(DivisionId division, Collection<TenantId> leaving) {
        List<TenantId> of = tenants.of(division);
        return !of.isEmpty() && of.stream().noneMatch(leaving::contains);
    }

    private boolean isElsewhere(DivisionId division, Collection<TenantId> from) {
        return tenants.owners(division).findAny().isPresent()
                && in(from, division).isEmpty();
    }

    private static DivisionTarget target(Division division) {
        return new DivisionTarget(division.name(), Optional.of(division.id()));
    }

    /** Returns the removals for a leaver. */
    public List<Difference> leaver(Person person, Observed observed, String rule, String fact) {
        Builder builder = new Builder(person, fact);
        Account account = observed.account();
        TenantId tenant = tenantOf(observed);
        boolean deactivates = bound.tenant(tenant)
                        .map(t -> t.policy().governance())
                        .orElse(bound.policy().defaults())
                        .leaver()
                == LeaverMode.DEACTIVATE;
        if (deactivates && account.state() == AccountState.ACTIVE) {
            builder.add(tenant, new Change.Deactivate(), Authority.MANAGED_ONLY, rule);
        }
        for (GroupId group : observed.groups()) {
            builder.leave(group, Authority.MANAGED_ONLY, rule);
        }
        for (Grant grant : observed.grants()) {
            builder.revoke(grant, ownerOf(grant.division(), tenant), Authority.MANAGED_ONLY, rule);
        }
        return builder.differences;
    }

    // Memberships do not count: the next plan, after they have ended, would decide otherwise.
    private TenantId tenantOf(Observed observed) {
        return ownerOf(observed.account().division(), NOBODY);
    }

    private TenantId ownerOf(DivisionId division, TenantId otherwise) {
        return tenants.owners(division).map(BoundTenant::id).findFirst().orElse(otherwise);
    }

    /** The tenant of an operation that belongs to no tenant, such as the deactivation of an account in Home. */
    public static final TenantId NOBODY = new TenantId("-");

    private void leave(Builder builder, Observed observed, Assignment.Assigned assigned) {
        for (GroupId id : observed.groups()) {
            BoundPolicy.OwnedGroup owned = bound.ownerOf(id).orElseThrow();
            TenantId tenant = owned.tenant().id();
            if (!assigned.includes(tenant)) {
                builder.leave(id, Authority.MANAGED_ONLY, "not in tenant " + tenant + ", but " + assigned.rule());
            } else if (owned.profile().isEmpty()) {
                String rule = "the policy no longer uses the group for tenant " + tenant;
                builder.add(tenant, new Change.LeaveGroup(owned.group(), true), Authority.MANAGED_ONLY, rule);
            } else if (!mayBeWanted(owned, assigned)) {
                String rule =
                        "profile " + owned.profile().get().profile().id() + " of tenant " + tenant + " does not apply";
                boolean last = joins(owned.tenant(), assigned, observed);
                builder.add(tenant, new Change.LeaveGroup(owned.group(), last), Authority.MANAGED_ONLY, rule);
            }
        }
    }

    // Within one tenant a person gets the new profile first; a restored account is cleared before it is used.
    private static boolean joins(BoundTenant tenant, Assignment.Assigned assigned, Observed observed) {
        return observed.account().state() != AccountState.DELETED
                && tenant.profiles().stream()
                        .filter(p -> assigned.gives(tenant.id(), p.profile()))
                        .anyMatch(p -> p.group()
                                .id()
                                .filter(observed.groups()::contains)
                                .isEmpty());
    }

    private void unseen(Builder builder, Assignment.Assigned assigned, Observed observed) {
        List<ForeignGroup> notForThem = bound.ownedGroups().stream()
                .filter(id -> !observed.groups().contains(id))
                .map(id -> bound.ownerOf(id).orElseThrow())
                .filter(owned -> !mayBeWanted(owned, assigned))
                .map(owned -> new ForeignGroup(
                        owned.tenant().id(),
                        owned.group(),
                        owned.tenant()
                                .policy()
                                .governance()
                                .over(EntitlementKind.MEMBERSHIPS)
                                .removes()))
                .toList();
        if (!notForThem.isEmpty()) {
            builder.add(
                    assigned.home(),
                    new Change.LeaveSurvivingGroups(notForThem),
                    Authority.ADDITIVE,
                    "memberships survive a deletion unseen, but " + assigned.rule());
        }
    }

    private static boolean mayBeWanted(BoundPolicy.OwnedGroup owned, Assignment.Assigned assigned) {
        return owned.profile()
                .filter(p -> assigned.mayGive(owned.tenant().id(), p.profile()))
                .isPresent();
    }

    private void revoke(Builder builder, Observed observed, Assignment.Assigned assigned) {
        boolean mover = isMover(observed, assigned);
        for (Grant grant : observed.grants()) {
            boolean everywhere = grant.division().isEverywhere();
            boolean foreign = everywhere ? mover : isForeign(grant.division(), assigned);
            TenantId tenant = tenants.owners(grant.division())
                    .map(BoundTenant::id)
                    .filter(t -> foreign != assigned.includes(t))
                    .findFirst()
                    .orElse(assigned.home());
            String elsewhere = everywhere ? "a role in all divisions" : "not in tenant " + tenant;
            builder.revoke(
                    grant,
                    tenant,
                    foreign ? Authority.MANAGED_ONLY : Authority.AUTHORITATIVE,
                    foreign ? elsewhere + ", but " + assigned.rule() : "people hold roles through groups only");
        }
    }

    private boolean isMover(Observed observed, Assignment.Assigned assigned) {
        return isForeign(observed.account().division(), assigned)
                || observed.grants().stream().anyMatch(g -> isForeign(g.division(), assigned))
                || observed.groups().stream()
                        .flatMap(g -> bound.ownerOf(g).stream())
                        .anyMatch(o -> !assigned.includes(o.tenant().id()));
    }

    private boolean isForeign(DivisionId division, Assignment.Assigned assigned) {
        return isElsewhere(division, assigned.tenants());
    }

    private void place(Builder builder, Account account, BoundTenant home, String rule) {
        // A restored account lies in Home, not in the division in which it was deleted.
        boolean restored = account.state() == AccountState.DELETED;
        if (!restored && home.division().id().filter(account.division()::equals).isPresent()) {
            return;
        }
        Division from = restored ? bound.home() : bound.division(account.division());
        Authority needs = from.home() ? Authority.ADDITIVE : Authority.MANAGED_ONLY;
        builder.add(home.id(), new Change.MoveDivision(from, home.division()), needs, rule);
    }

    private static void update(Builder builder, BoundTenant home, AccountChange change, Account account, String rule) {
        if (!change.isEmpty()) {
            Change update = new Change.UpdateAccount(change, change.replacedOf(account));
            builder.add(home.id(), update, Authority.ADDITIVE, rule);
        }
    }

    private AccountChange changes(Identity identity, Account account) {
        return new AccountChange(
                account.state() == AccountState.ACTIVE ? Optional.empty() : Optional.of(true),
                Optional.of(identity.userName()).filter(n -> !Fold.of(n).equals(Fold.of(account.userName()))),
                Optional.of(identity.displayName()).filter(n -> !n.isEmpty() && !n.equals(account.displayName())),
                Optional.empty(),
                changedAttributes(identity, account));
    }

    private void join(
            Builder builder, Assignment.Assigned assigned, @org.jspecify.annotations.Nullable Observed observed) {
        assigned.profiles().keySet().forEach(tenantId -> {
            BoundTenant tenant = bound.tenant(tenantId).orElseThrow();
            for (BoundProfile profile : tenant.profiles()) {
                boolean wanted = assigned.gives(tenantId, profile.profile());
                // A read may show all, some or none of the groups of a deleted account, so it joins all of them;
                // joining twice has no effect.
                boolean held = observed != null
                        && observed.account().state() != AccountState.DELETED
                        && profile.group()
                                .id()
                                .filter(observed.groups()::contains)
                                .isPresent();
                if (wanted && !held) {
                    builder.add(
                            tenantId,
                            new Change.JoinGroup(profile.group()),
                            Authority.ADDITIVE,
                            profileRule(assigned, profile));
                }
            }
        });
    }

    private static String profileRule(Assignment.Assigned assigned, BoundProfile profile) {
        return "profile " + profile.profile().id()
                + profile.profile().when().map(w -> ": " + w).orElse(" of all its people") + "; " + assigned.rule();
    }

    private Map<AccountAttribute, String> initialAttributes(Identity identity) {
        Map<AccountAttribute, String> values = new EnumMap<>(AccountAttribute.class);
        for (AttributeRule rule : bound.policy().attributes()) {
            rule.value(identity).filter(v -> !v.isEmpty()).ifPresent(v -> values.put(rule.to(), v));
        }
        return values;
    }

    private Map<AccountAttribute, String> changedAttributes(Identity identity, Account account) {
        Map<AccountAttribute, String> changes = new EnumMap<>(AccountAttribute.class);
        for (AttributeRule rule : bound.policy().attributes()) {
            Optional<String> observed = Optional.ofNullable(account.attributes().get(rule.to()));
            rule.value(identity)
                    .filter(v -> rule.strength() == Strength.ALWAYS)
                    .filter(v -> observed.filter(o -> !rule.to().same(o, v)).isPresent())
                    .ifPresent(v -> changes.put(rule.to(), v));
        }
        return changes;
    }

    private final class Builder {
        final List<Difference> differences = new ArrayList<>();
        private final Person person;
        private final String fact;

        Builder(Person person, String fact) {
            this.person = person;
            this.fact = fact;
        }

        void add(TenantId tenant, Change change, Authority needs, String rule) {
            differences.add(new Difference(tenant, Optional.of(person), change, needs, new Reason(rule, fact)));
        }

        void leave(GroupId id, Authority needs, String rule) {
            BoundPolicy.OwnedGroup owned = bound.ownerOf(id).orElseThrow();
            add(owned.tenant().id(), new Change.LeaveGroup(owned.group()), needs, rule);
        }

        void revoke(Grant grant, TenantId tenant, Authority needs, String rule) {
            add(tenant, bound.revocation(grant, SubjectKind.ACCOUNT, ""), needs, rule);
        }
    }
}
