// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Arrays;

/** The kinds of access that a person can be given. Each has its own counts, limits and authority. */
public enum EntitlementKind {
    /** The account itself: its existence, state, division and attributes. */
    ACCOUNTS("accounts"),
    /** Membership of a Genesys group. */
    MEMBERSHIPS("memberships"),
    /** A role in a division. */
    GRANTS("grants");

    private final String key;

    EntitlementKind(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns the policy names of all kinds. */
    static String[] keys() {
        return Arrays.stream(values()).map(EntitlementKind::key).toArray(String[]::new);
    }
}
