// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * A fact that a person should know and that the plan does not change. Immutable.
 *
 * @param code which kind of finding it is, for machines
 * @param subject the id of the account, person, group or tenant that it concerns
 * @param message what is the case
 * @param advice what to do
 */
public record Finding(
        FindingCode code, Severity severity, Optional<TenantId> tenant, String subject, String message, String advice) {
    /** How much a finding matters. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** A person should look at it. */
        WARNING,
        /** Access may reach further than the policy says. */
        VIOLATION
    }
}
