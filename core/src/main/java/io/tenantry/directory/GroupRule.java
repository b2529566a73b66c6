// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * The rule by which accounts are in a group without being its direct members. Immutable.
 *
 * @param conditions what the service shows of the rule, for a person to read; empty if it shows no condition
 */
public record GroupRule(GroupId group, String conditions) {}
