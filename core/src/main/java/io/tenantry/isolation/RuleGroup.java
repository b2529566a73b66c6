// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Group;

/**
 * A group that leads to a tenant and takes accounts by a rule: a change of an attribute may let a person in. Immutable.
 *
 * @param rule what the service shows of the rule, and the attributes that the policy writes, in words for people
 */
public record RuleGroup(Group group, String rule) {}
