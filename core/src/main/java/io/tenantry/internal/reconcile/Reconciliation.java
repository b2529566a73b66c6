// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.Baseline.Seen;
import io.tenantry.store.JointLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All differences between the desired and the observed access. Immutable.
 *
 * @param byAbsence the findings about accounts of people who are missing from the source; they say nothing if it may have
 *     failed to give people
 * @param newLinks the identities with an account that no earlier run linked to them, each with its user name
 * @param situations how many identities are in each situation
 * @param allowed the tenants that the policy lets these people reach
 * @param undecided the people for whom the policy or the organization leaves open what should happen
 * @param outside the people whom the policy calls outside and who hold nothing, each with what a run says once
 */
public record Reconciliation(
        List<Difference> differences,
        List<Finding> findings,
        List<Finding> byAbsence,
        Map<IdentityId, Person> newLinks,
        Map<String, Integer> situations,
        AllowedTenants allowed,
        Set<IdentityId> undecided,
        Map<IdentityId, Finding> outside) {
    /** Copies the collections. */
    public Reconciliation {
        differences = List.copyOf(differences);
        findings = List.copyOf(findings);
        byAbsence = List.copyOf(byAbsence);
        newLinks = Collections.unmodifiableMap(new TreeMap<>(newLinks));
        situations = Collections.unmodifiableMap(new TreeMap<>(situations));
        undecided = Set.copyOf(undecided);
        outside = Collections.unmodifiableMap(new TreeMap<>(outside));
    }

    /** Returns the differences of a plan that is for no people of a source. */
    public static Reconciliation of(List<Difference> differences, List<Finding> findings) {
        return new Reconciliation(
                differences, findings, List.of(), Map.of(), Map.of(), new AllowedTenants(), Set.of(), Map.of());
    }

    /** Returns whether something differs for the agent of this line. */
    public boolean concerns(JointLine line) {
        return differences.stream()
                .flatMap(d -> d.person().flatMap(Person::identity).stream())
                .anyMatch(line::isFor);
    }

    /** Returns this reconciliation with more findings. */
    public Reconciliation finding(List<Finding> more) {
        List<Finding> all = Stream.concat(findings.stream(), more.stream()).toList();
        return new Reconciliation(differences, all, byAbsence, newLinks, situations, allowed, undecided, outside);
    }

    /** Returns this reconciliation with other differences. */
    public Reconciliation with(List<Difference> others) {
        return new Reconciliation(others, findings, byAbsence, newLinks, situations, allowed, undecided, outside);
    }

    /** Returns the fingerprints of the people who are outside. */
    public Set<String> outsiders() {
        Set<String> prints = new HashSet<>();
        for (IdentityId person : outside.keySet()) {
            prints.add(Seen.print(person));
        }
        return prints;
    }

    /**
     * Returns this reconciliation with a finding for each person who is outside and was not before. The others are only
     * counted.
     *
     * @param before the fingerprints of those whom earlier runs saw outside
     */
    public Reconciliation newlyOutside(Set<String> before) {
        List<Finding> all = new ArrayList<>(findings);
        for (Map.Entry<IdentityId, Finding> person : outside.entrySet()) {
            if (!before.contains(Seen.print(person.getKey()))) {
                all.add(person.getValue());
            }
        }
        Map<String, Integer> counts = new TreeMap<>(situations);
        if (!counts.isEmpty() && !outside.isEmpty()) {
            counts.put("outside", outside.size());
        }
        return new Reconciliation(differences, all, byAbsence, newLinks, counts, allowed, undecided, outside);
    }

    /** Returns this reconciliation without new links of these people, who stay undecided. */
    public Reconciliation leavingOpen(Set<IdentityId> people) {
        Map<IdentityId, Person> links = new TreeMap<>(newLinks);
        links.keySet().removeAll(people);
        Set<IdentityId> open = new HashSet<>(undecided);
        open.addAll(people);
        return new Reconciliation(differences, findings, byAbsence, links, situations, allowed, open, outside);
    }
}
