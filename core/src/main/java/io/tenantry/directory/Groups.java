// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.List;
import java.util.Optional;

/** Reads and writes groups and their direct members. */
public interface Groups {
    /** Reads every group. */
    Listing<Group> list();

    /** Creates an empty group that can carry roles. */
    Group create(String name);

    /**
     * Reads the direct members of a group; owners and members by a rule are left out, because no write removes them.
     */
    Listing<AccountId> members(GroupId group);

    /**
     * Reads all accounts in a group: direct members, owners and members by a rule. All of them inherit its roles. The
     * default returns the direct members with a doubt, so isolation cannot be proven; implement it to read them all.
     */
    default Listing<AccountId> everybody(GroupId group) {
        Listing<AccountId> direct = members(group);
        return new Listing<>(
                direct.entries(), direct.completeness().doubting("owners and people in it by a rule were not read"));
    }

    /**
     * Reads the rule by which accounts are in a group, if it has one. The default returns none; implement it if the
     * service has groups with rules.
     */
    default Optional<GroupRule> rule(GroupId group) {
        return Optional.empty();
    }

    /** Reads the groups that one account is in: as a direct member, as an owner or by a rule. */
    Listing<GroupId> of(AccountId account);

    /**
     * Adds accounts to a group; adding one that is in it has no effect. The service may answer before the change takes
     * effect.
     *
     * @param accounts at most {@link DirectoryLimits#membersPerCall()}
     */
    void add(GroupId group, List<AccountId> accounts);

    /**
     * Removes accounts from a group; removing one that is not in it has no effect. The service may answer before the
     * change takes effect.
     *
     * @param accounts at most {@link DirectoryLimits#membersPerCall()}
     */
    void remove(GroupId group, List<AccountId> accounts);
}
