// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Reach;
import io.tenantry.policy.JointAgent;
import java.util.Optional;

/**
 * An exception that the policy declares, and its status in the organization. Immutable.
 *
 * @param reach what the person's account reaches; absent if no account was found, or it reaches nothing
 */
public record DeclaredException(JointAgent agent, Status status, Optional<Reach> reach) {
    /** The status of a declared exception. */
    public enum Status {
        /** In force, and the account reaches several tenants, all of them declared. */
        IN_USE("in force, in use"),
        /** In force, and the account reaches one tenant or none. */
        UNUSED("in force, not in use"),
        /** In force, and the account reaches further than declared: see the violations. */
        EXCEEDED("exceeded"),
        /** Its last day is over, and the account still reaches several tenants: see the violations. */
        OVERDUE("expired, access remains"),
        /** Its last day is over, and so is the access. */
        EXPIRED("expired"),
        /** No account matches it, or several do; it allows no access. */
        UNMATCHED("no single account");

        private final String title;

        Status(String title) {
            this.title = title;
        }

        /** Returns the status in a few words for people. */
        public String title() {
            return title;
        }
    }
}
