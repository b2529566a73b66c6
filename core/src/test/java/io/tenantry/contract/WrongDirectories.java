// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import io.tenantry.ForwardingDirectory;
import io.tenantry.MemoryAccounts;
import io.tenantry.MemoryDirectory;
import io.tenantry.MemoryDivisions;
import io.tenantry.MemoryGrants;
import io.tenantry.MemoryGroups;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.Organization;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** For each clause of {@link DirectoryContract} a directory that keeps all others, or nearly so. */
final class WrongDirectories {
    private static final int A_PAGE = 100;

    private final Map<String, Function<MemoryDirectory, Directory>> byClause = new TreeMap<>();

    private WrongDirectories() {
        organizations();
        divisions();
        accountReads();
        accountWrites();
        groups();
        members();
        grants();
    }

    static Map<String, Function<MemoryDirectory, Directory>> byClause() {
        return new WrongDirectories().byClause;
    }

    private void wrong(String clause, Function<MemoryDirectory, Directory> directory) {
        byClause.put(clause, directory);
    }

    private void wrongDivisions(String clause, Function<MemoryDirectory, Divisions> wrong) {
        wrong(clause, org -> new ForwardingDirectory(org) {
            @Override
            public Divisions divisions() {
                return wrong.apply(org);
            }
        });
    }

    private void wrongAccounts(String clause, Function<MemoryDirectory, Accounts> wrong) {
        wrong(clause, org -> new ForwardingDirectory(org) {
            @Override
            public Accounts accounts() {
                return wrong.apply(org);
            }
        });
    }

    private void wrongGroups(String clause, Function<MemoryDirectory, Groups> wrong) {
        wrong(clause, org -> new ForwardingDirectory(org) {
            @Override
            public Groups groups() {
                return wrong.apply(org);
            }
        });
    }

    private void wrongGrants(String clause, Function<MemoryDirectory, Grants> wrong) {
        wrong(clause, org -> new ForwardingDirectory(org) {
            @Override
            public Grants grants() {
                return wrong.apply(org);
            }
        });
    }

    private static <T> List<T> firstPage(List<T> all) {
        return all.subList(0, Math.min(A_PAGE, all.size()));
    }

    private static <T> List<T> firstTen(List<T> all) {
        return all.subList(0, Math.min(10, all.size()));
    }

    private static <T> Listing<T> changed(Listing<T> read, UnaryOperator<List<T>> change) {
        return Listing.complete(change.apply(read.entries()));
    }

    private static Account with(Account a, DivisionId division, Map<AccountAttribute, String> attributes) {
        return new Account(a.id(), a.state(), a.userName(), a.displayName(), a.externalId(), division, attributes);
    }

    private void organizations() {
        wrong("namesTheOrganization", org -> new ForwardingDirectory(org) {
            @Override
            public Organization organization() {
                return new Organization("org-1", "Acme BPO", " ");
            }
        });
        wrong("keepsItsLimits", org -> new ForwardingDirectory(org) {
            private int asked;

            @Override
            public DirectoryLimits limits() {
                return new DirectoryLimits(50 + asked++, 50, 50, 100, true, 300);
            }
        });
        wrong("missesNoPermissionThatItHas", org -> {
            org.lacks =
                    () -> List.of(new MissingPermission("directory:user:edit", Optional.empty(), "change accounts"));
            return org;
        });
        wrong("listsRolesAndTellsThePrivilegedOnes", org -> new ForwardingDirectory(org) {
            @Override
            public Roles roles() {
                return () -> changed(
                        org.roles().list(),
                        roles -> roles.stream()
                                .map(r -> new Role(r.id(), r.name()))
                                .toList());
            }
        });
        wrong("namesEachPermissionOnce", org -> {
            org.catalogue.add(org.catalogue.get(0));
            return org;
        });
        wrong("servesSeveralThreads", org -> new ForwardingDirectory(org) {
            private final Thread first = Thread.currentThread();

            @Override
            protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
                if (!Thread.currentThread().equals(first)) {
                    throw new IllegalStateException("called from another thread");
                }
                return made.handOn();
            }
        });
    }

    private void divisions() {
        wrongDivisions("listsEveryDivisionAndOneHome", org -> new MemoryDivisions(org) {
            @Override
            public Listing<Division> list() {
                return changed(
                        super.list(),
                        all -> all.stream()
                                .map(d -> new Division(d.id(), d.name(), false))
                                .toList());
            }
        });
        wrongDivisions("listsDivisionsOverAllPages", org -> new MemoryDivisions(org) {
            @Override
            public Listing<Division> list() {
                return changed(super.list(), WrongDirectories::firstPage);
            }
        });
        Map<MemoryDirectory, Listing<Division>> seen = new HashMap<>();
        wrongDivisions("showsTheNewNameOfADivision", org -> new MemoryDivisions(org) {
            @Override
            public Listing<Division> list() {
                return seen.computeIfAbsent(org, o -> super.list());
            }
        });
        wrongDivisions("createsADivision", org -> new MemoryDivisions(org) {
            @Override
            public Division create(String name) {
                return new Division(new DivisionId("promised"), name, false);
            }
        });
        wrongDivisions("createsNoSecondDivisionOfOneName", org -> new MemoryDivisions(org) {
            @Override
            public Division create(String name) {
                return org.division(name);
            }
        });
        wrongDivisions("movesAccountsInOneCall", org -> new MemoryDivisions(org) {
            @Override
            public void move(Division to, List<AccountId> ids) {
                super.move(to, firstTen(ids));
            }
        });
    }

    private void accountReads() {
        wrongAccounts(
                "listsAccountsInEveryState",
                org -> listing(
                        org,
                        all -> all.stream()
                                .filter(a -> a.state() != AccountState.DELETED)
                                .toList()));
        wrongAccounts("listsAccountsOverAllPages", org -> listing(org, WrongDirectories::firstPage));
        wrongAccounts(
                "listsAccountsAsTheyAre",
                org -> listing(
                        org,
                        all -> all.stream()
                                .map(a -> with(a, a.division(), Map.of(AccountAttribute.TITLE, "")))
                                .toList()));
        wrongAccounts("findsAccountsByIdInEveryState", org -> finding(org, a -> a.state() != AccountState.DELETED));
        wrongAccounts("findsAnInactiveAccountByItsExternalId", org -> new MemoryAccounts(org) {
            @Override
            public List<Account> findByExternalId(String externalId) {
                return super.findByExternalId(externalId).stream()
                        .filter(a -> a.state() == AccountState.ACTIVE)
                        .toList();
            }
        });
        wrongAccounts("findsAccountsByUserNameInAnyCaseAndState", org -> new MemoryAccounts(org) {
            @Override
            public List<Account> findByUserName(String userName) {
                return super.findByUserName(userName).stream()
                        .filter(a -> a.userName().equals(userName))
                        .toList();
            }
        });
        wrongAccounts("takesAnExternalIdAndAUserNameForText", org -> new MemoryAccounts(org) {
            @Override
            public List<Account> findByUserName(String userName) {
                return userName.contains("\"") ? List.copyOf(org.accounts.values()) : super.findByUserName(userName);
            }
        });
        wrong(
                "readsAnAccountWithItsGroups",
                org -> account(
                        org, read -> Optional.of(new AccountInGroups(read.account(), Listing.complete(List.of())))));
        wrong(
                "readsADeletedAccount",
                org -> account(
                        org, read -> Optional.of(read).filter(r -> r.account().state() != AccountState.DELETED)));
    }

    private static Directory account(MemoryDirectory org, Function<AccountInGroups, Optional<AccountInGroups>> change) {
        return new ForwardingDirectory(org) {
            @Override
            public Optional<AccountInGroups> account(AccountId id) {
                return super.account(id).flatMap(change);
            }
        };
    }

    private static Accounts listing(MemoryDirectory org, UnaryOperator<List<Account>> change) {
        return new MemoryAccounts(org) {
            @Override
            public Completeness list(Consumer<List<Account>> pages) {
                List<Account> read = new ArrayList<>();
                super.list(read::addAll);
                List<Account> shown = change.apply(read);
                pages.accept(shown);
                return Completeness.complete(shown.size(), 1);
            }
        };
    }

    private static Accounts finding(MemoryDirectory org, Predicate<Account> found) {
        return new MemoryAccounts(org) {
            @Override
            public List<Account> find(Collection<AccountId> ids) {
                return super.find(ids).stream().filter(found).toList();
            }
        };
    }

    private void accountWrites() {
        wrongAccounts("createsAnAccountWithAllItHas", org -> new MemoryAccounts(org) {
            @Override
            public Account create(NewAccount n) {
                return super.create(
                        new NewAccount(n.externalId(), n.userName(), n.displayName(), n.division(), Map.of()));
            }
        });
        wrongAccounts("createsNoSecondAccountOfOneUserName", org -> new MemoryAccounts(org) {
            @Override
            public Account create(NewAccount n) {
                return findByUserName(n.userName()).stream().findFirst().orElseGet(() -> super.create(n));
            }
        });
        wrongAccounts(
                "changesAllThatAChangeNames",
                org -> updating(
                        org,
                        c -> new AccountChange(
                                c.active(), c.userName(), c.displayName(), Optional.empty(), c.attributes())));
        wrongAccounts(
                "leavesAloneWhatAChangeDoesNotName",
                org -> updating(org, c -> {
                    Map<AccountAttribute, String> all = WorldClauses.attributes("", "", "");
                    all.putAll(c.attributes());
                    return new AccountChange(c.active(), c.userName(), c.displayName(), c.externalId(), all);
                }));
        wrongAccounts(
                "clearsEveryAttribute",
                org -> updating(org, c -> {
                    Map<AccountAttribute, String> some = new HashMap<>(c.attributes());
                    some.remove(AccountAttribute.WORK_PHONE, "");
                    return new AccountChange(c.active(), c.userName(), c.displayName(), c.externalId(), some);
                }));
        wrongAccounts(
                "switchesTheLogInOffAndOn",
                org -> updating(
                        org,
                        c -> new AccountChange(
                                c.active().filter(on -> !on),
                                c.userName(),
                                c.displayName(),
                                c.externalId(),
                                c.attributes())));
        wrongAccounts("refusesTheUserNameOfAnother", org -> new MemoryAccounts(org) {
            @Override
            public List<Account> findByUserName(String userName) {
                return List.of();
            }
        });
        wrongAccounts("restoresAnAccountIntoHomeWithoutGrants", org -> new MemoryAccounts(org) {
            @Override
            public Account restore(AccountId id) {
                DivisionId elsewhere = org.divisions.keySet().iterator().next();
                org.accounts.put(id, with(super.restore(id), elsewhere, Map.of()));
                return org.accounts.get(id);
            }
        });
        wrongAccounts("findsNoAccountToWriteTo", org -> new MemoryAccounts(org) {
            @Override
            public Account restore(AccountId id) {
                if (!org.accounts.containsKey(id)) {
                    throw new DirectoryException(Failure.REJECTED, "no such account", null);
                }
                return super.restore(id);
            }
        });
    }

    private static Accounts updating(MemoryDirectory org, UnaryOperator<AccountChange> wrong) {
        return new MemoryAccounts(org) {
            @Override
            public Account update(AccountId id, AccountChange change) {
                return super.update(id, wrong.apply(change));
            }
        };
    }

    private void groups() {
        wrongGroups("listsGroupsOverAllPages", org -> new MemoryGroups(org) {
            @Override
            public Listing<Group> list() {
                return changed(super.list(), WrongDirectories::firstPage);
            }
        });
        wrongGroups("countsEverybodyInAGroup", org -> new MemoryGroups(org) {
            @Override
            public Listing<Group> list() {
                return changed(
                        super.list(),
                        all -> all.stream()
                                .map(g -> new Group(g.id(), g.name(), OptionalLong.of(0)))
                                .toList());
            }
        });
        wrongGroups("createsAGroupThatCarriesRoles", org -> new MemoryGroups(org) {
            @Override
            public Group create(String name) {
                return new Group(new GroupId("promised"), name);
            }
        });
        wrongGroups("findsNoGroupToReadOrWriteTo", org -> new MemoryGroups(org) {
            @Override
            public Listing<AccountId> members(GroupId group) {
                return org.groups.containsKey(group) ? super.members(group) : Listing.complete(List.of());
            }
        });
    }

    private void members() {
        wrongGroups("readsDirectMembersAlone", org -> new MemoryGroups(org) {
            @Override
            public Listing<AccountId> members(GroupId group) {
                return everybody(group);
            }
        });
        wrongGroups("readsEverybodyInAGroupOverAllPages", org -> new MemoryGroups(org) {
            @Override
            public Listing<AccountId> everybody(GroupId group) {
                return changed(super.everybody(group), WrongDirectories::firstPage);
            }
        });
        wrongGroups("readsEverybodyInAGroupOrIsInDoubt", org -> new MemoryGroups(org) {
            @Override
            public Listing<AccountId> everybody(GroupId group) {
                return members(group);
            }
        });
        wrongGroups("readsTheGroupsOfAnAccount", org -> new MemoryGroups(org) {
            @Override
            public Listing<GroupId> of(AccountId account) {
                return changed(super.of(account), all -> all.stream().limit(1).toList());
            }
        });
        wrongGroups("addsMembersOnce", org -> new MemoryGroups(org) {
            @Override
            public void add(GroupId group, List<AccountId> ids) {
                super.add(group, firstTen(ids));
            }
        });
        wrongGroups("removesMembersOnce", org -> new MemoryGroups(org) {
            @Override
            public void remove(GroupId group, List<AccountId> ids) {
                if (!members(group).entries().containsAll(ids)) {
                    throw new DirectoryException(Failure.NOT_FOUND, "one of them is no member", null);
                }
                super.remove(group, ids);
            }
        });
    }

    private void grants() {
        wrongGrants("listsTheGrantsOfADivision", org -> new MemoryGrants(org) {
            @Override
            public Listing<Grant> in(DivisionId division) {
                return changed(
                        super.in(division),
                        all -> all.stream()
                                .filter(g -> !org.accounts.containsKey(
                                        new AccountId(g.subject().value())))
                                .toList());
            }
        });
        wrongGrants("listsGrantsOverAllPages", org -> new MemoryGrants(org) {
            @Override
            public Listing<Grant> in(DivisionId division) {
                return changed(super.in(division), WrongDirectories::firstPage);
            }
        });
        wrongGrants("listsAndRevokesGrantsInAllDivisions", org -> new MemoryGrants(org) {
            @Override
            public Listing<Grant> in(DivisionId division) {
                return changed(
                        super.in(division),
                        in -> org.grants.stream()
                                .filter(g -> g.division().isEverywhere() || in.contains(g))
                                .toList());
            }
        });
        wrongGrants("grantsNothingInAllDivisions", org -> new MemoryGrants(org) {
            @Override
            public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> roles) {
                roles.forEach(r -> org.grants.add(new Grant(subject, r.role(), r.division())));
            }
        });
        wrongGrants("tellsOwnGrantsFromInheritedOnes", org -> new MemoryGrants(org) {
            @Override
            public Listing<Grant> of(SubjectId subject) {
                return changed(
                        super.of(subject),
                        all -> all.stream()
                                .filter(g -> g.subject().equals(subject))
                                .toList());
            }
        });
        wrongGrants("grantsRolesOnce", org -> new MemoryGrants(org) {
            @Override
            public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> roles) {
                super.add(subject, kind, firstTen(roles));
            }
        });
        wrongGrants("revokesOwnRolesOnce", org -> new MemoryGrants(org) {
            @Override
            public void remove(SubjectId subject, List<RoleInDivision> roles) {
                super.remove(subject, roles);
                roles.forEach(r -> org.grants.removeIf(g -> g.roleInDivision().equals(r)));
            }
        });
        wrongGrants("namesTheClientsAmongTheHoldersOfARole", org -> new MemoryGrants(org) {
            @Override
            public Map<SubjectId, String> clients(RoleId role, Set<SubjectId> holders) {
                return super.clients(role, org.clients.keySet());
            }
        });
        wrongGrants("findsNoDivisionToReadGrantsOf", org -> new MemoryGrants(org) {
            @Override
            public Listing<Grant> in(DivisionId division) {
                return org.divisions.containsKey(division) ? super.in(division) : Listing.complete(List.of());
            }
        });
    }
}
