// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * The rule by which accounts are in a group without being its direct members. Immutable.
 *
 * @param conditions what the service shows of the rule, for a person to read; empty if it shows no condition
 */
public record GroupRule(GroupId group, String conditions) {
    /**
     * Returns how the group takes accounts, in words for people.
     *
     * @param written the attributes that a policy writes, for the rule may be about them
     */
    public String inWords(String written) {
        return "takes accounts by a rule"
                + (conditions.isEmpty() ? " whose conditions the service does not show" : ": " + conditions)
                + (written.isEmpty() ? "" : "; the policy writes " + written + ", which the rule may be about");
    }
}
