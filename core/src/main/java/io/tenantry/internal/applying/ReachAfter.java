// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Entitlement;
import io.tenantry.change.Path;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.Paths;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.TenantId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the people who gained reach after their gains. It uses the reads that confirmed the gains, and reads the rest in
 * the cheaper way of {@link AccessNow}. Used once.
 */
final class ReachAfter {
    private static final int SHOWN = 3;

    private final TenantMap tenants;
    private final Readback readback;
    private final List<Gained> given;
    private final AccessNow access;
    private final BiFunction<Account, Set<TenantId>, Set<TenantId>> declared;
    private final Taken taken;
    private final Map<GroupId, Listing<AccountId>> equipped = new TreeMap<>();
    private final Map<Gained, String> doubts = new LinkedHashMap<>();
    private final Map<GroupId, Boolean> rules = new HashMap<>();
    private final Map<AccountId, List<Path>> ways = new HashMap<>();
    private final Gains gains;
    private Map<AccountId, Account> accounts = Map.of();

    /**
     * Creates the judgement of these gains.
     *
     * @param declared returns the tenants that the policy lets an account reach which is in the group of one
     * @param taken tells what runs took away
     */
    ReachAfter(
            TenantMap tenants,
            Readback readback,
            List<Gained> given,
            BiFunction<Account, Set<TenantId>, Set<TenantId>> declared,
            Taken taken) {
        this.declared = declared;
        this.taken = taken;
        this.tenants = tenants;
        this.gains = new Gains(tenants);
        this.readback = readback;
        this.given = given;
        this.access = new AccessNow(readback, tenants, Account::division);
    }

    void read() {
        try {
            given.stream()
                    .flatMap(g -> g.equipped().stream())
                    .distinct()
                    .forEach(g -> equipped.put(g, readback.everybody(g)));
            Set<AccountId> read =
                    given.stream().flatMap(g -> g.account().stream()).collect(Collectors.toCollection(HashSet::new));
            equipped.values().forEach(members -> read.addAll(members.entries()));
            accounts = readback.accountsNow(read);
            access.read(read, equipped.keySet());
            equipped.forEach((group, members) -> members.entries().forEach(m -> access.join(m, group)));
            given.forEach(g -> doubt(g).ifPresent(why -> doubts.put(g, why)));
        } catch (DirectoryException e) {
            given.forEach(g -> doubts.put(g, e.failure() + ": " + e.getMessage()));
        }
    }

    private Optional<String> doubt(Gained g) {
        Optional<String> members = g.equipped()
                .map(equipped::get)
                .filter(listing -> !listing.completeness().isComplete())
                .map(listing -> String.join("; ", listing.completeness().doubts()));
        Stream<SubjectId> holders = Stream.concat(
                g.account().filter(this::isThere).map(SubjectId::of).stream(),
                g.equipped().map(SubjectId::of).stream());
        return members.or(() -> holders.flatMap(h -> access.doubt(h).stream()).findFirst());
    }

    private boolean isThere(AccountId account) {
        return present(account).isPresent();
    }

    private Optional<Account> present(AccountId account) {
        return Optional.ofNullable(accounts.get(account)).filter(a -> a.state() != AccountState.DELETED);
    }

    /** Returns whether a read shows the account that gained as deleted. */
    boolean isDeleted(Gained g) {
        return g.account()
                .map(accounts::get)
                .filter(a -> a.state() == AccountState.DELETED)
                .isPresent();
    }

    /** Returns the gains whose people could not be judged, each with the reason. */
    Map<Gained, String> doubts() {
        return doubts;
    }

    /**
     * Returns the gains of people who reach another tenant, each with what lets them.
     *
     * @param mine whether this run gave them; a gain of an earlier run may not have taken effect
     */
    Map<Gained, Evidence> beyond(boolean mine) {
        Paths paths = new Paths(tenants, access);
        Map<Gained, Evidence> beyond = new LinkedHashMap<>();
        Map<AccountId, List<Gained>> people = given.stream()
                .filter(g -> !doubts.containsKey(g)
                        && g.account().filter(this::isThere).isPresent())
                .filter(g -> mine || isHeld(g))
                .collect(Collectors.groupingBy(g -> g.account().orElseThrow(), TreeMap::new, Collectors.toList()));
        people.forEach((account, of) ->
                person(paths, account, of).ifPresent(shown -> of.forEach(g -> beyond.put(g, shown))));
        Set<AccountId> crossed =
                beyond.keySet().stream().flatMap(g -> g.account().stream()).collect(Collectors.toSet());
        given.stream()
                .filter(g -> !doubts.containsKey(g))
                .forEach(g -> g.equipped()
                        .flatMap(group -> group(paths, group, g, crossed))
                        .ifPresent(shown -> beyond.put(g, shown)));
        return beyond;
    }

    // A move into a division where the account has a role anyway gives nothing; it only leaves the former one.
    private Optional<Evidence> person(Paths paths, AccountId account, List<Gained> of) {
        List<Path> all = present(account).map(paths::of).orElse(List.of());
        boolean gave = of.stream()
                .filter(g -> gains.gives(g.operation().change()))
                .anyMatch(
                        g -> g.residence().filter(d -> Paths.lead(all, d.id())).isEmpty());
        Set<TenantId> allowed = of.stream().flatMap(g -> g.allowed().stream()).collect(Collectors.toSet());
        boolean wrote = of.stream()
                .anyMatch(g -> !g.operation().change().writesProfile().isEmpty());
        if (!gave && !wrote) {
            return Optional.empty();
        }
        List<Path> beyond =
                Beyond.of(all, allowed).filter(p -> gave || isByRule(p)).toList();
        ways.put(account, beyond);
        return evidence("the account reaches another tenant by now: ", beyond, p -> isLate(account, p));
    }

    private boolean isLate(AccountId account, Path path) {
        return taken.lately(account.value(), path.ofAccount(), path.tenant());
    }

    private boolean isLate(Group group, Path path) {
        return taken.lately("", path.ofGroup(group), path.tenant());
    }

    /** Returns the paths that let a person who gained reach another tenant. */
    List<Path> ways(AccountId account) {
        return ways.getOrDefault(account, List.of());
    }

    // A write to the profile lets an account into groups with a rule alone; what else it reaches, it reached before.
    private boolean isByRule(Path path) {
        return path.through().map(Group::id).filter(this::hasRule).isPresent();
    }

    private boolean hasRule(GroupId group) {
        return rules.computeIfAbsent(group, readback::mayHaveRule);
    }

    // People whom the run itself put into the group and takes out again do not count.
    private Optional<Evidence> group(Paths paths, GroupId id, Gained g, Set<AccountId> crossed) {
        Group group = tenants.bound().group(id);
        return evidence(
                        "the group reaches another tenant by now: ",
                        Beyond.of(paths.of(id), g.allowed()).toList(),
                        p -> isLate(group, p))
                .or(() -> equipped.getOrDefault(id, Listing.complete(List.of())).entries().stream()
                        .filter(m -> !crossed.contains(m))
                        .flatMap(m -> present(m).stream())
                        .flatMap(m -> evidence(
                                "account " + m.id() + ", a member of the group, reaches another tenant by now: ",
                                Beyond.of(paths.of(m), declared.apply(m, g.allowed()))
                                        .toList(),
                                p -> isLate(m.id(), p))
                                .stream())
                        .min(Comparator.comparing(Evidence::late)));
    }

    private static Optional<Evidence> evidence(String intro, List<Path> beyond, Predicate<Path> isLate) {
        List<String> ways = beyond.stream().map(Beyond::way).distinct().toList();
        if (ways.isEmpty()) {
            return Optional.empty();
        }
        String more = ways.size() > SHOWN ? " and " + (ways.size() - SHOWN) + " more" : "";
        return Optional.of(new Evidence(
                intro + ways.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more,
                beyond.stream().allMatch(isLate)));
    }

    /**
     * What lets a person who gained reach another tenant.
     *
     * @param why in words for people
     * @param late whether a run took all of it away lately, so that the read may be from before that
     */
    record Evidence(String why, boolean late) {}

    /** Tells what runs took away. */
    @FunctionalInterface
    interface Taken {
        /** Returns whether a run lately took this from a holder in a tenant, an empty text meaning from a group. */
        boolean lately(String holder, Optional<Entitlement> held, Optional<TenantId> tenant);
    }

    /**
     * Returns whether there is something to take back: an account that lives elsewhere by now is not moved, and one with
     * roles of its own, which a hand may have given, keeps its log-in, because these roles would end with it.
     */
    boolean canBeTakenBack(Gained g) {
        boolean ends = g.switchedOn()
                && g.account()
                        .filter(a -> !access.grants(SubjectId.of(a)).isEmpty())
                        .isPresent();
        return !ends && (g.residence().isEmpty() || isHeld(g));
    }

    /** Returns whether an account may be a direct member of the group that it joined, which a write can end. */
    boolean mayBeMember(Gained g) {
        Optional<Listing<AccountId>> members = g.joined().map(readback::members);
        return members.filter(all -> all.completeness().isComplete())
                .map(all -> all.entries().contains(g.account().orElseThrow()))
                .orElse(true);
    }

    /** Returns whether the reads show a gain. */
    boolean shows(Gained g) {
        return g.equipped().isPresent()
                ? g.role().filter(r -> access.grants(r.subject()).contains(r)).isPresent()
                : isHeld(g);
    }

    private boolean isHeld(Gained g) {
        Optional<DivisionId> lives = g.account().map(accounts::get).map(Account::division);
        boolean resident = g.residence()
                .map(division -> lives.equals(Optional.of(division.id())))
                .orElse(false);
        boolean member = g.joined()
                .map(group -> access.groups(g.account().orElseThrow()).contains(group))
                .orElse(false);
        return resident || member;
    }
}
