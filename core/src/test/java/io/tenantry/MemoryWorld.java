// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.contract.DirectoryWorld;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import java.util.LinkedHashSet;
import java.util.TreeSet;

/** A {@link MemoryDirectory} for one test of the contract, perhaps seen through another directory. */
public final class MemoryWorld implements DirectoryWorld {
    private final MemoryDirectory org;
    private final Directory directory;

    /** Tests the directory itself. */
    public MemoryWorld(MemoryDirectory org) {
        this(org, org);
    }

    /** Tests a directory that reaches the same organization in another way. */
    public MemoryWorld(MemoryDirectory org, Directory directory) {
        this.org = org;
        this.directory = directory;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public DivisionId division(String name) {
        return org.division(name).id();
    }

    @Override
    public void rename(DivisionId division, String name) {
        org.divisions.put(division, new Division(division, name, false));
    }

    @Override
    public RoleId role(String name, boolean privileged) {
        Role role = new Role(new RoleId("role-" + name), name, privileged);
        org.roles.put(role.id(), role);
        return role.id();
    }

    @Override
    public GroupId group(String name) {
        Group group = new Group(new GroupId("grp-" + name), name);
        org.groups.put(group.id(), group);
        org.members.put(group.id(), new LinkedHashSet<>());
        return group.id();
    }

    @Override
    public void delete(GroupId group) {
        org.delete(org.groups.get(group));
    }

    @Override
    public AccountId account(String userName, DivisionId division) {
        return org.account("acc " + userName, userName, org.divisions.get(division))
                .id();
    }

    @Override
    public void deactivate(AccountId account) {
        org.set(org.known(account), AccountState.INACTIVE, org.known(account).division());
    }

    @Override
    public void delete(AccountId account) {
        org.set(org.known(account), AccountState.DELETED, MemoryDirectory.HOME.id());
        org.grants.removeIf(g -> g.subject().equals(SubjectId.of(account)));
    }

    @Override
    public void add(GroupId group, AccountId account) {
        org.membersOf(group).add(account);
    }

    @Override
    public void addIndirectly(GroupId group, AccountId account) {
        org.ruled.computeIfAbsent(group, g -> new TreeSet<>()).add(account);
    }

    @Override
    public SubjectId client(String name) {
        SubjectId client = new SubjectId("client-" + name);
        org.clients.put(client, name);
        return client;
    }

    @Override
    public void grant(Grant grant) {
        org.grants.add(grant);
    }

    @Override
    public void settle() {
        org.settleAll();
    }
}
