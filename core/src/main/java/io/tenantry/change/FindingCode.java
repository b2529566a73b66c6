// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of finding. The {@link #key()} is stable: it stands in JSON, in text and on the page that explains
 * findings.
 */
public enum FindingCode {
    /** An identity that belongs to no tenant, or to several without a rule between them. */
    PARKED,
    /** An attribute or a source group that a rule reads and the source does not deliver. */
    NOT_DELIVERED,
    /** A value of the source that no account can have, such as a text in the place of a telephone number. */
    VALUE_REFUSED,
    /**
     * An identity that several accounts match, an account that several identities match, or an account that carries
     * another identity's id.
     */
    DISPUTED,
    /** A person whose rows in the source say different things. */
    CONTRADICTORY_ROWS,
    /** A person whose tenant has a division, group or role that was not found. */
    TENANT_NOT_READY,
    /** A source that may not have given all people, so a removal would be held. */
    SOURCE_IN_DOUBT,
    /** A listing of the organization that was refused or had gaps, so that what rests on it waits. */
    LISTING_IN_DOUBT,
    /** A permission that the credential lacks, where the service refused to show something. */
    MISSING_PERMISSION,
    /** A division of the policy that was not found for certain. */
    UNBOUND_DIVISION,
    /** A Genesys group of the policy that was not found for certain. */
    UNBOUND_GROUP,
    /** A role of the policy that was not found. */
    UNBOUND_ROLE,
    /** A shared division that is a tenant's, also one that left the policy and was not off-boarded. */
    SHARED_DIVISION_OWNED,
    /** A division of the policy that has another name now. */
    DIVISION_RENAMED,
    /** A Genesys group of the policy that has another name now, or whose name another group has. */
    GROUP_RENAMED,
    /** A role of the policy that has another name now, or whose name another role has. */
    ROLE_RENAMED,
    /** An accepted account that has another user name now. */
    ACCOUNT_RENAMED,
    /** A Genesys group of the policy whose members do not get the roles that it holds. */
    GROUP_WITHOUT_ROLES,
    /** A Genesys group of the policy with more members than the vendor recommends. */
    LARGE_GROUP,
    /** A group that leads to a tenant and takes accounts by a rule. */
    GROUP_BY_RULE,
    /** A role that can change people's access, in a profile that does not say so. */
    PRIVILEGED_ROLE,
    /** A role that carries more than when it was first seen or last accepted. */
    ROLE_GROWN,
    /** A role in all divisions. */
    ROLE_EVERYWHERE,
    /** A role in a tenant's division whose holder is not managed. */
    FOREIGN_GRANT,
    /** A group that reaches tenants, that no profile names and that the policy does not accept; or an unknown holder. */
    UNACCEPTED_HOLDER,
    /** An OAuth client that reaches tenants and that the policy does not accept. */
    UNACCEPTED_CLIENT,
    /** A membership that no write ends, because the account owns the group or a rule adds it. */
    MEMBER_BY_RULE,
    /**
     * An account that reaches a tenant beside those that the policy gives: several tenants at once, or one although its
     * person has left.
     */
    REACHES_BEYOND,
    /** An account in a tenant's division that belongs to no known identity. */
    ORPHAN_ACCOUNT,
    /** A member of a tenant's group that belongs to no known identity. */
    ORPHAN_MEMBER,
    /** A tenant of an earlier run that is no longer in the policy. */
    ORPHANED_TENANT,
    /** A division that belongs to no tenant, is not shared and is not Home. */
    UNCLAIMED_DIVISION,
    /** An accepted holder whose name now means another group or account than the one that was found first. */
    ACCEPTED_HOLDER_CHANGED,
    /** A person with the user name of a joint agent, who is another one than the agent that was found first. */
    JOINT_AGENT_CHANGED,
    /** Access that a plan would remove if the policy's authority allowed it. */
    UNMANAGED_ACCESS,
    /** Access that a plan would give if the policy's authority allowed it. */
    UNMANAGED_LACK,
    /** A user name that another account has and keeps. */
    USER_NAME_TAKEN,
    /** A holder of a role that is neither an account nor a group. */
    UNKNOWN_HOLDER,
    /** A protected account that keeps its access. */
    PROTECTED,
    /** The Home division was not found, so no account can be moved there. */
    NO_HOME_DIVISION;

    /** Returns the stable name of this kind of finding, such as {@code role-everywhere}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns whether it is about a role of the policy only, so that the access of people in the tenant is still known.
     */
    public boolean isAboutRoles() {
        return this == UNBOUND_ROLE || this == PRIVILEGED_ROLE;
    }

    /** Returns the code with exactly this key, if there is one. */
    public static Optional<FindingCode> named(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }

    /** Returns the key. */
    @Override
    public String toString() {
        return key();
    }
}
