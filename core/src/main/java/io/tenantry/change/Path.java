// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/** One way in which somebody reaches a tenant. Immutable. */
public sealed interface Path {
    /** Returns the tenant it leads to; absent if it leads to every tenant, now and to come. */
    Optional<TenantId> tenant();

    /** Returns it in words, such as {@code member of group "G", which holds role "R" in division "D"}. */
    String why();

    /** Returns whether it leads to every tenant. */
    default boolean isEverywhere() {
        return tenant().isEmpty();
    }

    /** The account lives in the tenant's division. */
    record Residence(TenantId owner, Division division) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public String why() {
            return "lives in " + Wording.division(division);
        }
    }

    /** The subject itself holds a role. */
    record OwnGrant(Optional<TenantId> tenant, Role role, Division division) implements Path {
        @Override
        public String why() {
            return "holds role \"" + role.name() + "\" in " + Wording.division(division);
        }
    }

    /** The account is in a group that the policy gives to a tenant, whatever that group holds. */
    record Membership(TenantId owner, Group group, String profile) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public String why() {
            return "member of group \"" + group.name() + "\", which is tenant " + owner + "'s for profile " + profile;
        }
    }

    /** The account is in a group that holds a role. */
    record InheritedGrant(Optional<TenantId> tenant, Group group, Role role, Division division) implements Path {
        @Override
        public String why() {
            return "member of group \"" + group.name() + "\", which holds role \"" + role.name() + "\" in "
                    + Wording.division(division);
        }
    }

    /** The subject is a group that the policy gives to a tenant. */
    record Ownership(TenantId owner, String profile) implements Path {
        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(owner);
        }

        @Override
        public String why() {
            return "is tenant " + owner + "'s group for profile " + profile;
        }
    }
}
