// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Path;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.AccessFacts;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, between the last removal and the first gain of a run, what the people who are about to gain reach by now, and
 * skips the gains of those who reach a tenant that the policy does not give them. A change by hand since the plan was
 * made is found that way, and a removal that did not happen. Of accounts that the run creates, the groups that they join
 * are read; the accounts are read after their creation, and only if a rule, or a role that everybody has, may have let
 * them reach a tenant.
 */
final class ReachGate {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final Readback readback;
    private final Ledger ledger;
    private final Plan plan;
    private final Supplier<TenantMap> map;
    private final RestoredAccounts back;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<AccountId, Operation> moves = new HashMap<>();
    private final Map<GroupId, Listing<AccountId>> equipped = new TreeMap<>();
    private final Map<Integer, String> skipped = new HashMap<>();
    private List<Journal.Gain> unconfirmed = List.of();
    private Optional<Now> now = Optional.empty();

    ReachGate(Readback readback, Ledger ledger, Plan plan, Supplier<TenantMap> map, RestoredAccounts back) {
        this.readback = readback;
        this.ledger = ledger;
        this.plan = plan;
        this.map = map;
        this.back = back;
    }

    /** Uses these accounts, which have just been read. */
    void saw(Map<AccountId, Account> now) {
        accounts.putAll(now);
    }

    /** Lets what earlier runs gave, and what no read has shown yet, count as given. */
    void perhapsGiven(List<Journal.Gain> gains) {
        unconfirmed = gains;
    }

    /** Returns an account as the run read it before its first write, if it did. */
    Optional<Account> before(AccountId account) {
        return Optional.ofNullable(accounts.get(account));
    }

    /**
     * Skips the gains of people who reach another tenant by now.
     *
     * @param justPlanned whether the plan's own reads are fresh: then only restored accounts are read, whose groups no
     *     earlier read could show
     */
    void judge(boolean justPlanned) {
        if (!justPlanned) {
            places();
        }
        Set<Person> restored = restored();
        List<Operation> concerned = plan.operations()
                .filter(o -> !o.change().removes() && ledger.barred(o).isEmpty())
                .filter(o -> o.person().flatMap(Person::account).isPresent()
                        || o.change().joins().flatMap(GroupTarget::id).isPresent()
                        || o.change().grants().flatMap(g -> g.group().id()).isPresent())
                .filter(o ->
                        !justPlanned || o.person().filter(restored::contains).isPresent())
                .toList();
        now = read(concerned);
    }

    // A run with a newer policy may have given the division to another tenant since.
    private void places() {
        plan.operations()
                .filter(o -> !o.change().removes() && ledger.barred(o).isEmpty())
                .forEach(o -> o.change()
                        .requiredDivision()
                        .or(() -> o.change().grants().map(Change.GrantRole::division))
                        .flatMap(DivisionTarget::id)
                        .flatMap(division -> anotherOwner(division, o.tenant()))
                        .ifPresent(why -> skip(o, why)));
    }

    private Optional<String> anotherOwner(DivisionId division, TenantId tenant) {
        TenantMap tenants = map.get();
        return tenants.of(division).stream()
                .filter(owner -> !owner.equals(tenant))
                .findFirst()
                .map(owner -> "division \"" + tenants.bound().division(division).name() + "\" is that of tenant "
                        + owner + " by now; plan again");
    }

    /**
     * Skips the gains of accounts that the run has created and that reach another tenant already. Reads nothing unless
     * the plan says that there may be a way: a group that takes accounts by a rule, or a role that everybody has.
     */
    void judgeCreated() {
        if (plan.readsNewAccounts()) {
            read(plan.operations()
                    .filter(o -> o.change().phase() != Phase.CREATE && isOfNewAccount(o))
                    .filter(o -> ledger.obstacle(o).isEmpty())
                    .toList());
        }
    }

    private boolean isOfNewAccount(Operation operation) {
        return operation
                .person()
                .filter(p -> p.account().isEmpty())
                .flatMap(ledger::account)
                .isPresent();
    }

    private Set<Person> restored() {
        return plan.operations()
                .filter(o -> o.change().phase() == Phase.RESTORE)
                .flatMap(o -> o.person().stream())
                .collect(Collectors.toSet());
    }

    private Optional<Now> read(List<Operation> concerned) {
        if (concerned.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(judged(concerned));
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read what people reach: {}", e.getMessage());
            concerned.forEach(o -> skip(o, "what the account reaches by now could not be read"));
            return Optional.empty();
        }
    }

    private Now judged(List<Operation> concerned) {
        TenantMap tenants = map.get();
        Gains gains = new Gains(tenants);
        Map<Person, List<Operation>> people = new TreeMap<>();
        Set<GroupId> given = new TreeSet<>();
        for (Operation operation : concerned) {
            if (gains.gives(operation.change())) {
                operation
                        .person()
                        .ifPresent(p -> people.computeIfAbsent(p, k -> new ArrayList<>(2))
                                .add(operation));
                operation.change().grants().flatMap(g -> g.group().id()).ifPresent(given::add);
            }
            operation
                    .change()
                    .movesFrom()
                    .flatMap(from -> operation.person())
                    .flatMap(ledger::account)
                    .ifPresent(account -> moves.put(account, operation));
        }
        AccessNow access = read(tenants, people, given);
        AccessFacts perhaps =
                new Unconfirmed(unconfirmed, access, a -> Optional.ofNullable(accounts.get(a))).beside(access);
        Now read = new Now(access, new Paths(tenants, access), new Paths(tenants, perhaps));
        people.forEach((person, of) -> beyond(person, of, read)
                .ifPresent(why ->
                        of.stream().filter(o -> !onlyLeaves(o, read, gains)).forEach(o -> skip(o, why))));
        return read;
    }

    // A move out of a tenant, into a division in which the account has a role anyway, only takes away.
    private boolean onlyLeaves(Operation move, Now read, Gains gains) {
        return move.change()
                .movesFrom()
                .filter(from -> gains.isTenants(from.id()))
                .flatMap(from -> move.person())
                .flatMap(ledger::account)
                .map(account -> pathsOf(account, read.paths))
                .filter(paths -> move.change()
                        .requiredDivision()
                        .flatMap(ledger::madeOrKnown)
                        .filter(to -> Paths.lead(paths, to))
                        .isPresent())
                .isPresent();
    }

    private AccessNow read(TenantMap tenants, Map<Person, List<Operation>> people, Set<GroupId> given) {
        Set<AccountId> read = new HashSet<>();
        people.keySet().forEach(p -> ledger.account(p).ifPresent(read::add));
        Map<GroupId, Listing<AccountId>> members = new TreeMap<>();
        given.forEach(group -> members.put(group, readback.everybody(group)));
        equipped.putAll(members);
        members.values().forEach(all -> read.addAll(all.entries()));
        Set<GroupId> groups = new HashSet<>(given);
        people.values()
                .forEach(of -> of.forEach(
                        o -> o.change().joins().flatMap(GroupTarget::id).ifPresent(groups::add)));
        List<AccountId> unknown =
                read.stream().filter(a -> !accounts.containsKey(a)).sorted().toList();
        accounts.putAll(readback.accounts(unknown));
        DivisionId home = tenants.bound().home().id();
        AccessNow access = new AccessNow(readback, tenants, account -> division(account, home));
        access.read(read, groups);
        members.forEach((group, all) -> all.entries().forEach(m -> access.join(m, group)));
        // A group of a tenant that left the policy leads there without roles too, and no read of roles shows it.
        back.stillIn(plan).forEach((account, in) -> in.forEach(group -> access.join(account, group)));
        return access;
    }

    // Before its move is tried, an account counts as moved; after it, only a confirmed move counts.
    private DivisionId division(Account account, DivisionId home) {
        return Optional.ofNullable(moves.get(account.id()))
                .filter(this::isMove)
                .flatMap(o -> o.change().requiredDivision())
                .map(to -> ledger.madeOrKnown(to).orElse(home))
                .orElse(account.division());
    }

    private boolean isMove(Operation move) {
        return !ledger.isTried(move) || ledger.outcome(move).status() == Outcome.Status.APPLIED;
    }

    // Of an account that the run has yet to make, only the groups that it would join can be judged.
    private Optional<String> beyond(Person person, List<Operation> gains, Now read) {
        Optional<AccountId> account = ledger.account(person);
        Set<TenantId> allowed = allowed(person, gains);
        List<GroupId> joined = gains.stream()
                .flatMap(o -> o.change().joins().flatMap(ledger::madeOrKnown).stream())
                .toList();
        Optional<String> doubt = Stream.concat(
                        account.map(SubjectId::of).stream(), joined.stream().map(SubjectId::of))
                .flatMap(holder -> read.access.doubt(holder).stream())
                .findFirst()
                .map(d -> "what the account reaches by now could not be read completely: " + d);
        return doubt.or(() -> account.flatMap(a -> elsewhere(a, read, allowed))
                .or(() -> joined.stream()
                        .flatMap(group -> first(read.perhaps.of(group), allowed).stream())
                        .findFirst()
                        .map(path ->
                                "a group that the account would join " + Beyond.way(path) + " by now; plan again")));
    }

    private Optional<String> elsewhere(AccountId account, Now read, Set<TenantId> allowed) {
        return first(pathsOf(account, read.paths), allowed)
                .map(path -> "the account reaches another tenant by now: " + Beyond.way(path) + "; plan again")
                .or(() -> first(pathsOf(account, read.perhaps), allowed)
                        .map(path -> "an earlier change is not confirmed yet, so the account may reach another tenant: "
                                + Beyond.way(path) + "; plan again, the next run takes it up"));
    }

    // A plan does not know the account that it creates. A joint agent lives in one tenant and may gain in another.
    private Set<TenantId> allowed(Person person, List<Operation> gains) {
        Stream<Operation> given = person.account().isPresent()
                ? gains.stream()
                : plan.operations().filter(o -> o.person().equals(Optional.of(person)));
        Stream<TenantId> tenants = given.map(Operation::tenant);
        return person.account()
                .map(account -> Beyond.allowed(plan, account, tenants))
                .orElseGet(() -> tenants.collect(Collectors.toSet()));
    }

    /** Returns why an operation must not be tried, if so. */
    Optional<String> obstacle(Operation operation) {
        return Optional.ofNullable(skipped.get(operation.number())).or(() -> role(operation));
    }

    // Groups get their roles after the moves, so only now is it certain which members have moved.
    private Optional<String> role(Operation operation) {
        return operation
                .change()
                .grants()
                .flatMap(g -> g.group().id())
                .filter(equipped::containsKey)
                .flatMap(group -> beyond(group, operation.tenant()));
    }

    private Optional<String> beyond(GroupId group, TenantId tenant) {
        Listing<AccountId> members = equipped.getOrDefault(group, Listing.complete(List.of()));
        if (!members.completeness().isComplete()) {
            return Optional.of("the members of the group could not be read completely by now");
        }
        Now read = now.orElseThrow();
        return first(read.perhaps.of(group), Set.of(tenant))
                .map(path -> "the group " + Beyond.way(path) + " by now; plan again")
                .or(() -> members.entries().stream()
                        .flatMap(member ->
                                elsewhere(member, read, Beyond.allowed(plan, member, Stream.of(tenant))).stream()
                                        .map(why -> "member " + member + " of the group: " + why))
                        .findFirst());
    }

    private List<Path> pathsOf(AccountId account, Paths paths) {
        return Optional.ofNullable(accounts.get(account)).map(paths::of).orElseGet(() -> paths.ofUnseen(account));
    }

    private static Optional<Path> first(List<Path> paths, Set<TenantId> allowed) {
        return Beyond.of(paths, allowed).findFirst();
    }

    private void skip(Operation operation, String why) {
        skipped.put(operation.number(), why);
    }

    /**
     * Access as the run has just read it.
     *
     * @param paths the paths that it shows
     * @param perhaps these, and those that may be there all the same
     */
    private record Now(AccessNow access, Paths paths, Paths perhaps) {}
}
