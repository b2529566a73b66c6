// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/** Finds all problems that a policy shows on its own. */
final class StructureLint {
    private StructureLint() {}

    static void check(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        new TenantLint(policy, places, problems).check();
        new RuleLint(policy, places, problems).check();
        new NameLint(policy, places, problems).check();
        new ExceptionLint(policy, places, problems).check();
        new AcceptedLint(policy, places, problems).check();
    }
}
