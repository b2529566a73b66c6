// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** The severity of a {@link Problem}. */
public enum Severity {
    /** The policy cannot be used until this is fixed. */
    ERROR,
    /** The policy can be used; a person should look at this. */
    WARNING
}
