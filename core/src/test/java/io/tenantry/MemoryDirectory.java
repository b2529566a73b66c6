// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Credential;
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
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.Roles;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Fold;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/**
 * The port with a state behind it, for tests of the engine alone. What a real organization does on the wire is the
 * fake's business; here only the port's own contract holds, every write can be made to fail, and every write can be
 * watched.
 */
@NullUnmarked
public class MemoryDirectory implements Directory {
    public static final Division HOME = new Division(new DivisionId("home"), "Home", true);

    public final Map<DivisionId, Division> divisions = new TreeMap<>();
    public final Map<RoleId, Role> roles = new TreeMap<>();
    public final Map<GroupId, Group> groups = new TreeMap<>();
    public final Map<GroupId, Set<AccountId>> members = new TreeMap<>();
    /** The conditions of the rules of groups. */
    public final Map<GroupId, String> rules = new TreeMap<>();

    /** The title by which the rule of a group goes. */
    public final Map<GroupId, String> titles = new TreeMap<>();

    public int rulesRead;

    /** Owners of groups, and people who are in them by a rule. */
    public final Map<GroupId, Set<AccountId>> ruled = new TreeMap<>();

    public final IndexedAccounts accounts = new IndexedAccounts();
    public final Set<Grant> grants = new LinkedHashSet<>();
    public final List<String> writes = new ArrayList<>();

    /** Asked with the name of each write before it happens; may throw. */
    public Consumer<String> before = name -> {};
    /** Receives the name of each write after it happened; may throw, as if the answer were lost. */
    public Consumer<String> after = name -> {};

    /** Asked for what the credential lacks; may throw. */
    public Supplier<List<MissingPermission>> lacks = List::of;

    /** The names of the holders that are OAuth clients. */
    public final Map<SubjectId, String> clients = new HashMap<>();

    public List<Credential> credentials = List.of();

    /** Runs before each read of people and their access. */
    public Runnable beforeRead = () -> {};
    /**
     * Receives what a read is about to show: a group's members by its id, an account's groups by its id, grants by the
     * id of their division or holder, and each account that is looked up.
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
    /** Accounts that the listing does not show yet. */
    public final Set<AccountId> unlisted = new LinkedHashSet<>();
    /** Receives each account that is looked up by its id or by an external id. */
    public Consumer<String> asked = what -> {};
    /** Whether neither the listing of accounts nor a search by name shows external ids; a read of one account does. */
    public boolean listsNoExternalIds;
    /** How many of the next reads of an account's groups show none, as if there were none. */
    public int forgetful;
    /** How many of the next reads of a holder's roles show none, as if there were none. */
    public int roleless;
    /** After how many reads of a group's members a change of them shows; at once by default. */
    public int lag;
    /** Whether a create leaves the account in Home instead of the division that it names. */
    public boolean misplaces;

    public final List<Permission> catalogue = new ArrayList<>(List.of(
            new Permission("directory:group:edit", false, true),
            new Permission("directory:user:edit", true, false),
            new Permission("ui:supervisor:view", false, false)));
    /** How the service refuses to list the catalogue of permissions, if it does. */
    public Optional<Failure> noCatalogue = Optional.empty();
    /** How many times the catalogue was read. */
    public int catalogueReads;

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

    /** Fails each write whose name begins so, before it happens. */
    public void failing(String begin, Failure failure) {
        before = write -> {
            if (write.startsWith(begin)) {
                throw new DirectoryException(failure, "no " + write, null);
            }
        };
    }

    public Division division(String name) {
        Division division = new Division(new DivisionId("div-" + name), name, false);
        divisions.put(division.id(), division);
        return division;
    }

    public Role role(String name) {
        return role(name, Set.of());
    }

    /** Makes a role that carries these permissions, or gives them to the one of that name. */
    public Role role(String name, Set<String> permissions) {
        Role role = new Role(new RoleId("role-" + name), name, false, permissions);
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

    /**
     * Deletes a group as an administrator does: what it gave is gone, and one of its name that is made later is
     * another.
     */
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

    static Map<AccountAttribute, String> noAttributes() {
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

        @Override
        public Account remove(Object id) {
            Account before = super.remove(id);
            if (before != null) {
                byName.get(fold(before)).remove(before.id());
            }
            return before;
        }

        List<Account> named(String userName) {
            return byName.getOrDefault(Fold.of(userName), Set.of()).stream()
                    .map(this::get)
                    .toList();
        }

        private static String fold(Account account) {
            return Fold.of(account.userName());
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

    void settle(GroupId group) {
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

    AccountId nextAccountId() {
        return new AccountId("acc-" + ++next);
    }

    GroupId unusedGroupId(String id) {
        return deleted.contains(new GroupId(id)) ? unusedGroupId(id + "'") : new GroupId(id);
    }

    /** Lets a change of a group's members show now, or after as many reads as {@link #lag} says. */
    void later(GroupId group, Runnable effect) {
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

    void accept(Collection<AccountId> ids) {
        if (ids.stream().anyMatch(refused::contains)) {
            throw new DirectoryException(Failure.REJECTED, "one of the ids cannot be taken", null);
        }
    }

    Completeness proof(Object of, UnaryOperator<Completeness> proof, int entries) {
        Completeness complete = Completeness.complete(entries, 1);
        return proof.apply(doubtful.contains(of) ? complete.doubting(of + " was read in part") : complete);
    }

    void write(String name, Runnable effect) {
        check(before, name);
        effect.run();
        writes.add(name);
        check(after, name);
    }

    // A run reports what a host throws and ends in good order; only after this error it ends at once, and so the test.
    private static void check(Consumer<String> hook, String name) {
        try {
            hook.accept(name);
        } catch (AssertionError e) {
            throw new InternalError(e);
        }
    }

    void set(Account a, AccountState state, DivisionId division) {
        accounts.put(
                a.id(),
                new Account(a.id(), state, a.userName(), a.displayName(), a.externalId(), division, a.attributes()));
    }

    static DirectoryException missing(Object what) {
        return new DirectoryException(Failure.NOT_FOUND, "there is no " + what, null);
    }

    Account known(AccountId id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw missing(id);
        }
        return account;
    }

    boolean isHidden(AccountId id) {
        return hidesDeleted && accounts.containsKey(id) && accounts.get(id).state() == AccountState.DELETED;
    }

    Set<AccountId> everybodyIn(GroupId group) {
        Set<AccountId> all = new LinkedHashSet<>(members.getOrDefault(group, Set.of()));
        all.addAll(ruled.getOrDefault(group, Set.of()));
        all.addAll(titled(group));
        all.removeIf(this::isHidden);
        return all;
    }

    /** Returns the accounts that the rule over titles takes into a group. */
    Set<AccountId> titled(GroupId group) {
        String title = titles.get(group);
        return title == null || !groups.containsKey(group)
                ? Set.of()
                : accounts.values().stream()
                        .filter(a -> a.state() != AccountState.DELETED
                                && title.equals(a.attributes().get(AccountAttribute.TITLE)))
                        .map(Account::id)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<AccountId> membersOf(GroupId group) {
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
    public List<MissingPermission> missingPermissions(ManagedDivisions managed) {
        return lacks.get();
    }

    @Override
    public List<Credential> credentials() {
        return credentials;
    }

    @Override
    public DirectoryLimits limits() {
        return limits;
    }

    @Override
    public Roles roles() {
        return new Roles() {
            @Override
            public Listing<Role> list() {
                return Listing.complete(List.copyOf(roles.values()));
            }

            @Override
            public Listing<Permission> permissions() {
                catalogueReads++;
                noCatalogue.ifPresent(failure -> {
                    throw new DirectoryException(failure, "the catalogue is refused", null);
                });
                return Listing.complete(catalogue);
            }
        };
    }

    @Override
    public Divisions divisions() {
        return new MemoryDivisions(this);
    }

    @Override
    public Accounts accounts() {
        return new MemoryAccounts(this);
    }

    @Override
    public Groups groups() {
        return new MemoryGroups(this);
    }

    @Override
    public Grants grants() {
        return new MemoryGrants(this);
    }
}
