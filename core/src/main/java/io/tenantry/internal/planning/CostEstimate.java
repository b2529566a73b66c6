// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Person;
import io.tenantry.change.Phase;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.reach.Gains;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Cost;
import io.tenantry.plan.Operation;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Counts the calls for applying batches, including the reads that confirm them. A listing counts as many pages as it
 * had when the plan was made; a listing of a new group counts as one page.
 */
final class CostEstimate {
    private final DirectoryLimits limits;
    private final Pages pages;
    private final Map<Phase, Set<String>> people = new EnumMap<>(Phase.class);
    private final Set<AccountId> existing = new HashSet<>();
    private final Map<Phase, Leaving> leaving = new EnumMap<>(Phase.class);
    private final Set<GroupTarget> joined = new HashSet<>();
    private final Set<String> joining = new HashSet<>();
    private final Set<DivisionId> revoked = new HashSet<>();
    private final Set<SubjectId> losing = new HashSet<>();
    private final Set<SubjectId> back = new HashSet<>();
    private final Set<AccountId> gaining = new HashSet<>();
    private final Set<String> gained = new HashSet<>();
    private final Set<GroupId> entered = new HashSet<>();
    private final Set<GroupId> equipped = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Set<GroupId> enteredByMade = new HashSet<>();
    private final Set<GroupTarget> given = new HashSet<>();
    private boolean clears;
    private boolean makesGroups;

    private CostEstimate(DirectoryLimits limits, Pages pages) {
        this.limits = limits;
        this.pages = pages;
    }

    static Cost of(List<Batch> batches, DirectoryLimits limits, Pages pages) {
        CostEstimate estimate = new CostEstimate(limits, pages);
        batches.forEach(b -> b.operations().forEach(o -> estimate.add(b.phase(), o)));
        return new Cost(batches.size(), estimate.reads(), limits.callsPerMinute());
    }

    private void add(Phase phase, Operation operation) {
        operation.person().flatMap(Person::account).ifPresent(existing::add);
        clears |= phase == Phase.CLEAR;
        confirmed(phase, operation.person(), operation.change());
        boolean gain = pages.isGain(operation.change());
        boolean judged = gain || !operation.change().writesProfile().isEmpty();
        if (judged && !operation.change().removes() && phase != Phase.RESTORE) {
            operation.person().map(Person::key).ifPresent(gained::add);
        }
        if (gain) {
            operation.person().ifPresent(person -> gains(person, operation.change()));
        }
    }

    // A change of a group, of its members or of a role shows in listings, any other in its account.
    private void confirmed(Phase phase, Optional<Person> person, Change change) {
        change.createsGroup().ifPresent(name -> makesGroups = true);
        change.grants().ifPresent(this::gives);
        change.revokes().ifPresent(revoke -> {
            revoked.add(revoke.division().id());
            losing.add(revoke.holder());
        });
        change.joins().ifPresent(group -> {
            joined.add(group);
            person.map(Person::key).ifPresent(joining::add);
        });
        change.leaves().ifPresent(group -> leaves(leaving(phase), person, group.id()));
        boolean listed = change.joins().isPresent()
                || change.leaves().isPresent()
                || change.revokes().isPresent();
        person.filter(p -> !listed)
                .map(Person::key)
                .ifPresent(key ->
                        people.computeIfAbsent(phase, k -> new HashSet<>()).add(key));
        person.filter(p -> !change.survivingGroups().isEmpty())
                .flatMap(Person::account)
                .map(SubjectId::of)
                .ifPresent(back::add);
    }

    private void gives(Change.GrantRole grant) {
        given.add(grant.group());
        grant.group().id().ifPresent(equipped::add);
    }

    private static void leaves(Leaving of, Optional<Person> person, GroupId group) {
        of.groups.add(group);
        person.ifPresent(p -> p.account().ifPresent(a -> of.people.put(p.key(), SubjectId.of(a))));
    }

    private void gains(Person person, Change change) {
        Optional<GroupId> group = change.joins().flatMap(GroupTarget::id);
        person.account()
                .ifPresentOrElse(
                        account -> {
                            gaining.add(account);
                            group.ifPresent(entered::add);
                        },
                        () -> {
                            made.add(person.key());
                            group.ifPresent(enteredByMade::add);
                        });
    }

    private int reads() {
        int reads = lookups(existing.size());
        // The read that confirms the removals also shows the groups that these people were known to be in.
        leaving(Phase.REVOKE).people.keySet().removeAll(people.getOrDefault(Phase.REVOKE, Set.of()));
        for (Map.Entry<Phase, Set<String>> of : people.entrySet()) {
            boolean confirmed = of.getKey() != Phase.CREATE || limits.placesOnCreate();
            int many = of.getValue().size();
            // The groups of a restored account, before and after it leaves them, are read for each account alone.
            boolean alone = of.getKey() == Phase.RESTORE || of.getKey() == Phase.REVOKE;
            int asked = alone ? many : lookups(many);
            // Before accounts are created unplaced, the divisions are listed.
            reads += confirmed ? asked : 1;
        }
        // The roles of a group are confirmed only before former access is cleared.
        reads += clears ? given.size() : 0;
        return reads
                + fewer(joining, joined, g -> g.id().map(pages::members).orElse(1))
                + taken()
                + gate()
                + created()
                + after();
    }

    // Between taking and giving, the access of existing accounts that gain is read once more, and that of the members
    // of groups that get a role. Of new accounts, only the groups that they join are read.
    private int gate() {
        Set<GroupId> groups = new HashSet<>(entered);
        groups.addAll(enteredByMade);
        if (gaining.isEmpty() && equipped.isEmpty()) {
            return groups.size() <= pages.divisions() ? groups.size() : pages.pagesOfDivisions();
        }
        int alone = gaining.size() + groups.size() + equipped.size();
        int members = members(equipped);
        Set<GroupId> shown = new HashSet<>(equipped);
        shown.addAll(leaving(Phase.REVOKE).readByGroup());
        return members + (alone <= pages.places() - shown.size() ? alone : pages.pagesOfPlaces() - members(shown));
    }

    // After the creation, the access of the new accounts is read if a rule may let them reach a tenant.
    private int created() {
        int alone = made.size() + enteredByMade.size();
        return made.isEmpty() || !pages.readsNewAccounts()
                ? 0
                : lookups(made.size()) + (alone <= pages.places() ? alone : pages.pagesOfPlaces());
    }

    // After the last gain, the access of all who gained is read again; the reads that confirmed the joins count.
    private int after() {
        boolean byGroup = joining.size() > joined.size();
        Set<GroupId> shown = new HashSet<>(equipped);
        if (byGroup) {
            joined.forEach(g -> g.id().ifPresent(shown::add));
        }
        Set<String> unread = new HashSet<>(gained);
        unread.removeAll(byGroup ? Set.of() : joining);
        int alone = gained.size() + equipped.size();
        // The listing of groups tells which of the holders are groups that this run made.
        int places = pages.pagesOfPlaces() + (makesGroups ? 1 : 0) - members(shown);
        return lookups(unread.size()) + members(equipped) + (alone <= pages.places() - shown.size() ? alone : places);
    }

    /**
     * Returns the number of reads that confirm removals of people and groups; the grants of a holder are read only
     * once.
     */
    private int taken() {
        Set<SubjectId> holders = new HashSet<>(back);
        int reads = 0;
        for (Leaving of : leaving.values()) {
            if (of.readByGroup().isEmpty()) {
                reads += of.people.size();
                holders.addAll(of.people.values());
            } else {
                reads += members(of.groups);
            }
        }
        if (losing.size() <= revoked.size()) {
            holders.addAll(losing);
        } else {
            reads += revoked.stream().mapToInt(pages::grants).sum();
        }
        return reads + holders.size();
    }

    private static <T> int fewer(Set<?> each, Set<T> together, ToIntFunction<T> pages) {
        return each.size() <= together.size()
                ? each.size()
                : together.stream().mapToInt(pages).sum();
    }

    private int members(Set<GroupId> groups) {
        return groups.stream().mapToInt(pages::members).sum();
    }

    private int lookups(int accounts) {
        return (accounts + limits.lookupsPerCall() - 1) / limits.lookupsPerCall();
    }

    private Leaving leaving(Phase phase) {
        return leaving.computeIfAbsent(phase, p -> new Leaving(new HashSet<>(), new HashMap<>()));
    }

    /** The groups that people leave in a phase, which is confirmed before the next one, and these people. */
    private record Leaving(Set<GroupId> groups, Map<String, SubjectId> people) {
        /** Returns the groups whose members are read; none if the people are read instead, because they are fewer. */
        Set<GroupId> readByGroup() {
            return people.size() <= groups.size() ? Set.of() : groups;
        }
    }

    /** Returns the number of pages of a listing. */
    @FunctionalInterface
    interface Pages {
        /** Assumes one page for each listing. */
        Pages ONE = group -> 1;

        int members(GroupId group);

        default int grants(DivisionId division) {
            return 1;
        }

        /** Returns whether a change lets a person reach a tenant. */
        default boolean isGain(Change change) {
            return change.joins().isPresent();
        }

        /** Returns whether the access of new accounts is read. */
        default boolean readsNewAccounts() {
            return false;
        }

        /** Returns in how many divisions a grant leads to a tenant, all divisions at once counted as one. */
        default int divisions() {
            return Integer.MAX_VALUE;
        }

        /** Returns how many pages the grants in these divisions have. */
        default int pagesOfDivisions() {
            return divisions();
        }

        /** Returns how many listings show the access of all accounts; it is cheaper to read fewer accounts alone. */
        default int places() {
            return Integer.MAX_VALUE;
        }

        /** Returns how many pages these listings have. */
        default int pagesOfPlaces() {
            return places();
        }

        /** Returns the numbers of pages of the listings in a snapshot. */
        static Pages of(DirectorySnapshot directory, TenantMap tenants) {
            Gains gains = new Gains(tenants);
            return new Pages() {
                @Override
                public boolean isGain(Change change) {
                    return gains.gives(change);
                }

                @Override
                public boolean readsNewAccounts() {
                    return directory.mayTakeNewAccounts(tenants.bound());
                }

                @Override
                public int members(GroupId group) {
                    return Math.max(1, directory.membersProof(group).pages());
                }

                @Override
                public int grants(DivisionId division) {
                    return Math.max(1, directory.grantsProof(division).pages());
                }

                @Override
                public int divisions() {
                    return tenants.grantedDivisions().size();
                }

                @Override
                public int pagesOfDivisions() {
                    return tenants.grantedDivisions().stream()
                            .mapToInt(this::grants)
                            .sum();
                }

                @Override
                public int places() {
                    return divisions() + tenants.bound().ownedGroups().size();
                }

                @Override
                public int pagesOfPlaces() {
                    Stream<Integer> others = directory.others().values().stream()
                            .map(listing -> Math.max(1, listing.completeness().pages()));
                    boolean unknown = directory.holders().stream()
                            .anyMatch(holder -> !tenants.bound().isGroup(new GroupId(holder.value())));
                    int listing = unknown ? 1 : 0;
                    return listing
                            + pagesOfDivisions()
                            + Stream.of(tenants.bound().ownedGroups().stream().map(this::members), others)
                                    .flatMap(pages -> pages)
                                    .mapToInt(Integer::intValue)
                                    .sum();
                }
            };
        }
    }
}
