// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * An account together with the groups it is in. Immutable.
 *
 * @param groups the groups: joined directly, owned, or joined by a rule
 */
public record AccountInGroups(Account account, Listing<GroupId> groups) {}
