// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.Baseline.Seen.What;
import io.tenantry.store.Notes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The source groups that rules name, with the people whom earlier runs saw in them and whom this one sees. An export may
 * have lost a group that people were in and nobody is in now. If two people or more would gain or lose access by that, it
 * is unknown for them; one person who leaves the last place of a group is an ordinary mover. For one thread.
 */
public final class SourceGroups {
    private final String source;
    private final Set<String> named;

    /** What earlier runs saw, by group. */
    private final Map<String, String> before = new TreeMap<>();

    /** The groups that earlier runs found to be lost. */
    private final Set<String> lost = new TreeSet<>();

    private final Map<String, Integer> now = new TreeMap<>();
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, Set<IdentityId>> concerned = new TreeMap<>();

    /**
     * Begins with the people of earlier runs.
     *
     * @param declared the groups that the host declares to be empty
     */
    public SourceGroups(OrganizationPolicy policy, String source, Notes known, Set<String> declared) {
        this.source = source;
        this.named = named(policy.tenants());
        remember(known.seen(What.SOURCE_GROUPS, source), new HashSet<>());
        remember(known.seen(What.LOST_GROUPS, source), lost);
        before.keySet().retainAll(named);
        before.keySet().removeAll(declared);
        lost.retainAll(before.keySet());
    }

    private void remember(Set<String> entries, Set<String> names) {
        for (String entry : entries) {
            String name = entry.split(" ", 3)[2];
            before.put(name, entry);
            names.add(name);
        }
    }

    static Set<String> named(List<TenantPolicy> tenants) {
        Set<String> named = new TreeSet<>();
        for (TenantPolicy tenant : tenants) {
            for (Condition rule : tenant.rules()) {
                rule.group().ifPresent(named::add);
            }
        }
        return named;
    }

    /** Forgets the people whom this run reads, because all are read again. */
    public void clear() {
        now.clear();
    }

    /** Adds a person whom this run reads. */
    public void add(Identity person) {
        for (String group : person.sourceGroups()) {
            if (named.contains(group)) {
                now.merge(group, 1, Integer::sum);
            }
        }
    }

    /**
     * Begins to compare people.
     *
     * @param all whether the groups count that nobody is in, beside those that were lost before
     */
    public void begin(boolean all) {
        again();
        missing.clear();
        missing.addAll(all ? before.keySet() : lost);
        missing.removeAll(now.keySet());
    }

    /** Forgets whom the groups concern, because all people are compared again. */
    void again() {
        concerned.clear();
    }

    /**
     * Returns the result for a person: that in which missing groups are empty or, if it would change access by that
     * alone, that in which they are unknown.
     *
     * @param access whether a change is one of access
     */
    PersonResult weigh(
            PersonResult empty, TenantMap map, Predicate<Change> access, Function<Identity, PersonResult> compared) {
        Set<String> groups = missing.isEmpty() || empty.differences().isEmpty()
                ? Set.of()
                : of(empty, empty.assignment().tenants(), List.of(), map, access);
        if (groups.isEmpty()) {
            return empty;
        }
        Identity person = empty.identity();
        PersonResult unknown = compared.apply(without(groups, person));
        groups = of(empty, Set.of(), unknown.differences(), map, access);
        Set<String> alone = new TreeSet<>(groups);
        alone.removeIf(group -> of(
                        empty,
                        Set.of(),
                        compared.apply(without(Set.of(group), person)).differences(),
                        map,
                        access)
                .isEmpty());
        for (String group : alone.isEmpty() ? groups : alone) {
            concerned.computeIfAbsent(group, g -> new TreeSet<>()).add(person.id());
        }
        return groups.isEmpty() ? empty : unknown.of(person);
    }

    /**
     * Returns the missing groups that rules of these tenants name, and of those in which access changes: other tenants do
     * not concern a person who has nothing there and gets nothing.
     *
     * @param staying changes that do not count
     */
    private Set<String> of(
            PersonResult result, Set<TenantId> and, List<Difference> staying, TenantMap map, Predicate<Change> access) {
        Set<TenantId> tenants = new HashSet<>(and);
        Set<Change> stay = new HashSet<>();
        for (Difference d : staying) {
            stay.add(d.change());
        }
        for (Difference d : result.differences()) {
            if (access.test(d.change()) && !stay.contains(d.change())) {
                tenants.add(d.tenant());
                d.change().movesFrom().ifPresent(from -> tenants.addAll(map.of(from.id())));
            }
        }
        List<TenantPolicy> policies = new ArrayList<>(map.bound().policy().tenants());
        policies.removeIf(tenant -> !tenants.contains(tenant.id()));
        Set<String> groups = named(policies);
        groups.retainAll(missing);
        return groups;
    }

    private static Identity without(Set<String> groups, Identity person) {
        Delivered delivered = person.delivered();
        return person.with(delivered.sourceGroups(delivered.sourceGroups().without(groups)));
    }

    /**
     * Drops the groups that do not count as lost after a comparison, and returns whether there were any, so that people
     * have to be compared again.
     */
    public boolean narrow() {
        return missing.removeIf(
                group -> concerned.getOrDefault(group, Set.of()).size() < (lost.contains(group) ? 1 : 2));
    }

    /** Returns that a group is lost which no earlier run found to be lost, if there is one. */
    public Optional<String> found() {
        for (String group : missing) {
            if (!lost.contains(group) && !now.containsKey(group)) {
                return Optional.of("nobody is in source group \"" + group + "\" any more");
            }
        }
        return Optional.empty();
    }

    /** Returns this with a finding for each lost group, and with the people open for whom it is unknown. */
    public Reconciliation in(Reconciliation reconciliation) {
        Reconciliation all = reconciliation;
        for (Map.Entry<String, Set<IdentityId>> of : concerned.entrySet()) {
            all = all.leavingOpen(of.getValue())
                    .finding(List.of(Findings.lost(of.getKey(), before.getOrDefault(of.getKey(), ""))));
        }
        return all;
    }

    /**
     * Returns what the store keeps after this run.
     *
     * @param all whether this run saw everybody, so that a group that nobody is in is empty unless it is lost
     */
    public List<Seen> notes(boolean all, LocalDate day) {
        Set<String> seen = new TreeSet<>();
        Set<String> gone = new TreeSet<>();
        for (String group : named) {
            String former = before.getOrDefault(group, "");
            if (now.containsKey(group) && (all || former.isEmpty() || lost.contains(group))) {
                seen.add(day + " " + now.get(group) + " " + group);
            } else if (missing.contains(group)) {
                gone.add(former);
            } else if (!all && !former.isEmpty()) {
                seen.add(former);
            }
        }
        return List.of(new Seen(What.SOURCE_GROUPS, source, seen), new Seen(What.LOST_GROUPS, source, gone));
    }
}
