// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** What happens to the account of somebody who has left. */
public enum LeaverMode {
    /** The log-in is taken away first, then all access; the account is kept. The default. */
    DEACTIVATE("deactivate"),
    /** All access is taken away and the account stays active. */
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
