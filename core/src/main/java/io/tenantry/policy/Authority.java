// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** How far Tenantry's word goes over what it finds in a tenant. */
public enum Authority {
    /** Reports differences and changes nothing. */
    OBSERVE("observe"),
    /** Adds what is missing and removes nothing. */
    ADDITIVE("additive"),
    /** Adds what is missing and removes what the policy gave or what people it manages have left behind. The default. */
    MANAGED_ONLY("managed-only"),
    /** Adds what is missing and removes everything in the tenant that the policy does not give. */
    AUTHORITATIVE("authoritative");

    private final String key;

    Authority(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns whether missing access may be given. */
    public boolean adds() {
        return this != OBSERVE;
    }

    /** Returns whether access of managed people may be taken away. */
    public boolean removes() {
        return this == MANAGED_ONLY || this == AUTHORITATIVE;
    }
}
