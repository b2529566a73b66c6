// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** What a plan does with the account of a leaver. */
public enum LeaverMode {
    /** The log-in is switched off first, then all access is removed; the account is kept. The default. */
    DEACTIVATE("deactivate"),
    /** All access is removed, and the account stays active. */
    STRIP("strip");

    private final String key;

    LeaverMode(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }
}
