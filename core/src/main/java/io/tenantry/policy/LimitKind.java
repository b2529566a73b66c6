// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Arrays;
import java.util.stream.Stream;

/** What a limit counts: the removals of each kind of entitlement, and the changes of names. */
public enum LimitKind {
    /** Removed accounts: deactivated, or moved out of the tenant's division. */
    ACCOUNTS("accounts", 25, 5),
    /** Removed memberships. */
    MEMBERSHIPS("memberships", 100, 10),
    /** Removed grants. */
    GRANTS("grants", 5, 10),
    /** Accounts whose user name or display name changes. */
    NAMES("names", 10, 5);

    private final String key;
    private final int most;
    private final int percent;

    LimitKind(String key, int most, int percent) {
        this.key = key;
        this.most = most;
        this.percent = percent;
    }

    /** Returns what counts the removals of this kind of entitlement. */
    public static LimitKind of(EntitlementKind kind) {
        return valueOf(kind.name());
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns the kind of entitlement whose number is the whole of a percentage. */
    public EntitlementKind of() {
        return this == NAMES ? EntitlementKind.ACCOUNTS : EntitlementKind.valueOf(name());
    }

    /** Returns the limit if a policy sets none. */
    public Limit defaultLimit() {
        return new Limit(most, percent);
    }

    /** Returns the policy names of all kinds, followed by these words. */
    static String[] keysAnd(String... others) {
        return Stream.concat(Arrays.stream(values()).map(LimitKind::key), Arrays.stream(others))
                .toArray(String[]::new);
    }
}
