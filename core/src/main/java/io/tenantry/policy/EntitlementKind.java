// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Arrays;
import java.util.stream.Stream;

/** The kinds of access that a person can be given. Each has its own counts, limits and authority. */
public enum EntitlementKind {
    /** The account itself: its existence, state, division and attributes. */
    ACCOUNTS("accounts", 25, 5),
    /** Membership of a Genesys group. */
    MEMBERSHIPS("memberships", 100, 10),
    /** A role in a division. */
    GRANTS("grants", 5, 10);

    private final String key;
    private final int most;
    private final int percent;

    EntitlementKind(String key, int most, int percent) {
        this.key = key;
        this.most = most;
        this.percent = percent;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns the limit on its removals if a policy sets none. */
    public Limit defaultLimit() {
        return new Limit(most, percent);
    }

    /** Returns the policy names of all kinds, followed by these words. */
    static String[] keysAnd(String... others) {
        return Stream.concat(Arrays.stream(values()).map(EntitlementKind::key), Arrays.stream(others))
                .toArray(String[]::new);
    }
}
