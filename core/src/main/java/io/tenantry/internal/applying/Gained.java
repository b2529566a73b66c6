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
    /** Returns a gain of an earlier run. */
    static Gained of(Gain gain) {
        Optional<Person> person = gain.account().map(account -> new Person(gain.identity(), Optional.of(account), ""));
        Operation operation = new Operation(
                gain.operation(),
                gain.tenant(),
                person,
                gain.entitlement().match(new Giving()),
                new Reason("given by run " + gain.run(), "given at " + gain.at()),
                Optional.empty(),
                false);
        return new Gained(operation, Optional.of(gain), gain.allowed(), gain.account(), Optional.empty());
    }

    private Optional<Entitlement> entitlement() {
        return gain.map(Gain::entitlement);
    }

    /** Returns the group that the account joined. */
    Optional<GroupId> joined() {
        return entitlement().flatMap(e -> e.match(new Joined()));
    }

    /** Returns the division that the account was put into. */
    Optional<Division> residence() {
        return entitlement().flatMap(e -> e.match(new Resident()));
    }

    /** Returns the group that existed before the run and was given a role. */
    Optional<GroupId> equipped() {
        return operation.change().grants().flatMap(g -> g.group().id());
    }

    /** Returns whether a log-in was switched on. */
    boolean switchedOn() {
        return operation.change().writes().flatMap(AccountChange::active).orElse(false);
    }

    /** Returns the change that takes it back, if one can; an account goes to Home, which is nobody's. */
    Optional<Change> takenBack(Division home) {
        return entitlement()
                .flatMap(e -> e.match(new Back(home)))
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

    /** The group of a membership. */
    private record Joined() implements Entitlement.Cases<Optional<GroupId>> {
        @Override
        public Optional<GroupId> residence(Entitlement.Residence held) {
            return Optional.empty();
        }

        @Override
        public Optional<GroupId> membership(Entitlement.Membership held) {
            return Optional.of(held.group().id());
        }

        @Override
        public Optional<GroupId> accountRole(Entitlement.AccountRole held) {
            return Optional.empty();
        }

        @Override
        public Optional<GroupId> groupRole(Entitlement.GroupRole held) {
            return Optional.empty();
        }
    }

    /** The division of a residence. */
    private record Resident() implements Entitlement.Cases<Optional<Division>> {
        @Override
        public Optional<Division> residence(Entitlement.Residence held) {
            return Optional.of(held.division());
        }

        @Override
        public Optional<Division> membership(Entitlement.Membership held) {
            return Optional.empty();
        }

        @Override
        public Optional<Division> accountRole(Entitlement.AccountRole held) {
            return Optional.empty();
        }

        @Override
        public Optional<Division> groupRole(Entitlement.GroupRole held) {
            return Optional.empty();
        }
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

    /** The change that takes an entitlement back. */
    private record Back(Division home) implements Entitlement.Cases<Optional<Change>> {
        @Override
        public Optional<Change> residence(Entitlement.Residence held) {
            return Optional.of(new Change.MoveDivision(held.division(), target(home)));
        }

        @Override
        public Optional<Change> membership(Entitlement.Membership held) {
            return Optional.of(new Change.LeaveGroup(held.group()));
        }

        @Override
        public Optional<Change> accountRole(Entitlement.AccountRole held) {
            return Optional.empty();
        }

        @Override
        public Optional<Change> groupRole(Entitlement.GroupRole held) {
            return Optional.of(new Change.RevokeRole(
                    SubjectId.of(held.group().id()),
                    SubjectKind.GROUP,
                    held.group().name(),
                    held.role(),
                    held.division()));
        }
    }

    private static DivisionTarget target(Division division) {
        return new DivisionTarget(division.name(), Optional.of(division.id()));
    }
}
