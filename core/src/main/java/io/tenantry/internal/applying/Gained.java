// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Entitlement;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Reason;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.plan.Operation;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Journal.Gain;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A gain that a run gave or may have given. Immutable.
 *
 * @param gain what it gave; absent if it wrote to the account alone, which gives no path to a tenant by itself
 * @param allowed the tenants that the policy lets the account reach
 * @param account absent for the role of a group
 * @param before the account before the run, if a read showed it
 */
record Gained(
        Operation operation,
        Optional<Gain> gain,
        Set<TenantId> allowed,
        Optional<AccountId> account,
        Optional<Account> before) {
    /** Returns a gain of an earlier run, with the tenants that the account may reach by now. */
    static Gained of(Gain gain, Set<TenantId> allowed) {
        Optional<Person> person = gain.account().map(account -> new Person(gain.identity(), Optional.of(account), ""));
        Operation operation = new Operation(
                gain.operation(),
                gain.tenant(),
                person,
                gain.entitlement().match(new Giving()),
                new Reason("given by run " + gain.run(), "given at " + gain.at()),
                Optional.empty(),
                false);
        return new Gained(operation, Optional.of(gain), allowed, gain.account(), Optional.empty());
    }

    private Optional<Change> given() {
        return gain.map(g -> g.entitlement().match(new Giving()));
    }

    /** Returns the group that the account joined. */
    Optional<GroupId> joined() {
        return given().flatMap(Change::joins).flatMap(GroupTarget::id);
    }

    /** Returns the division that the account was put into. */
    Optional<Division> residence() {
        return given().flatMap(Change::movesFrom);
    }

    /** Returns the group that existed before the run and was given a role. */
    Optional<GroupId> equipped() {
        return operation.change().grants().flatMap(g -> g.group().id());
    }

    /** Returns the role that such a group was given. */
    Optional<Grant> role() {
        return given().flatMap(Change::grants)
                .map(g -> new Grant(
                        SubjectId.of(g.group().id().orElseThrow()),
                        g.role().id(),
                        g.division().id().orElseThrow()));
    }

    /** Returns whether a log-in was switched on. */
    boolean switchedOn() {
        return operation.change().writes().flatMap(AccountChange::active).orElse(false);
    }

    /** Returns the change that takes it back, if one can; an account goes to Home, which is nobody's. */
    Optional<Change> takenBack(Division home) {
        return given().flatMap(change -> back(change, home))
                .or(() -> operation.change().writes().flatMap(this::former));
    }

    // A log-in that the run switched on makes the paths of the account usable, and the rule of a group may go by an
    // attribute.
    private Optional<Change> former(AccountChange written) {
        if (switchedOn()) {
            return Optional.of(new Change.Deactivate());
        }
        Map<AccountAttribute, String> attributes =
                new TreeMap<>(before.map(Account::attributes).orElse(Map.of()));
        attributes.keySet().retainAll(written.attributes().keySet());
        AccountChange back = new AccountChange(
                Optional.empty(),
                Optional.empty(),
                written.displayName().flatMap(n -> before).map(Account::displayName),
                Optional.empty(),
                attributes);
        return back.isEmpty() ? Optional.empty() : Optional.of(new Change.UpdateAccount(back));
    }

    /** The change that gives an entitlement, in words for people. */
    private record Giving() implements Entitlement.Cases<Change> {
        @Override
        public Change residence(Entitlement.Residence held) {
            return new Change.MoveDivision(held.division(), target(held.division()));
        }

        @Override
        public Change membership(Entitlement.Membership held) {
            return new Change.JoinGroup(new GroupTarget(
                    held.group().name(), Optional.of(held.group().id())));
        }

        @Override
        public Change accountRole(Entitlement.AccountRole held) {
            throw new IllegalStateException("a run gives no role to an account");
        }

        @Override
        public Change groupRole(Entitlement.GroupRole held) {
            return new Change.GrantRole(
                    new GroupTarget(
                            held.group().name(), Optional.of(held.group().id())),
                    held.role(),
                    target(held.division()));
        }
    }

    private static Optional<Change> back(Change given, Division home) {
        return given.joins()
                .map(Gained::group)
                .<Change>map(Change.LeaveGroup::new)
                .or(() -> given.movesFrom().map(from -> new Change.MoveDivision(from, target(home))))
                .or(() -> given.grants().map(Gained::revoked));
    }

    private static Change revoked(Change.GrantRole given) {
        Group group = group(given.group());
        DivisionTarget in = given.division();
        return new Change.RevokeRole(
                SubjectId.of(group.id()),
                SubjectKind.GROUP,
                group.name(),
                given.role(),
                new Division(in.id().orElseThrow(), in.name(), false));
    }

    private static Group group(GroupTarget target) {
        return new Group(target.id().orElseThrow(), target.name());
    }

    private static DivisionTarget target(Division division) {
        return new DivisionTarget(division.name(), Optional.of(division.id()));
    }
}
