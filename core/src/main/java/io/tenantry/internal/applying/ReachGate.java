// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
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
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, between the last removal and the first gain of a run, what the people who are about to gain reach by now, and
 * skips the gains of those who reach a tenant that the policy does not give them. A change by hand since the plan was
 * made is found that way, and a removal that did not happen. Accounts that the run creates have no access and are not
 * read.
 */
final class ReachGate {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final Readback readback;
    private final Ledger ledger;
    private final Plan plan;
    private final Supplier<TenantMap> map;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<AccountId, Operation> moves = new HashMap<>();
    private final Map<GroupId, Listing<AccountId>> equipped = new TreeMap<>();
    private final Map<Integer, String> skipped = new HashMap<>();
    private boolean judged;
    private Optional<Paths> paths = Optional.empty();

    ReachGate(Readback readback, Ledger ledger, Plan plan, Supplier<TenantMap> map) {
        this.readback = readback;
        this.ledger = ledger;
        this.plan = plan;
        this.map = map;
    }

    /** Uses these accounts, which the run has just read. */
    void saw(Map<AccountId, Account> now) {
        accounts.putAll(now);
    }

    /**
     * Skips the gains of people who reach another tenant by now.
     *
     * @param justPlanned whether the plan's own reads are fresh: then only restored accounts are read, whose groups no
     *     earlier read could show
     */
    void judge(boolean justPlanned) {
        Set<Person> restored = restored();
        List<Operation> concerned = plan.operations()
                .filter(o -> !o.change().removes() && ledger.obstacle(o).isEmpty())
                .filter(o -> o.person().flatMap(Person::account).isPresent()
                        || o.change().grants().flatMap(g -> g.group().id()).isPresent())
                .filter(o ->
                        !justPlanned || o.person().filter(restored::contains).isPresent())
                .toList();
        if (concerned.isEmpty()) {
            return;
        }
        try {
            judge(concerned);
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read what people reach: {}", e.getMessage());
            concerned.forEach(o -> skip(o, "what the account reaches by now could not be read"));
        }
        judged = true;
    }

    private Set<Person> restored() {
        return plan.operations()
                .filter(o -> o.change().phase() == Phase.RESTORE)
                .flatMap(o -> o.person().stream())
                .collect(Collectors.toSet());
    }

    private void judge(List<Operation> concerned) {
        TenantMap tenants = map.get();
        Gains gains = new Gains(tenants);
        Map<Person, List<Operation>> people = new TreeMap<>();
        for (Operation operation : concerned) {
            if (gains.gives(operation.change())) {
                operation
                        .person()
                        .ifPresent(p -> people.computeIfAbsent(p, k -> new ArrayList<>(2))
                                .add(operation));
                operation
                        .change()
                        .grants()
                        .flatMap(g -> g.group().id())
                        .ifPresent(group -> equipped.put(group, readback.everybody(group)));
            }
            operation
                    .change()
                    .movesFrom()
                    .flatMap(from -> operation.person())
                    .flatMap(Person::account)
                    .ifPresent(account -> moves.put(account, operation));
        }
        AccessNow access = read(tenants, people);
        paths = Optional.of(new Paths(tenants, access));
        people.forEach((person, of) -> beyond(person, of, access)
                .ifPresent(why -> of.stream().filter(o -> !onlyLeaves(o, gains)).forEach(o -> skip(o, why))));
    }

    // A move out of a tenant, into a division in which the account has a role anyway, only takes away.
    private boolean onlyLeaves(Operation move, Gains gains) {
        AccountId account = move.person().flatMap(Person::account).orElseThrow();
        return move.change()
                        .movesFrom()
                        .filter(from -> gains.isTenants(from.id()))
                        .isPresent()
                && move.change()
                        .requiredDivision()
                        .flatMap(ledger::madeOrKnown)
                        .filter(to -> Paths.lead(pathsOf(account), to))
                        .isPresent();
    }

    private AccessNow read(TenantMap tenants, Map<Person, List<Operation>> people) {
        Set<AccountId> read = new HashSet<>();
        people.keySet().forEach(p -> p.account().ifPresent(read::add));
        equipped.values().forEach(members -> read.addAll(members.entries()));
        Set<GroupId> groups = new HashSet<>(equipped.keySet());
        people.values()
                .forEach(of -> of.forEach(
                        o -> o.change().joins().flatMap(GroupTarget::id).ifPresent(groups::add)));
        List<AccountId> unknown =
                read.stream().filter(a -> !accounts.containsKey(a)).sorted().toList();
        accounts.putAll(readback.accounts(unknown));
        DivisionId home = tenants.bound().home().id();
        AccessNow access = new AccessNow(readback, tenants, account -> division(account, home));
        access.read(read, groups);
        equipped.forEach((group, members) -> members.entries().forEach(m -> access.join(m, group)));
        return access;
    }

    // Before the moves, an account counts as moved; after them, only a confirmed move counts.
    private DivisionId division(Account account, DivisionId home) {
        Optional<Operation> move = Optional.ofNullable(moves.get(account.id()));
        boolean moved = move.filter(o -> judged
                        ? ledger.outcome(o).status() == Outcome.Status.APPLIED
                        : ledger.obstacle(o).isEmpty())
                .isPresent();
        return moved
                ? ledger.madeOrKnown(
                                move.orElseThrow().change().requiredDivision().orElseThrow())
                        .orElse(home)
                : account.division();
    }

    private Optional<String> beyond(Person person, List<Operation> gains, AccessNow access) {
        AccountId account = person.account().orElseThrow();
        Set<TenantId> allowed = Beyond.allowed(plan, account, gains.stream().map(Operation::tenant));
        List<GroupId> joined = gains.stream()
                .flatMap(o -> o.change().joins().flatMap(GroupTarget::id).stream())
                .toList();
        Optional<String> doubt = Stream.concat(
                        Stream.of(SubjectId.of(account)), joined.stream().map(SubjectId::of))
                .flatMap(holder -> access.doubt(holder).stream())
                .findFirst()
                .map(d -> "what the account reaches by now could not be read completely: " + d);
        return doubt.or(() -> first(pathsOf(account), allowed)
                .map(path -> "the account reaches another tenant by now: " + Beyond.way(path) + "; plan again")
                .or(() -> joined.stream()
                        .flatMap(group -> first(paths.orElseThrow().of(group), allowed).stream())
                        .findFirst()
                        .map(path ->
                                "a group that the account would join " + Beyond.way(path) + " by now; plan again")));
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
        return first(paths.orElseThrow().of(group), Set.of(tenant))
                .map(path -> "the group " + Beyond.way(path) + " by now; plan again")
                .or(() -> members.entries().stream()
                        .flatMap(member ->
                                first(pathsOf(member), Beyond.allowed(plan, member, Stream.of(tenant))).stream()
                                        .map(path -> "account " + member
                                                + ", a member of the group, reaches another tenant by now: "
                                                + Beyond.way(path) + "; plan again"))
                        .findFirst());
    }

    private List<Path> pathsOf(AccountId account) {
        return Optional.ofNullable(accounts.get(account))
                .map(paths.orElseThrow()::of)
                .orElseGet(() -> paths.orElseThrow().ofUnseen(account));
    }

    private static Optional<Path> first(List<Path> paths, Set<TenantId> allowed) {
        return Beyond.of(paths, allowed).findFirst();
    }

    private void skip(Operation operation, String why) {
        skipped.put(operation.number(), why);
    }
}
