// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import java.util.List;

/**
 * Something that an account or a group holds in a tenant, with the ids of divisions, groups and roles, and the names
 * they had when it was recorded. It does not say which account holds it. Immutable.
 */
public sealed interface Entitlement {
    /** Returns a phrase for people, such as {@code member of group "Tenant_A_Agents"}. */
    String what();

    /**
     * Returns the ids that distinguish it from the other entitlements of the same holder. A later entitlement with the
     * same slot replaces an earlier one: an account lives in one division, and a renamed group is the same group.
     */
    List<String> slot();

    /** Returns the id of the group of a membership, or of the division that anything else reaches. */
    String place();

    /** Calls the method for this kind of entitlement and returns its answer. */
    <T> T match(Cases<T> cases);

    /**
     * One method for each kind of entitlement.
     *
     * @param <T> the type of an answer
     */
    interface Cases<T> {
        /** Answers for a place in a division. */
        T residence(Residence held);

        /** Answers for a membership. */
        T membership(Membership held);

        /** Answers for a role that an account holds itself. */
        T accountRole(AccountRole held);

        /** Answers for a role that a group holds. */
        T groupRole(GroupRole held);
    }

    /** The account lives in a division. Immutable. */
    record Residence(Division division) implements Entitlement {
        /** Keeps id and name alone. */
        public Residence {
            division = plain(division);
        }

        @Override
        public String what() {
            return "lives in " + Wording.division(division);
        }

        @Override
        public List<String> slot() {
            return List.of("residence");
        }

        @Override
        public String place() {
            return division.id().value();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.residence(this);
        }
    }

    /** The account is a member of a group. Immutable. */
    record Membership(Group group) implements Entitlement {
        /** Keeps id and name alone. */
        public Membership {
            group = plain(group);
        }

        @Override
        public String what() {
            return "member of group \"" + group.name() + "\"";
        }

        @Override
        public List<String> slot() {
            return List.of("membership", group.id().value());
        }

        @Override
        public String place() {
            return group.id().value();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.membership(this);
        }
    }

    /** The account itself holds a role in a division. Immutable. */
    record AccountRole(Role role, Division division) implements Entitlement {
        /** Keeps ids and names alone. */
        public AccountRole {
            role = plain(role);
            division = plain(division);
        }

        @Override
        public String what() {
            return "holds role \"" + role.name() + "\" in " + Wording.division(division);
        }

        @Override
        public List<String> slot() {
            return List.of("role", role.id().value(), division.id().value());
        }

        @Override
        public String place() {
            return division.id().value();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.accountRole(this);
        }
    }

    /** A group holds a role in a division, and so does every member. Immutable. */
    record GroupRole(Group group, Role role, Division division) implements Entitlement {
        /** Keeps ids and names alone. */
        public GroupRole {
            group = plain(group);
            role = plain(role);
            division = plain(division);
        }

        @Override
        public String what() {
            return "group \"" + group.name() + "\" holds role \"" + role.name() + "\" in " + Wording.division(division);
        }

        @Override
        public List<String> slot() {
            return List.of(
                    "role of group",
                    group.id().value(),
                    role.id().value(),
                    division.id().value());
        }

        @Override
        public String place() {
            return division.id().value();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.groupRole(this);
        }
    }

    // The member count of a group, and whether a division is Home, are no part of the entitlement.
    private static Group plain(Group group) {
        return new Group(group.id(), group.name());
    }

    private static Role plain(Role role) {
        return new Role(role.id(), role.name());
    }

    private static Division plain(Division division) {
        return new Division(division.id(), division.name(), false);
    }
}
