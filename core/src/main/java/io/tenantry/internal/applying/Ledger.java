// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.change.Change;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.internal.Words;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps the state of one run: the outcome of each operation, the obstacles of people and groups, and the ids of created
 * accounts, divisions and groups.
 */
final class Ledger {
    private final Map<Integer, Outcome> outcomes = new TreeMap<>();
    private final Map<Integer, String> notes = new HashMap<>();
    private final Map<String, Map<Integer, String>> obstacles = new HashMap<>();
    private final Map<String, AccountId> created = new HashMap<>();
    private final Map<String, DivisionId> divisions = new HashMap<>();
    private final Map<String, GroupId> groups = new HashMap<>();
    private final Set<Integer> takingBack = new HashSet<>();

    void record(Operation operation, Outcome.Status status, String detail) {
        String said = detail.isEmpty() ? notes.getOrDefault(operation.number(), "") : detail;
        outcomes.put(operation.number(), new Outcome(operation, status, said));
        if (status == Outcome.Status.APPLIED) {
            obstacles(operation).forEach(o -> o.remove(operation.number()));
        } else {
            String why = detail.isEmpty() ? "" : ": " + detail;
            obstacles(operation)
                    .forEach(o -> o.put(operation.number(), "operation " + operation.number() + " was not done" + why));
        }
    }

    /** Keeps the detail of an operation, used if its outcome has none. */
    void note(Operation operation, String detail) {
        notes.put(operation.number(), detail);
    }

    // Returns the obstacles that a failed operation puts up. A person whose removal or move failed gains nothing in
    // this run. No person joins a group that could not be created, or that kept a foreign role.
    private List<Map<Integer, String>> obstacles(Operation operation) {
        List<String> keys = operation
                .person()
                .map(p -> operation.change().phase() == Phase.RESTORE
                        ? List.of(person(p), account(p.key()))
                        : List.of(person(p)))
                .orElseGet(() -> Prerequisites.madeBy(operation.change()));
        return Stream.concat(keys.stream(), blocksClearing(operation).stream())
                .map(k -> obstacles.computeIfAbsent(k, n -> new TreeMap<>()))
                .toList();
    }

    // A former group keeps its role while a member is still in it, a former division while an account still lives
    // there,
    // and nothing is cleared in a tenant while one of its groups lacks a role.
    private static Optional<String> blocksClearing(Operation operation) {
        Change change = operation.change();
        if (operation.person().isEmpty()) {
            return change.removes() ? Optional.empty() : Optional.of(tenant(operation));
        }
        return change.leaves()
                .filter(g -> change.phase() == Phase.CLEAR)
                .map(g -> membersOf(g.id().value()))
                .or(() -> change.movesFrom().map(from -> livesIn(from.id().value())));
    }

    // Returns what has to be done before former access is cleared.
    private static Stream<String> needsToClear(Operation operation) {
        return operation
                .change()
                .revokes()
                .map(r -> Stream.of(
                        tenant(operation),
                        membersOf(r.holder().value()),
                        livesIn(r.division().id().value())))
                .orElseGet(() ->
                        Stream.concat(Stream.of(tenant(operation)), operation.person().map(Ledger::person).stream()));
    }

    /** Records that the division of an operation was not found; later operations that need it are not tried. */
    void lost(Operation operation, String why) {
        operation
                .change()
                .requiredDivision()
                .map(d -> Prerequisites.division(d.name()))
                .ifPresent(
                        k -> obstacles.computeIfAbsent(k, n -> new TreeMap<>()).put(operation.number(), why));
    }

    /** Notes that an operation takes back what a run gave: nothing that failed before it prevents it. */
    void takesBack(Operation operation) {
        takingBack.add(operation.number());
    }

    /** Returns whether an operation takes back what a run gave. */
    boolean isTakingBack(Operation operation) {
        return takingBack.contains(operation.number());
    }

    /** Puts up an obstacle for a person who gains nothing in this run. */
    void hinder(Person person, String why) {
        obstacles.computeIfAbsent(person(person), n -> new TreeMap<>()).put(0, why);
    }

    /** Returns the reason why an operation cannot be tried, if there is one. */
    Optional<String> obstacle(Operation operation) {
        return barred(operation).or(() -> missing(operation));
    }

    /** Returns the reason why an operation will not be tried, if there is one by now; what it needs may come yet. */
    Optional<String> barred(Operation operation) {
        return leftOut(operation).or(() -> failed(operation));
    }

    // Skips every operation of a person who has changed since the plan was made, removals included.
    private Optional<String> leftOut(Operation operation) {
        return Optional.ofNullable(outcomes.get(operation.number()))
                .filter(o -> o.status() == Outcome.Status.SKIPPED)
                .map(Outcome::detail);
    }

    private Optional<String> failed(Operation operation) {
        return needs(operation)
                .flatMap(key -> obstacles.getOrDefault(key, Map.of()).values().stream())
                .findFirst();
    }

    // Removals have no prerequisites: a useless call is better than access that stays. Only the groups of a restored
    // account cannot be read before the account is back, and what a former policy gave stays until the new access of
    // the same tenant is there.
    private Stream<String> needs(Operation operation) {
        Change change = operation.change();
        if (change.phase() == Phase.CLEAR) {
            return needsToClear(operation);
        }
        if (change.removes() || isTakingBack(operation)) {
            return Stream.empty();
        }
        Stream<String> person =
                operation.person().map(p -> change.survivingGroups().isEmpty() ? person(p) : account(p.key())).stream();
        return Stream.concat(person, Prerequisites.of(change).stream());
    }

    private static String person(Person person) {
        return "person " + person.key();
    }

    private static String tenant(Operation operation) {
        return "tenant " + operation.tenant();
    }

    private static String membersOf(String group) {
        return "members of " + group;
    }

    private static String livesIn(String division) {
        return "accounts in " + division;
    }

    private static String account(String person) {
        return "account of " + person;
    }

    // A plan of this library always contains these operations; a plan that a host built may not.
    private Optional<String> missing(Operation operation) {
        Change change = operation.change();
        boolean creates = change.phase() == Phase.CREATE;
        if (!creates && operation.person().filter(p -> account(p).isEmpty()).isPresent()) {
            return Optional.of("there is no account, and no earlier operation created one");
        }
        return change.requiredDivision()
                .filter(d -> d.id().isEmpty() && !divisions.containsKey(d.name()))
                .map(d -> "division \"" + d.name() + "\" was not created")
                .or(() -> change.requiredGroup()
                        .filter(g -> g.id().isEmpty() && !groups.containsKey(g.name()))
                        .map(g -> "group \"" + g.name() + "\" was not created"));
    }

    /** Records that the service accepted an operation, which a read still has to confirm. */
    void accepted(Operation operation) {
        outcomes.put(operation.number(), new Outcome(operation, Outcome.Status.PENDING, "accepted, not confirmed yet"));
    }

    /** Settles an operation that was sent but that no read has shown. */
    void unseen(Operation operation, int reads) {
        if (outcome(operation).status() == Outcome.Status.PENDING) {
            record(
                    operation,
                    Outcome.Status.PENDING,
                    "accepted, but not shown by " + Words.count(reads, "read", "reads")
                            + "; the next plan continues from there");
        }
    }

    void created(Person person, AccountId account) {
        created.put(person.key(), account);
    }

    void created(String divisionName, Division division) {
        divisions.put(divisionName, division.id());
    }

    void created(String groupName, GroupId group) {
        groups.put(groupName, group);
    }

    Optional<AccountId> account(Person person) {
        return person.account().or(() -> Optional.ofNullable(created.get(person.key())));
    }

    Division division(DivisionTarget target) {
        return new Division(madeOrKnown(target).orElseThrow(), target.name(), false);
    }

    /** Returns the id of a division that exists or was created in this run; empty if neither. */
    Optional<DivisionId> madeOrKnown(DivisionTarget target) {
        return target.id().or(() -> Optional.ofNullable(divisions.get(target.name())));
    }

    GroupId group(GroupTarget target) {
        return madeOrKnown(target).orElseThrow();
    }

    /** Returns the id of a group that exists or was created in this run; empty if neither. */
    Optional<GroupId> madeOrKnown(GroupTarget target) {
        return target.id().or(() -> Optional.ofNullable(groups.get(target.name())));
    }

    /** Returns whether an operation was tried or left out. */
    boolean isTried(Operation operation) {
        return outcomes.containsKey(operation.number());
    }

    /** Returns whether an operation was sent and its target is known, so that it may show in a read. */
    boolean isSent(Operation operation) {
        Outcome outcome = outcomes.get(operation.number());
        boolean sent = outcome != null
                && (outcome.status() == Outcome.Status.PENDING || outcome.status() == Outcome.Status.UNKNOWN);
        return sent && operation.person().map(p -> account(p).isPresent()).orElse(true);
    }

    Outcome outcome(Operation operation) {
        Outcome outcome = outcomes.get(operation.number());
        return outcome != null ? outcome : new Outcome(operation, Outcome.Status.SKIPPED, "the run was stopped");
    }

    /** Returns the outcome of every operation of the plan; what the run did not reach is skipped, and this is why. */
    List<Outcome> outcomes(Plan plan, String why) {
        List<Outcome> all = new ArrayList<>();
        for (Batch batch : plan.batches()) {
            for (Operation operation : batch.operations()) {
                Outcome reached = outcomes.get(operation.number());
                all.add(
                        reached != null
                                ? reached
                                : new Outcome(operation, Outcome.Status.SKIPPED, "the run was stopped: " + why));
            }
        }
        plan.holds()
                .forEach(h -> h.operations()
                        .forEach(o -> all.add(
                                new Outcome(o, Outcome.Status.HELD, h.code().key()))));
        return all;
    }
}
