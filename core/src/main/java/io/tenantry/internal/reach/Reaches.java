// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.change.Reach;
import io.tenantry.directory.Group;
import java.util.List;
import java.util.Map;

/**
 * Who reaches a tenant, with every path. Immutable.
 *
 * @param accounts by id
 * @param groups by id
 * @param others holders of roles that are neither an account nor a group of the facts, by id
 * @param unseen how many members a group has that are no account of the facts, for the groups that have some, in the order of their ids
 */
public record Reaches(List<Reach> accounts, List<Reach> groups, List<Reach> others, Map<Group, Integer> unseen) {
    /** Finds every path that these facts show. */
    public static Reaches of(AccessFacts facts) {
        return new PathFinder(facts).find();
    }
}
