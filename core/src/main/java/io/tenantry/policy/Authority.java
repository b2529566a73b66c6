// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** What Tenantry may change in a tenant. */
public enum Authority {
    /** Reports differences and changes nothing. */
    OBSERVE("observe"),
    /** Adds missing access and removes none. */
    ADDITIVE("additive"),
    /**
     * Adds missing access and removes access that the policy gave, or that people it manages no longer need. The
     * default.
     */
    MANAGED_ONLY("managed-only"),
    /** Adds missing access and removes all access in the tenant that the policy does not give. */
    AUTHORITATIVE("authoritative");

    private final String key;

    Authority(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns whether a plan may give missing access. */
    public boolean adds() {
        return this != OBSERVE;
    }

    /** Returns whether a plan may remove access of managed people. */
    public boolean removes() {
        return this == MANAGED_ONLY || this == AUTHORITATIVE;
    }
}
