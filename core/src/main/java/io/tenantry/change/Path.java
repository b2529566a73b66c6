// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/** One way in which an account, a group or another holder of roles reaches a tenant. Immutable. */
public sealed interface Path {
    /** Returns the tenant it leads to; absent if it leads to every tenant, later ones included. */
    Optional<TenantId> tenant();

    /** Returns a phrase for people, such as {@code member of group "G", which holds role "R" in division "D"}. */
    String why();

    /** Calls the method for this kind of path and returns its answer. */
    <T> T match(Cases<T> cases);

    /** Returns the group whose members it leads through. */
    default Optional<Group> through() {
        return Optional.empty();
    }

    /** Returns the role that the subject itself holds. */
    default Optional<OwnGrant> ownGrant() {
        return Optional.empty();
    }

    /** Returns the division in which a role acts, if it leads through a role. */
    default Optional<Division> roleIn() {
        return Optional.empty();
    }

    /** Returns whether it is where the account lives. */
    default boolean isResidence() {
        return false;
    }

    /** Returns whether it only says that the policy gives a group to a tenant; this alone gives no access. */
    default boolean isOwnership() {
        return false;
    }

    /**
     * Returns the entitlement that the account itself holds, if the path begins at an account. The role of a group
     * belongs to the group, so a member of it holds the membership.
     */
    Optional<Entitlement> ofAccount();

    /** Returns the entitlement that this group itself holds, if the path begins at it. */
    default Optional<Entitlement> ofGroup(Group holder) {
        return Optional.empty();
    }

    /** Returns whether it leads to every tenant. */
    default boolean isEverywhere() {
        return tenant().isEmpty();
    }

    /**
     * One method for each kind of path. A new kind adds a method here, so every class that implements this stops
     * compiling until it has an answer.
     *
     * @param <T> the type of an answer
     */
    interface Cases<T> {
        /** Answers for the division an account lives in. */
        T residence(Residence path);

        /** Answers for a role that the subject itself holds. */
        T ownGrant(OwnGrant path);

        /** Answers for a membership in a group of a tenant. */
        T membership(Membership path);

        /** Answers for a role that a group of the account holds. */
        T inheritedGrant(InheritedGrant path);

        /** Answers for a group of a tenant. */
        T ownership(Ownership path);
    }

    /** The account lives in the tenant's division. */
    record Residence(TenantId owner, Division division) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public Optional<Entitlement> ofAccount() {
            return Optional.of(new Entitlement.Residence(division));
        }

        @Override
        public String why() {
            return "lives in " + Wording.division(division);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.residence(this);
        }

        @Override
        public boolean isResidence() {
            return true;
        }
    }

    /** The subject itself holds a role. */
    record OwnGrant(Optional<TenantId> tenant, Role role, Division division) implements Path {
        @Override
        public Optional<Division> roleIn() {
            return Optional.of(division);
        }

        @Override
        public Optional<Entitlement> ofAccount() {
            return Optional.of(new Entitlement.AccountRole(role, division));
        }

        @Override
        public Optional<Entitlement> ofGroup(Group holder) {
            return Optional.of(new Entitlement.GroupRole(holder, role, division));
        }

        @Override
        public String why() {
            return "holds role \"" + role.name() + "\" in " + Wording.division(division);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.ownGrant(this);
        }

        @Override
        public Optional<OwnGrant> ownGrant() {
            return Optional.of(this);
        }
    }

    /**
     * The account is in a group that the policy gives to a tenant; the group may hold no role.
     *
     * @param profile the profile that the group serves; empty if the tenant left the policy
     */
    record Membership(TenantId owner, Group group, String profile) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public Optional<Entitlement> ofAccount() {
            return Optional.of(new Entitlement.Membership(group));
        }

        @Override
        public String why() {
            return "member of " + Wording.named(group) + ", which is tenant " + owner + "'s" + use(profile);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.membership(this);
        }

        @Override
        public Optional<Group> through() {
            return Optional.of(group);
        }
    }

    /** The account is in a group that holds a role. */
    record InheritedGrant(Optional<TenantId> tenant, Group group, Role role, Division division) implements Path {
        @Override
        public Optional<Division> roleIn() {
            return Optional.of(division);
        }

        @Override
        public Optional<Entitlement> ofAccount() {
            return Optional.of(new Entitlement.Membership(group));
        }

        @Override
        public String why() {
            return "member of " + Wording.named(group) + ", which holds role \"" + role.name() + "\" in "
                    + Wording.division(division);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.inheritedGrant(this);
        }

        @Override
        public Optional<Group> through() {
            return Optional.of(group);
        }
    }

    private static String use(String profile) {
        return profile.isEmpty() ? "" : " for profile " + profile;
    }

    /**
     * The subject is a group that the policy gives to a tenant.
     *
     * @param profile the profile that the group serves; empty if the tenant left the policy
     */
    record Ownership(TenantId owner, String profile) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public Optional<Entitlement> ofAccount() {
            return Optional.empty();
        }

        @Override
        public String why() {
            return "is tenant " + owner + "'s group" + use(profile);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.ownership(this);
        }

        @Override
        public boolean isOwnership() {
            return true;
        }
    }
}
