// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every reason why a guard holds operations. The {@link #key()} is stable: it stands in JSON, in text and in the store.
 */
public enum HoldCode {
    /** The identity source was not read completely. */
    SOURCE_INCOMPLETE,
    /** The identity source is empty. */
    SOURCE_EMPTY,
    /** The identity source has far fewer people than before. */
    SOURCE_SHRUNKEN,
    /** Rows of the identity source could not be read. */
    UNREADABLE_ROWS,
    /** A listing of the organization was not read completely. */
    READ_INCOMPLETE,
    /** More accounts would be removed than the limit allows. */
    LIMIT_ACCOUNTS,
    /** More memberships would be removed than the limit allows. */
    LIMIT_MEMBERSHIPS,
    /** More grants would be removed than the limit allows. */
    LIMIT_GRANTS,
    /** The names of more accounts would change than the limit allows. */
    LIMIT_NAMES,
    /** An override released the operations, but another hold still keeps them. */
    HELD_OTHERWISE,
    /** A division, a group or a role of the tenant was not found. */
    TENANT_NOT_READY,
    /** The tenant failed too often. */
    TENANT_QUARANTINED,
    /** A person keeps access in another tenant. */
    KEEPS_OLD_ACCESS,
    /** A person has no account, and the authority does not let a plan create or restore one. */
    ACCOUNT_MISSING,
    /** A division or a group does not exist, and nothing in the plan creates it. */
    STRUCTURE_MISSING,
    /** A group keeps a role outside its tenant's division. */
    GROUP_REACHES_ELSEWHERE,
    /** A rule takes new accounts into a group that has as many members as the policy accepts. */
    ACCEPTED_GROUP_FULL,
    /** The policy gives something else within the same tenant, and the plan does not give that. */
    REPLACEMENT_MISSING,
    /** A role gained a power since it was first seen or last accepted. */
    ROLE_GROWN,
    /** A user name is not free: its present holder keeps it in this plan. */
    USER_NAME_NOT_FREE;

    /** Returns the code of the limit on what this kind counts. */
    public static HoldCode limitOn(LimitKind kind) {
        return valueOf("LIMIT_" + kind);
    }

    /** Returns the stable name of this reason, such as {@code limit-accounts}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether it is a limit on removals or on changes of names. */
    public boolean isLimit() {
        return Arrays.stream(LimitKind.values()).anyMatch(kind -> this == limitOn(kind));
    }

    /** Returns whether it says that people may be missing from the identity source. */
    public boolean doubtsSource() {
        return this == SOURCE_INCOMPLETE || this == SOURCE_EMPTY || this == SOURCE_SHRUNKEN;
    }

    /**
     * Returns whether such a hold can be overridden. It can if it holds removals or changes of names because there are too many; it cannot
     * if the reads do not justify them.
     */
    public boolean canBeOverridden() {
        return isLimit() || this == SOURCE_SHRUNKEN;
    }

    /** Returns what such a hold of a tenant is called, as in {@code limit-names:retail}; without one, the key alone. */
    public String of(Optional<TenantId> tenant) {
        return tenant.map(t -> key() + ":" + t).orElse(key());
    }

    /** Returns the code with exactly this key, if there is one. */
    public static Optional<HoldCode> named(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }

    /** Returns the key. */
    @Override
    public String toString() {
        return key();
    }
}
