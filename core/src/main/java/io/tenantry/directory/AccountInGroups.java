// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * An account together with the groups it is in. Immutable.
 *
 * @param groups the groups, however it got into them
 */
public record AccountInGroups(Account account, Listing<GroupId> groups) {}
