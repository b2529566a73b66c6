// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Reach;

/**
 * Access that isolation does not allow. Immutable. An account that reaches several tenants and all divisions too has
 * two violations.
 *
 * @param reach the holder of the access, with every path
 * @param message what was found
 * @param advice what to do
 */
public record Violation(Code code, Reach reach, String message, String advice) {
    /** What is wrong. */
    public enum Code {
        /**
         * A role in all divisions, the subject's own or through a group: it reaches every tenant, later ones included.
         */
        REACHES_EVERYWHERE("reaches all divisions"),
        /** An account lives in the division of one tenant and reaches another, with no exception declared. */
        LIVES_ELSEWHERE("lives in one tenant, reaches another"),
        /** An account that lives in no tenant's division reaches several tenants, with no exception declared. */
        SEVERAL_TENANTS("reaches several tenants"),
        /** An account reaches several tenants by an exception whose last day is over. */
        EXCEPTION_EXPIRED("exception expired"),
        /** An account with an exception in force reaches a tenant that the exception does not name. */
        BEYOND_EXCEPTION("reaches beyond its exception"),
        /** A group reaches several tenants: each new member does too, even if the group has no member now. */
        GROUP_ACROSS_TENANTS("group spans several tenants"),
        /** An OAuth client reaches several tenants, and so do the people who have its secret. */
        CLIENT_ACROSS_TENANTS("client spans several tenants"),
        /** A group whose access is accepted has more members than the accepted line allows. */
        TOO_MANY_ACCEPTED("more people than accepted");

        private final String title;

        Code(String title) {
            this.title = title;
        }

        /** Returns the code in a few words for people. */
        public String title() {
            return title;
        }
    }
}
