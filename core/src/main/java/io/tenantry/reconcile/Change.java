// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.policy.EntitlementKind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One thing that is to be different afterwards. Immutable. */
public sealed interface Change {
    /** Returns which kind of entitlement changes. */
    EntitlementKind kind();

    /** Returns whether it takes something away from somebody. */
    boolean removes();

    /** Takes the log-in away; the account is kept. */
    record Deactivate() implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Brings a deleted account back. */
    record RestoreAccount() implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /**
     * Takes a role in a division away from whoever holds it directly.
     *
     * @param holder an account or a group
     * @param holderName for people: the name of the group, or empty for a person
     * @param division the division, or the wildcard under its id
     */
    record RevokeRole(SubjectId holder, SubjectKind holderKind, String holderName, Role role, Division division)
            implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Takes a person out of a Genesys group. */
    record LeaveGroup(Group group) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.MEMBERSHIPS;
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Creates the division of a tenant. */
    record CreateDivision(String name) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /** Creates the Genesys group of a profile. */
    record CreateGroup(String name) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /** Gives a Genesys group a role in its tenant's division. */
    record GrantRole(GroupTarget group, Role role, DivisionTarget division) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /** Creates an account, active, in its division. */
    record CreateAccount(String displayName, DivisionTarget division, Map<AccountAttribute, String> attributes)
            implements Change {
        /** Copies the attributes. */
        public CreateAccount {
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        }

        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return false;
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
    record MoveDivision(Division from, DivisionTarget to) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /** Changes attributes of an account, its log-in included, in one write. */
    record UpdateAccount(AccountChange change) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /**
     * Gives an account another user name for a moment, so that somebody who is waiting for the one it has can have it. Two
     * people who swap names wait for each other.
     *
     * @param meanwhile unique, and no name of a person
     */
    record FreeUserName(String meanwhile) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }

    /** Puts a person into a Genesys group. */
    record JoinGroup(GroupTarget group) implements Change {
        @Override
        public EntitlementKind kind() {
            return EntitlementKind.MEMBERSHIPS;
        }

        @Override
        public boolean removes() {
            return false;
        }
    }
}
