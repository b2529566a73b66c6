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
 * @param name the name of what it concerns, such as a user name; empty if only the id is known, or the subject has it
 */
public record Finding(
        FindingCode code,
        Severity severity,
        Optional<TenantId> tenant,
        String subject,
        String message,
        String advice,
        String name) {
    /** Creates a finding without a name. */
    public Finding(
            FindingCode code,
            Severity severity,
            Optional<TenantId> tenant,
            String subject,
            String message,
            String advice) {
        this(code, severity, tenant, subject, message, advice, "");
    }

    /** Returns this finding with the name of what it concerns. */
    public Finding about(String called) {
        return new Finding(code, severity, tenant, subject, message, advice, called);
    }

    /** Returns the name with the id behind, such as {@code ana@acme.example (identity 4711)}; only for a screen. */
    public String who() {
        return name.isEmpty() ? subject : name + " (" + subject + ")";
    }

    /** Returns it without names and message, because they may be personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "Finding[" + severity + " " + code + ", " + subject + "]";
    }

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
