// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One thing that is to be different afterwards. Immutable. */
public sealed interface Change {
    /** Returns which kind of entitlement changes. */
    EntitlementKind kind();

    /** Returns whether it takes something away from somebody; most changes do not. */
    default boolean removes() {
        return false;
    }

    /** Changes an account itself. */
    sealed interface OfAccount extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }
    }

    /** Changes who is in a group. */
    sealed interface OfMembership extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.MEMBERSHIPS;
        }
    }

    /** Changes which role counts where, or what roles need to count. */
    sealed interface OfGrant extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }
    }

    /** Takes the log-in away; the account is kept. */
    record Deactivate() implements OfAccount {
        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Brings a deleted account back. */
    record RestoreAccount() implements OfAccount {}

    /**
     * Takes a role in a division away from whoever holds it directly.
     *
     * @param holder an account or a group
     * @param holderName for people: the name of the group, or empty for a person
     * @param division the division, or the wildcard under its id
     */
    record RevokeRole(SubjectId holder, SubjectKind holderKind, String holderName, Role role, Division division)
            implements OfGrant {
        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Takes a person out of a Genesys group. */
    record LeaveGroup(Group group) implements OfMembership {
        @Override
        public boolean removes() {
            return true;
        }
    }

    /**
     * Takes an account that was just brought back out of whichever of these groups it came back in. Memberships survive a
     * deletion while no listing shows them, so a plan cannot tell which there are, only which there must not be. It is a part of
     * bringing the account back, and nobody loses by it what they have.
     *
     * @param groups all groups of the policy that are not for this person
     */
    record LeaveSurvivingGroups(List<ForeignGroup> groups) implements OfAccount {
        /** Copies the groups. */
        public LeaveSurvivingGroups {
            groups = List.copyOf(groups);
        }

        /**
         * A group that is not for the person.
         *
         * @param managed whether the authority of its tenant lets memberships be taken away; where it does not, whoever comes back
         *     in this group goes no further
         */
        public record ForeignGroup(TenantId tenant, Group group, boolean managed) {}
    }

    /** Creates the division of a tenant. */
    record CreateDivision(String name) implements OfGrant {}

    /** Creates the Genesys group of a profile. */
    record CreateGroup(String name) implements OfGrant {}

    /** Gives a Genesys group a role in its tenant's division. */
    record GrantRole(GroupTarget group, Role role, DivisionTarget division) implements OfGrant {}

    /** Creates an account, active, in its division. */
    record CreateAccount(String displayName, DivisionTarget division, Map<AccountAttribute, String> attributes)
            implements OfAccount {
        /** Copies the attributes. */
        public CreateAccount {
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        }

        /** Returns the division alone, because the rest is personal data. */
        @Override
        public String toString() {
            return "CreateAccount[" + division + "]";
        }
    }

    /**
     * Moves an account into another division.
     *
     * @param from where it lives; its id and name
     */
    record MoveDivision(Division from, DivisionTarget to) implements OfAccount {}

    /** Changes attributes of an account, its log-in included, in one write. */
    record UpdateAccount(AccountChange change) implements OfAccount {}

    /**
     * Gives an account another user name for a moment, so that somebody who is waiting for the one it has can have it. Two
     * people who swap names wait for each other.
     *
     * @param meanwhile unique, and no name of a person
     */
    record FreeUserName(String meanwhile) implements OfAccount {}

    /** Puts a person into a Genesys group. */
    record JoinGroup(GroupTarget group) implements OfMembership {}
}
