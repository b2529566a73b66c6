// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import org.opentest4j.TestAbortedException;

/**
 * An organization for one test, and the hands of its administrator. What a method makes or changes here goes past the directory, as
 * by the organization's own console, and shows in the next read. Implement this to run a {@link DirectoryContract}.
 */
public interface DirectoryWorld extends AutoCloseable {
    /** Returns the directory under test. Its credential has every permission. */
    Directory directory();

    /** Makes a division of this name, which is new. */
    DivisionId division(String name);

    /** Gives a division another name. */
    void rename(DivisionId division, String name);

    /**
     * Makes a role of this name, which is new.
     *
     * @param privileged whether the role can change what people may do
     */
    RoleId role(String name, boolean privileged);

    /** Makes a group of this name, which is new, that can carry roles and has nobody in it. */
    GroupId group(String name);

    /** Deletes a group. */
    void delete(GroupId group);

    /** Makes an active account with this user name, which is new, in a division, with no external id, no attribute and no grant. */
    AccountId account(String userName, DivisionId division);

    /** Takes the log-in of an account away. */
    void deactivate(AccountId account);

    /** Deletes an account, in the way from which it can be restored. */
    void delete(AccountId account);

    /** Adds an account to a group as a direct member. */
    void add(GroupId group, AccountId account);

    /** Puts an account into a group by a rule or as an owner. By default there is no such way, and clauses about it are skipped. */
    default void addIndirectly(GroupId group, AccountId account) {
        throw new TestAbortedException("this world has no members by rule and no owners");
    }

    /** Grants a role to an account or a group, perhaps in {@link DivisionId#EVERYWHERE all divisions}. */
    void grant(Grant grant);

    /** Waits until what the directory was told to write shows. By default it shows at once. */
    default void settle() {}

    /** Returns an id in the service's form that nothing in the organization has. By default a UUID. */
    default String unusedId() {
        return "00000000-0000-4000-8000-000000000000";
    }

    /** Returns how many divisions, groups, roles, accounts or members take more than one page to list. By default 120. */
    default int moreThanOnePage() {
        return 120;
    }

    /** Ends the organization and the directory. By default there is nothing to end. */
    @Override
    default void close() {}
}
