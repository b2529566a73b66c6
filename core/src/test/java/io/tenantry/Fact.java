// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import java.util.HashSet;
import java.util.Set;

/** One fact that lets an account reach a tenant. */
sealed interface Fact {
    /** Returns all that is true of an organization now. */
    static Set<Fact> of(MemoryDirectory directory) {
        Set<Fact> facts = new HashSet<>();
        directory.accounts.values().forEach(a -> facts.add(new Lives(a.id(), a.division())));
        directory.members.forEach((group, members) -> members.forEach(m -> facts.add(new Belongs(m, group))));
        directory.ruled.forEach((group, members) -> {
            if (directory.groups.containsKey(group)) {
                members.forEach(m -> facts.add(new Belongs(m, group)));
            }
        });
        directory
                .titles
                .keySet()
                .forEach(group -> directory.titled(group).forEach(m -> facts.add(new Belongs(m, group))));
        directory.grants.forEach(g -> facts.add(new Holds(g)));
        return facts;
    }

    /** An account is in a division. */
    record Lives(AccountId who, DivisionId where) implements Fact {}

    /** An account is in a group. */
    record Belongs(AccountId who, GroupId group) implements Fact {}

    /** An account or a group has a role in a division. */
    record Holds(Grant grant) implements Fact {}
}
