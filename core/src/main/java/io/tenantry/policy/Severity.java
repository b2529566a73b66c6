// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** How bad a {@link Problem} is. */
public enum Severity {
    /** The policy cannot be used until it is mended. */
    ERROR,
    /** The policy can be used; somebody should look at it. */
    WARNING
}
