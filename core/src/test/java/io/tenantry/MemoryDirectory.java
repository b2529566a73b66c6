// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;

/**
 * The port with a state behind it, for tests of the engine alone. What a real organization does on the wire is the fake's
 * business; here only the port's own contract holds, every write can be made to fail, and every write can be watched.
 */
@NullUnmarked
public class MemoryDirectory implements Directory {
    public static final Division HOME = new Division(new DivisionId("home"), "Home", true);

    public final Map<DivisionId, Division> divisions = new TreeMap<>();
    public final Map<RoleId, Role> roles = new TreeMap<>();
    public final Map<GroupId, Group> groups = new TreeMap<>();
    public final Map<GroupId, Set<AccountId>> members = new TreeMap<>();
    /** Owners of groups, and people who are in them by a rule. */
    public final Map<GroupId, Set<AccountId>> ruled = new TreeMap<>();

    public final IndexedAccounts accounts = new IndexedAccounts();
    public final Set<Grant> grants = new LinkedHashSet<>();
    public final List<String> writes = new ArrayList<>();

    /** Asked with the name of each write before it happens; may throw. */
    public Consumer<String> before = name -> {};
    /** Told the name of each write after it happened; may throw, as if the answer were lost. */
    public Consumer<String> after = name -> {};

    /** Asked for what the credential lacks; may throw. */
    public Supplier<List<MissingPermission>> lacks = List::of;

    /** Told before each read of people and what they have. */
    public Runnable beforeRead = () -> {};
    /**
     * Told what a read is about to show: a group's members by its id, an account's groups by its id, grants by the id of their
     * division or holder, and each account that is looked up.
     */
    public Consumer<Object> shown = what -> {};

    /** Asked before the organization is read; may throw. */
    public Runnable reading = () -> {};

    public UnaryOperator<Completeness> accountsProof = UnaryOperator.identity();
    public UnaryOperator<Completeness> membersProof = UnaryOperator.identity();
    public UnaryOperator<Completeness> grantsProof = UnaryOperator.identity();

    /** Groups and divisions of which a listing cannot prove that it showed everything. */
    public final Set<Object> doubtful = new LinkedHashSet<>();
    /** Divisions whose grants the service does not list, and how it says so. */
    public final Map<DivisionId, Failure> closed = new TreeMap<>();
    /** How the service refuses to list the roles of one holder, if it does. */
    public Optional<Failure> silent = Optional.empty();
    /** Accounts for which the service refuses every call that names them among others or alone. */
    public final Set<AccountId> refused = new LinkedHashSet<>();
    /** Whether no listing shows the memberships of deleted accounts, which are there again once those are restored. */
    public boolean hidesDeleted;
    /** Told of each account that is asked for by its id or by an external id. */
    public Consumer<String> asked = what -> {};
    /** Whether the listing of accounts tells no external id; asking for one account does. */
    public boolean listsNoExternalIds;
    /** How many of the next reads of an account's groups tell of none, as if there were none. */
    public int forgetful;
    /** How many of the next reads of a holder's roles tell of none, as if there were none. */
    public int roleless;
    /** After how many reads of a group's members a change of them shows; at once by default. */
    public int lag;
    /** Whether a create leaves the account in Home, whatever division it names. */
    public boolean misplaces;

    public Organization organization = new Organization("org-1", "Acme BPO", "acme-bpo");
    /** How many read calls were made since the count was last set. */
    public int reads;

    private final List<Due> due = new ArrayList<>();
    private final Set<GroupId> deleted = new HashSet<>();
    private DirectoryLimits limits = new DirectoryLimits(50, 50, 50, 100, true, 300);
    private int next;

    public MemoryDirectory() {
        divisions.put(HOME.id(), HOME);
    }

    public MemoryDirectory limits(DirectoryLimits value) {
        limits = value;
        return this;
    }

    public Division division(String name) {
        Division division = new Division(new DivisionId("div-" + name), name, false);
        divisions.put(division.id(), division);
        return division;
    }

    public Role role(String name) {
        Role role = new Role(new RoleId("role-" + name), name);
        roles.put(role.id(), role);
        return role;
    }

    public Account account(String id, String userName, Division division) {
        Account account = new Account(
                new AccountId(id),
                AccountState.ACTIVE,
                userName,
                userName,
                Optional.empty(),
                division.id(),
                noAttributes());
        accounts.put(account.id(), account);
        return account;
    }

    public Group named(String group) {
        return groups.values().stream()
                .filter(g -> g.name().equals(group))
                .findFirst()
                .orElseThrow();
    }

    /** Deletes a group as an administrator does: what it gave is gone, and one of its name that is made later is another. */
    public void delete(Group group) {
        groups.remove(group.id());
        members.remove(group.id());
        grants.removeIf(g -> g.subject().equals(SubjectId.of(group.id())));
        deleted.add(group.id());
    }

    public Account byName(String userName) {
        return accounts.values().stream()
                .filter(a -> a.userName().equals(userName))
                .findFirst()
                .orElseThrow();
    }

    public Set<String> groupsOf(String userName) {
        AccountId id = byName(userName).id();
        Set<String> names = new TreeSet<>();
        members.forEach((g, m) -> {
            if (m.contains(id)) {
                names.add(groups.get(g).name());
            }
        });
        return names;
    }

    private static Map<AccountAttribute, String> noAttributes() {
        Map<AccountAttribute, String> none = new EnumMap<>(AccountAttribute.class);
        for (AccountAttribute attribute : AccountAttribute.values()) {
            none.put(attribute, "");
        }
        return none;
    }

    /** Finds accounts by name without a look at each: fifty thousand are made one by one here. */
    public static final class IndexedAccounts extends TreeMap<AccountId, Account> {
        private static final long serialVersionUID = 1;
        private final transient Map<String, Set<AccountId>> byName = new HashMap<>();

        IndexedAccounts() {}

        @Override
        public Account put(AccountId id, Account account) {
            Account before = super.put(id, account);
            if (before == null || !before.userName().equals(account.userName())) {
                if (before != null) {
                    byName.get(fold(before)).remove(id);
                }
                byName.computeIfAbsent(fold(account), k -> new TreeSet<>()).add(id);
            }
            return before;
        }

        List<Account> named(String userName) {
            return byName.getOrDefault(userName.toLowerCase(Locale.ROOT), Set.of()).stream()
                    .map(this::get)
                    .toList();
        }

        private static String fold(Account account) {
            return account.userName().toLowerCase(Locale.ROOT);
        }
    }

    private static final class Due {
        final GroupId group;
        final Runnable effect;
        int reads;

        Due(GroupId group, int reads, Runnable effect) {
            this.group = group;
            this.reads = reads;
            this.effect = effect;
        }
    }

    private void settle(GroupId group) {
        List<Due> now =
                due.stream().filter(d -> d.group.equals(group) && --d.reads < 0).toList();
        due.removeAll(now);
        now.forEach(d -> d.effect.run());
    }

    /** Lets everything that was accepted and does not show yet take effect. */
    public void settleAll() {
        due.forEach(d -> d.effect.run());
        due.clear();
    }

    private void accept(Collection<AccountId> ids) {
        if (ids.stream().anyMatch(refused::contains)) {
            throw new DirectoryException(Failure.REJECTED, "one of the ids cannot be taken", null);
        }
    }

    private Completeness proof(Object of, UnaryOperator<Completeness> proof, int entries) {
        Completeness complete = Completeness.complete(entries, 1);
        return proof.apply(doubtful.contains(of) ? complete.doubting(of + " was read in part") : complete);
    }

    private void write(String name, Runnable effect) {
        before.accept(name);
        effect.run();
        writes.add(name);
        after.accept(name);
    }

    private void set(Account a, AccountState state, DivisionId division) {
        accounts.put(
                a.id(),
                new Account(a.id(), state, a.userName(), a.displayName(), a.externalId(), division, a.attributes()));
    }

    private static DirectoryException missing(Object what) {
        return new DirectoryException(Failure.NOT_FOUND, "there is no " + what, null);
    }

    private Account known(AccountId id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw missing(id);
        }
        return account;
    }

    private boolean isHidden(AccountId id) {
        return hidesDeleted && accounts.containsKey(id) && accounts.get(id).state() == AccountState.DELETED;
    }

    private Set<AccountId> everybodyIn(GroupId group) {
        Set<AccountId> all = new LinkedHashSet<>(members.getOrDefault(group, Set.of()));
        all.addAll(ruled.getOrDefault(group, Set.of()));
        all.removeIf(this::isHidden);
        return all;
    }

    private Set<AccountId> membersOf(GroupId group) {
        Set<AccountId> of = members.get(group);
        if (of == null) {
            throw missing(group);
        }
        return of;
    }

    @Override
    public Organization organization() {
        reading.run();
        return organization;
    }

    @Override
    public List<MissingPermission> missingPermissions(Collection<DivisionId> managed, boolean createsDivisions) {
        return lacks.get();
    }

    @Override
    public DirectoryLimits limits() {
        return limits;
    }

    @Override
    public Roles roles() {
        return () -> Listing.complete(List.copyOf(roles.values()));
    }

    @Override
    public Divisions divisions() {
        return new Divisions() {
            @Override
            public Listing<Division> list() {
                return Listing.complete(List.copyOf(divisions.values()));
            }

            @Override
            public Division create(String name) {
                write("create division " + name, () -> division(name));
                return divisions.get(new DivisionId("div-" + name));
            }

            @Override
            public void move(Division to, List<AccountId> ids) {
                write("move " + ids.size() + " to " + to.name(), () -> {
                    accept(ids);
                    ids.forEach(MemoryDirectory.this::known);
                    ids.forEach(id -> set(known(id), known(id).state(), to.id()));
                });
            }
        };
    }

    private static Account withoutExternalId(Account a) {
        return new Account(
                a.id(), a.state(), a.userName(), a.displayName(), Optional.empty(), a.division(), a.attributes());
    }

    @Override
    public Accounts accounts() {
        return new Accounts() {
            @Override
            public Completeness list(Consumer<List<Account>> pages) {
                beforeRead.run();
                pages.accept(accounts.values().stream()
                        .map(a -> listsNoExternalIds ? withoutExternalId(a) : a)
                        .toList());
                return accountsProof.apply(Completeness.complete(accounts.size(), 1));
            }

            @Override
            public List<Account> find(Collection<AccountId> ids) {
                reads++;
                ids.forEach(id -> asked.accept("account " + id));
                beforeRead.run();
                return ids.stream()
                        .filter(accounts::containsKey)
                        .map(accounts::get)
                        .peek(shown)
                        .toList();
            }

            @Override
            public List<Account> findByExternalId(String externalId) {
                asked.accept("external id " + externalId);
                return accounts.values().stream()
                        .filter(a -> a.externalId().equals(Optional.of(externalId)))
                        .toList();
            }

            @Override
            public List<Account> findByUserName(String userName) {
                return accounts.named(userName);
            }

            @Override
            public Account create(NewAccount n) {
                AccountId id = new AccountId("acc-" + ++next);
                write("create account " + n.externalId(), () -> {
                    if (!findByUserName(n.userName()).isEmpty()) {
                        throw new DirectoryException(Failure.ALREADY_EXISTS, "the user name is taken", null);
                    }
                    Map<AccountAttribute, String> attributes = noAttributes();
                    attributes.putAll(n.attributes());
                    boolean places = limits.placesOnCreate() && !misplaces;
                    DivisionId division = places ? n.division().id() : HOME.id();
                    accounts.put(
                            id,
                            new Account(
                                    id,
                                    AccountState.ACTIVE,
                                    n.userName(),
                                    n.displayName(),
                                    Optional.of(n.externalId()),
                                    division,
                                    attributes));
                });
                return known(id);
            }

            @Override
            public Account update(AccountId id, AccountChange c) {
                write("update " + id, () -> {
                    accept(List.of(id));
                    Account a = known(id);
                    boolean taken = c.userName().stream()
                            .flatMap(n -> findByUserName(n).stream())
                            .anyMatch(o -> !o.id().equals(id));
                    if (taken) {
                        throw new DirectoryException(Failure.CONFLICT, "the user name is taken", null);
                    }
                    Map<AccountAttribute, String> attributes = new EnumMap<>(a.attributes());
                    attributes.putAll(c.attributes());
                    AccountState state = c.active()
                            .map(on -> on ? AccountState.ACTIVE : AccountState.INACTIVE)
                            .orElse(a.state());
                    accounts.put(
                            id,
                            new Account(
                                    id,
                                    state,
                                    c.userName().orElse(a.userName()),
                                    c.displayName().orElse(a.displayName()),
                                    c.externalId().or(a::externalId),
                                    a.division(),
                                    attributes));
                    if (state == AccountState.INACTIVE) {
                        grants.removeIf(g -> g.subject().equals(SubjectId.of(id)));
                    }
                });
                return known(id);
            }

            @Override
            public Account restore(AccountId id) {
                write("restore " + id, () -> set(known(id), AccountState.INACTIVE, HOME.id()));
                return known(id);
            }
        };
    }

    @Override
    public Groups groups() {
        return new Groups() {
            @Override
            public Listing<Group> list() {
                return Listing.complete(groups.values().stream()
                        .map(g -> new Group(
                                g.id(),
                                g.name(),
                                OptionalLong.of(everybodyIn(g.id()).size())))
                        .toList());
            }

            @Override
            public Group create(String name) {
                Group group = new Group(unused("grp-" + name), name);
                write("create group " + name, () -> {
                    groups.put(group.id(), group);
                    members.put(group.id(), new LinkedHashSet<>());
                });
                return group;
            }

            private GroupId unused(String id) {
                return deleted.contains(new GroupId(id)) ? unused(id + "'") : new GroupId(id);
            }

            @Override
            public Listing<AccountId> members(GroupId group) {
                reads++;
                beforeRead.run();
                settle(group);
                List<AccountId> of =
                        membersOf(group).stream().filter(m -> !isHidden(m)).toList();
                shown.accept(group);
                return new Listing<>(of, proof(group, membersProof, of.size()));
            }

            @Override
            public Listing<AccountId> everybody(GroupId group) {
                membersOf(group);
                Set<AccountId> all = everybodyIn(group);
                return new Listing<>(List.copyOf(all), membersProof.apply(Completeness.complete(all.size(), 1)));
            }

            @Override
            public Listing<GroupId> of(AccountId account) {
                beforeRead.run();
                boolean nothing = isHidden(account) || forgetful-- > 0;
                members.keySet().stream()
                        .filter(g -> everybodyIn(g).contains(account))
                        .toList()
                        .forEach(MemoryDirectory.this::settle);
                List<GroupId> in = members.keySet().stream()
                        .filter(g -> !nothing && everybodyIn(g).contains(account))
                        .toList();
                shown.accept(account);
                return new Listing<>(in, membersProof.apply(Completeness.complete(in.size(), 1)));
            }

            private void later(GroupId group, Runnable effect) {
                membersOf(group);
                if (lag == 0) {
                    effect.run();
                } else {
                    due.add(new Due(group, lag, () -> {
                        if (members.containsKey(group)) {
                            effect.run();
                        }
                    }));
                }
            }

            @Override
            public void add(GroupId group, List<AccountId> ids) {
                write("add " + ids.size() + " to " + group, () -> {
                    accept(ids);
                    ids.forEach(MemoryDirectory.this::known);
                    later(group, () -> membersOf(group).addAll(ids));
                });
            }

            @Override
            public void remove(GroupId group, List<AccountId> ids) {
                write("remove " + ids.size() + " from " + group, () -> {
                    accept(ids);
                    later(group, () -> membersOf(group).removeAll(Set.copyOf(ids)));
                });
            }
        };
    }

    @Override
    public Grants grants() {
        return new Grants() {
            @Override
            public Listing<Grant> in(DivisionId division) {
                reads++;
                beforeRead.run();
                if (closed.containsKey(division)) {
                    throw new DirectoryException(closed.get(division), "nothing is shown of " + division, null);
                }
                List<Grant> in = grants.stream()
                        .filter(g -> g.division().equals(division))
                        .toList();
                shown.accept(division);
                return new Listing<>(in, proof(division, grantsProof, in.size()));
            }

            @Override
            public Listing<Grant> of(SubjectId subject) {
                reads++;
                beforeRead.run();
                silent.ifPresent(failure -> {
                    throw new DirectoryException(failure, "nothing is shown of " + subject, null);
                });
                boolean nothing = roleless-- > 0;
                List<Grant> of = grants.stream()
                        .filter(g -> !nothing && (g.subject().equals(subject) || isIn(subject, g.subject())))
                        .toList();
                shown.accept(subject);
                return new Listing<>(of, grantsProof.apply(Completeness.complete(of.size(), 1)));
            }

            private boolean isIn(SubjectId account, SubjectId group) {
                GroupId id = new GroupId(group.value());
                return members.containsKey(id) && everybodyIn(id).contains(new AccountId(account.value()));
            }

            @Override
            public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> roles) {
                write("grant " + roles.size() + " to " + subject, () -> {
                    if (kind == SubjectKind.GROUP) {
                        membersOf(new GroupId(subject.value()));
                    }
                    roles.forEach(r -> grants.add(new Grant(subject, r.role(), r.division())));
                });
            }

            @Override
            public void remove(SubjectId subject, List<RoleInDivision> roles) {
                write(
                        "revoke " + roles.size() + " from " + subject,
                        () -> roles.forEach(r -> grants.remove(new Grant(subject, r.role(), r.division()))));
            }
        };
    }
}
