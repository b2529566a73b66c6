// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Credential;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.Roles;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An organization whose listings are each read once and then repeated; refuses every write. For one thread. */
final class ReadOnceDirectory implements Directory {
    private final Directory directory;
    private final Map<GroupId, Listing<AccountId>> members = new HashMap<>();
    private final Map<GroupId, Optional<GroupRule>> rules = new HashMap<>();
    private final Map<DivisionId, Listing<Grant>> grants = new HashMap<>();
    private final List<List<Account>> pages = new ArrayList<>();
    private Optional<Completeness> accounts = Optional.empty();
    private Optional<Organization> organization = Optional.empty();
    private Optional<Listing<Division>> divisions = Optional.empty();
    private Optional<Listing<Group>> groups = Optional.empty();
    private Optional<Listing<Role>> roles = Optional.empty();
    private Optional<Listing<Permission>> permissions = Optional.empty();

    ReadOnceDirectory(Directory directory) {
        this.directory = directory;
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("a what-if comparison must not write to the organization");
    }

    @Override
    public Organization organization() {
        organization = organization.or(() -> Optional.of(directory.organization()));
        return organization.get();
    }

    @Override
    public List<Credential> credentials() {
        return directory.credentials();
    }

    @Override
    public DirectoryLimits limits() {
        return directory.limits();
    }

    @Override
    public Roles roles() {
        return new Roles() {
            @Override
            public Listing<Role> list() {
                roles = roles.or(() -> Optional.of(directory.roles().list()));
                return roles.get();
            }

            @Override
            public Listing<Permission> permissions() {
                permissions = permissions.or(() -> Optional.of(directory.roles().permissions()));
                return permissions.get();
            }
        };
    }

    @Override
    public Divisions divisions() {
        return new Divisions() {
            @Override
            public Listing<Division> list() {
                divisions = divisions.or(() -> Optional.of(directory.divisions().list()));
                return divisions.get();
            }

            @Override
            public Division create(String name) {
                throw refused();
            }

            @Override
            public void move(Division to, List<AccountId> moved) {
                throw refused();
            }
        };
    }

    @Override
    public Accounts accounts() {
        return new Accounts() {
            @Override
            public Completeness list(Consumer<List<Account>> to) {
                accounts = accounts.or(() -> Optional.of(directory.accounts().list(p -> pages.add(List.copyOf(p)))));
                pages.forEach(to);
                return accounts.get();
            }

            @Override
            public List<Account> find(Collection<AccountId> ids) {
                return directory.accounts().find(ids);
            }

            @Override
            public List<Account> findByExternalId(String externalId) {
                return directory.accounts().findByExternalId(externalId);
            }

            @Override
            public List<Account> findByUserName(String userName) {
                return directory.accounts().findByUserName(userName);
            }

            @Override
            public Account create(NewAccount account) {
                throw refused();
            }

            @Override
            public Account update(AccountId account, AccountChange change) {
                throw refused();
            }

            @Override
            public Account restore(AccountId account) {
                throw refused();
            }
        };
    }

    @Override
    public Groups groups() {
        return new Groups() {
            @Override
            public Listing<Group> list() {
                groups = groups.or(() -> Optional.of(directory.groups().list()));
                return groups.get();
            }

            @Override
            public Group create(String name) {
                throw refused();
            }

            @Override
            public Listing<AccountId> members(GroupId group) {
                return members.computeIfAbsent(group, g -> directory.groups().members(g));
            }

            @Override
            public Listing<AccountId> everybody(GroupId group) {
                return directory.groups().everybody(group);
            }

            @Override
            public Optional<GroupRule> rule(GroupId group) {
                return rules.computeIfAbsent(group, g -> directory.groups().rule(g));
            }

            @Override
            public Listing<GroupId> of(AccountId account) {
                return directory.groups().of(account);
            }

            @Override
            public void add(GroupId group, List<AccountId> added) {
                throw refused();
            }

            @Override
            public void remove(GroupId group, List<AccountId> removed) {
                throw refused();
            }
        };
    }

    @Override
    public Grants grants() {
        return new Grants() {
            @Override
            public Listing<Grant> in(DivisionId division) {
                return grants.computeIfAbsent(division, d -> directory.grants().in(d));
            }

            @Override
            public Listing<Grant> of(SubjectId subject) {
                return directory.grants().of(subject);
            }

            @Override
            public Map<SubjectId, String> clients(RoleId role, Set<SubjectId> holders) {
                return directory.grants().clients(role, holders);
            }

            @Override
            public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> added) {
                throw refused();
            }

            @Override
            public void remove(SubjectId subject, List<RoleInDivision> removed) {
                throw refused();
            }
        };
    }
}
