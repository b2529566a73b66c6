// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import org.opentest4j.TestAbortedException;

/**
 * An organization for one test, and the acts of its administrator. A method here does not use the directory under test;
 * its change is made as in the organization's own console, and shows in the next read. Implement this to run a
 * {@link DirectoryContract}.
 */
public interface DirectoryWorld extends AutoCloseable {
    /** Returns the directory under test. Its credential has every permission. */
    Directory directory();

    /** Creates a division of this name, which is new. */
    DivisionId division(String name);

    /** Gives a division another name. */
    void rename(DivisionId division, String name);

    /**
     * Creates a role of this name, which is new.
     *
     * @param privileged whether the role can change what people may do
     */
    RoleId role(String name, boolean privileged);

    /** Creates an empty group of this name, which is new, that can hold roles. */
    GroupId group(String name);

    /** Deletes a group. */
    void delete(GroupId group);

    /**
     * Creates an active account with this user name, which is new, in a division, without external id, attributes and
     * grants.
     */
    AccountId account(String userName, DivisionId division);

    /** Switches the log-in of an account off. */
    void deactivate(AccountId account);

    /** Deletes an account so that it can be restored. */
    void delete(AccountId account);

    /** Adds an account to a group as a direct member. */
    void add(GroupId group, AccountId account);

    /**
     * Puts an account into a group by a rule or as an owner. The default says that there is no such way, and clauses
     * about it are skipped.
     */
    default void addIndirectly(GroupId group, AccountId account) {
        throw new TestAbortedException("this world has no members by rule and no owners");
    }

    /**
     * Creates an OAuth client of this name, which is new, without roles. The default says that there are no clients, and
     * clauses about them are skipped.
     */
    default SubjectId client(String name) {
        throw new TestAbortedException("this world has no OAuth clients");
    }

    /** Grants a role to an account, a group or a client, perhaps in {@link DivisionId#EVERYWHERE all divisions}. */
    void grant(Grant grant);

    /** Waits until all writes of the directory show. The default assumes that they show at once. */
    default void settle() {}

    /** Returns an id in the service's form that does not exist in the organization. The default is a UUID. */
    default String unusedId() {
        return "00000000-0000-4000-8000-000000000000";
    }

    /**
     * Returns how many divisions, groups, roles, accounts or members take more than one page to list. By default 120.
     */
    default int moreThanOnePage() {
        return 120;
    }

    /** Ends the organization and the directory. The default does nothing. */
    @Override
    default void close() {}
}
