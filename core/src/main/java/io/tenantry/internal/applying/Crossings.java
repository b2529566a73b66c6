// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Change;
import io.tenantry.change.Entitlement;
import io.tenantry.change.Path;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.change.Reason;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reach.Unconfirmed;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Journal;
import io.tenantry.store.Links;
import io.tenantry.store.Notes;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges, after the last gain of a run, what the people who gained reach by now. If a change by hand, or the late request
 * of another run, was faster than the gain, this run takes back what it gave to that person and leaves the rest. Each
 * gain is recorded before it is given, so the run after a killed one does the same. A gain that no read shows stays
 * recorded, because a listing may lag; so may one that shows the former access again, which is then no work of a hand.
 */
final class Crossings {
    private static final String DELETED =
            "done, but a read shows the account as deleted; the next plan continues from there";

    private final String run;
    private final Plan plan;
    private final Ledger ledger;
    private final Readback readback;
    private final Supplier<TenantMap> map;
    private final ProvisioningStore store;
    private final Book book;
    private final Clock clock;
    private final Deed.Finder deeds;
    private final TakeBack takeBack;
    private final Function<AccountId, Optional<Account>> before;
    private final FormerTrails trails;
    private final Patience patience;
    private final List<Gained> given = new ArrayList<>();
    /** The gains of earlier runs that stay open. */
    private final List<Journal.Gain> unconfirmed = new ArrayList<>();

    private int last;

    /**
     * Creates the judgement of one run.
     *
     * @param before returns an account as it was before the run, if a read showed it
     * @param trails says which run gave something
     */
    Crossings(
            String run,
            Plan plan,
            Ledger ledger,
            Readback readback,
            Supplier<TenantMap> map,
            ProvisioningStore store,
            Book book,
            Clock clock,
            Function<AccountId, Optional<Account>> before,
            FormerTrails trails,
            Patience patience,
            TakeBack takeBack) {
        this.run = run;
        this.plan = plan;
        this.ledger = ledger;
        this.readback = readback;
        this.map = map;
        this.store = store;
        this.book = book;
        this.clock = clock;
        this.deeds = new Deed.Finder(ledger);
        this.takeBack = takeBack;
        this.before = before;
        this.trails = trails;
        this.patience = patience;
        this.last = Stream.concat(plan.operations(), plan.held())
                .mapToInt(Operation::number)
                .max()
                .orElse(0);
    }

    /** Records gains that are about to be given, or that a create has just given; what is put back is none. */
    void open(List<Operation> operations) {
        List<Gained> more = operations.stream()
                .filter(o -> o.change().phase() != Phase.RESTORE && !ledger.isTakingBack(o))
                .filter(o ->
                        gains().gives(o.change()) || !o.change().writesProfile().isEmpty())
                .map(this::given)
                .toList();
        List<Journal.Gain> gains = more.stream().flatMap(g -> g.gain().stream()).toList();
        gains.forEach(g -> book.add(new StoreWrite.Keep(g)));
        given.addAll(more);
    }

    private Gains gains() {
        return new Gains(map.get());
    }

    private Gained given(Operation operation) {
        Optional<Person> person = operation.person();
        Optional<AccountId> account = person.flatMap(ledger::account);
        Set<TenantId> allowed = account.map(a -> Beyond.allowed(plan, a, Stream.of(operation.tenant())))
                .orElse(Set.of(operation.tenant()));
        Optional<Journal.Gain> gain = operation
                .change()
                .match(deeds)
                .entitlement()
                .map(entitlement -> new Journal.Gain(
                        run,
                        operation.number(),
                        operation.tenant(),
                        person.flatMap(Person::identity),
                        account,
                        entitlement,
                        new TreeSet<>(allowed),
                        clock.instant(),
                        false));
        return new Gained(operation, gain, allowed, account, account.flatMap(before));
    }

    /** Judges the gains of this run so far, and returns the outcomes of those that were taken back. */
    List<Outcome> judge() {
        List<Gained> all = List.copyOf(given);
        given.clear();
        Map<Boolean, List<Gained>> by = all.stream().collect(Collectors.partitioningBy(this::mayHaveHappened));
        List<Gained> happened = by.getOrDefault(true, List.of());
        close(by.getOrDefault(false, List.of()).stream());
        return judge(happened, true);
    }

    private boolean mayHaveHappened(Gained g) {
        Status status = ledger.outcome(g.operation()).status();
        return status == Status.APPLIED || status == Status.PENDING || status == Status.UNKNOWN;
    }

    /**
     * Judges the gains of runs that ended before they could do so, or that did not see them, and returns the outcomes of
     * those that were taken back. Their people gain nothing more in this run.
     */
    List<Outcome> resume() {
        Notes known = store.notes();
        Map<Boolean, List<Journal.Gain>> unseen =
                known.unseenGains().stream().collect(Collectors.partitioningBy(this::isRecent));
        unseen.getOrDefault(false, List.of()).forEach(g -> book.add(StoreWrite.Drop.of(g)));
        unconfirmed.addAll(unseen.getOrDefault(true, List.of()));
        List<Gained> earlier = known.openGains().stream()
                .map(g -> Gained.of(g, byNow(g.allowed(), known.pins())))
                .toList();
        List<Outcome> crossed = judge(earlier, false);
        crossed.forEach(o -> o.operation()
                .person()
                .ifPresent(p -> ledger.hinder(p, "what an earlier run gave was taken back: " + o.detail())));
        return crossed;
    }

    /** Returns the gains of earlier runs that no read has shown yet. */
    List<Journal.Gain> unconfirmed() {
        return List.copyOf(unconfirmed);
    }

    // The policy may have given a tenant another id since; its division is the same.
    private Set<TenantId> byNow(Set<TenantId> then, Pins pins) {
        BoundPolicy bound = map.get().bound();
        Set<TenantId> now = new HashSet<>(then);
        for (TenantId id : then) {
            if (bound.tenant(id).isEmpty()) {
                pins.divisions()
                        .getOrDefault(id, Set.of())
                        .forEach(d -> bound.ownerOf(d).ifPresent(tenant -> now.add(tenant.id())));
            }
        }
        return now;
    }

    private List<Outcome> judge(List<Gained> happened, boolean mine) {
        if (happened.isEmpty()) {
            return List.of();
        }
        Look look = patientLook(happened, mine);
        ReachAfter after = look.after();
        Set<Gained> unseen = happened.stream()
                .filter(g -> g.gain().filter(this::isRecent).isPresent() && !after.shows(g))
                .filter(g -> !mine || isUnconfirmed(g) || look.isLate(g))
                .collect(Collectors.toCollection(HashSet::new));
        List<Crossing> crossings = takeBack(look, mine).stream()
                .filter(c -> !mine || !c.isOnlyLate() || isApplied(c.given()))
                .toList();
        if (mine) {
            after.doubts().forEach((g, why) -> ledger.record(g.operation(), Status.PENDING, doubted(why)));
            crossings.forEach(c -> ledger.record(c.given().operation(), c.status(), c.detail()));
            happened.stream()
                    .filter(g -> isApplied(g) && after.isDeleted(g))
                    .forEach(g -> ledger.record(g.operation(), Status.PENDING, DELETED));
        }
        Set<Gained> open = new HashSet<>(after.doubts().keySet());
        crossings.stream().filter(c -> !c.isSettled()).map(Crossing::given).forEach(open::add);
        crossings.stream()
                .filter(c -> c.back().isPresent())
                .map(Crossing::given)
                .forEach(unseen::remove);
        unseen.removeAll(open);
        unseen.forEach(g -> book.add(new StoreWrite.Keep(g.gain().orElseThrow().unseen())));
        List<Gained> settled = happened.stream()
                .filter(g -> !open.contains(g) && !unseen.contains(g))
                .toList();
        close(settled.stream());
        if (mine) {
            closeEarlier(settled);
        } else {
            Stream.concat(unseen.stream(), open.stream())
                    .flatMap(g -> g.gain().stream())
                    .filter(this::isRecent)
                    .forEach(unconfirmed::add);
        }
        return crossings.stream().map(Crossing::outcome).toList();
    }

    // A read that lags may show what this run took away. It is read again as patiently as a change that does not show.
    private Look patientLook(List<Gained> happened, boolean mine) {
        trails.forget();
        List<Look> looks = new ArrayList<>();
        looks.add(look(happened, mine));
        if (looks.get(0).mayLag()) {
            patience.until(() -> {
                readback.forget();
                looks.add(look(happened, mine));
                return !looks.get(looks.size() - 1).mayLag();
            });
        }
        return looks.get(looks.size() - 1);
    }

    private Look look(List<Gained> happened, boolean mine) {
        ReachAfter after = new ReachAfter(map.get(), readback, happened, this::declared, this::tookLately);
        after.read();
        return new Look(after, after.beyond(mine));
    }

    private boolean tookLately(String holder, Optional<Entitlement> held, Optional<TenantId> tenant) {
        book.flush();
        return held.isPresent()
                && tenant.isPresent()
                && trails.tookLately(tenant.get(), holder, held.get(), clock.instant());
    }

    // A group that existed before gets its role without a read that confirms it.
    private boolean isUnconfirmed(Gained g) {
        return g.equipped().isPresent() || !isApplied(g);
    }

    private boolean isApplied(Gained g) {
        return ledger.outcome(g.operation()).status() == Status.APPLIED;
    }

    // A later run gave the same, and saw it.
    private void closeEarlier(List<Gained> settled) {
        Set<List<Object>> seen = settled.stream()
                .flatMap(g -> g.gain().stream())
                .map(Crossings::what)
                .collect(Collectors.toSet());
        unconfirmed.stream().filter(g -> seen.contains(what(g))).forEach(g -> book.add(StoreWrite.Drop.of(g)));
    }

    private static List<Object> what(Journal.Gain gain) {
        return List.of(
                gain.account(), gain.entitlement().slot(), gain.entitlement().place());
    }

    private boolean isRecent(Journal.Gain gain) {
        return Unconfirmed.mayLag(gain.at(), clock.instant());
    }

    // The plan knows the joint agents in the groups that it gives a role, a run before this one may have given another
    // group its role.
    private Set<TenantId> declared(Account account, Set<TenantId> gained) {
        Set<TenantId> declared = Beyond.allowed(plan, account.id(), gained.stream());
        Optional<IdentityId> identity = Links.of(store)
                .identity(account.id())
                .or(() -> account.externalId().map(IdentityId::new));
        TenantMap tenants = map.get();
        List<JointAgent> lines = tenants.jointAgents().stream()
                .filter(j ->
                        identity.isPresent() ? j.isFor(identity.get()) : Fold.same(j.identity(), account.userName()))
                .filter(j -> j.isInForce(tenants.day()))
                .toList();
        if (lines.size() == 1) {
            declared.addAll(lines.get(0).tenants());
        }
        return declared;
    }

    private static String doubted(String why) {
        return "done, but what the account reaches by now could not be read: " + why + "; the next run reads it";
    }

    private void close(Stream<Gained> settled) {
        settled.flatMap(g -> g.gain().stream()).forEach(g -> book.add(StoreWrite.Drop.of(g)));
    }

    // An account that is created unplaced and then moved is moved to Home once. Who stays in a group as an owner or by
    // a rule was taken out of its members by the run before.
    private List<Crossing> takeBack(Look look, boolean mine) {
        ReachAfter after = look.after();
        Map<Gained, ReachAfter.Evidence> beyond = look.beyond();
        Map<List<Object>, Operation> backs = new LinkedHashMap<>();
        Map<Gained, Operation> by = new HashMap<>();
        beyond.keySet().stream()
                .filter(g -> after.canBeTakenBack(g) && (mine || after.mayBeMember(g)))
                .forEach(g -> g.takenBack(map.get().bound().home())
                        .ifPresent(change -> by.put(
                                g,
                                backs.computeIfAbsent(
                                        List.of(g.operation().person(), change), k -> back(g.operation(), change)))));
        takeBack.run(List.copyOf(backs.values()));
        return beyond.entrySet().stream()
                .map(e -> new Crossing(
                        e.getKey(),
                        e.getValue(),
                        Optional.ofNullable(by.get(e.getKey())).map(ledger::outcome),
                        wroteAttributes(e.getKey().operation().person()),
                        e.getKey().account().flatMap(a -> giver(a, after.ways(a)))))
                .toList();
    }

    // A hand leaves no trace in the store; a run that lost its lease to this one may have given something all the same.
    private Optional<String> giver(AccountId account, List<Path> ways) {
        List<String> givers = new ArrayList<>();
        for (Path way : ways) {
            if (way.tenant().isPresent() && way.ofAccount().isPresent()) {
                trails.giver(way.tenant().get(), account, way.ofAccount().get()).ifPresent(givers::add);
            }
        }
        return givers.size() == ways.size() ? givers.stream().findFirst() : Optional.empty();
    }

    private boolean wroteAttributes(Optional<Person> person) {
        return plan.operations()
                .anyMatch(o -> person.isPresent()
                        && o.person().equals(person)
                        && !o.change().writesProfile().isEmpty());
    }

    private Operation back(Operation operation, Change change) {
        Operation back = new Operation(
                ++last,
                operation.tenant(),
                operation.person(),
                change,
                new Reason("another change was faster than the run", "operation " + operation.number()),
                Optional.of(operation.tenant()),
                false);
        ledger.takesBack(back);
        return back;
    }

    /**
     * What people reach after their gains.
     *
     * @param beyond the gains of those who reach another tenant
     */
    private record Look(ReachAfter after, Map<Gained, ReachAfter.Evidence> beyond) {
        boolean isLate(Gained g) {
            return Optional.ofNullable(beyond.get(g))
                    .filter(ReachAfter.Evidence::late)
                    .isPresent();
        }

        /** Returns whether gains would be taken back only because of what runs took away. */
        boolean mayLag() {
            return beyond.keySet().stream().anyMatch(after::canBeTakenBack)
                    && beyond.keySet().stream().allMatch(this::isLate);
        }
    }

    /** Carries out and confirms operations that take back what a run gave. */
    @FunctionalInterface
    interface TakeBack {
        void run(List<Operation> operations);
    }

    /**
     * A gain of a person whom another change lets reach another tenant.
     *
     * @param shown what lets the person reach it
     * @param back how taking it back ended; absent if nothing was left to take back
     * @param wrote whether this run wrote attributes of the account, by which the rule of a group may go
     * @param giver the run that gave it; absent if none did, so that it was given by hand
     */
    private record Crossing(
            Gained given, ReachAfter.Evidence shown, Optional<Outcome> back, boolean wrote, Optional<String> giver) {
        Outcome outcome() {
            return new Outcome(given.operation(), status(), detail());
        }

        Status status() {
            return shown.late() && isSettled() ? Status.PENDING : Status.CROSSED;
        }

        boolean isOnlyLate() {
            return shown.late() && back.isEmpty();
        }

        boolean isSettled() {
            return back.map(b -> b.status() == Status.APPLIED).orElse(true);
        }

        String detail() {
            String why = shown.why();
            if (shown.late()) {
                return why + ", which a run took away a short time ago, so that the read may lag; " + taken()
                        + "; plan again, the next run takes it up";
            }
            if (giver.isPresent()) {
                return why + ", as run " + giver.get() + " gave it; " + taken() + "; plan again";
            }
            return why + ", by a change that this run did not make"
                    + (wrote ? ", or by the rule of a group and the attributes that it wrote" : "") + "; " + taken()
                    + "; take away what was given by hand, or accept it in the policy, then plan again";
        }

        private String taken() {
            return back.map(b -> b.status() == Status.APPLIED
                            ? "taken back: " + Wording.of(b.operation().change())
                            : "not taken back, do it by hand: "
                                    + Wording.of(b.operation().change()) + " (" + b.status() + " " + b.detail() + ")")
                    .orElse("nothing was left to take back");
        }
    }
}
