// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Listing;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.identity.Identity;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Checks a policy: alone, against the calendar, against people, and against an organization. Each check reports every
 * problem it can find, in the order of the document. Immutable.
 */
public final class PolicyLint {
    private final PolicyReading reading;

    private PolicyLint(PolicyReading reading) {
        this.reading = reading;
    }

    /**
     * Returns the lint of a document; its problems name lines, and a document with errors is checked as far as it goes.
     */
    public static PolicyLint of(PolicyReading reading) {
        return new PolicyLint(reading);
    }

    /** Returns the lint of a policy that was made in code; its problems name paths and no lines. */
    public static PolicyLint of(OrganizationPolicy policy) {
        Problems problems = new Problems("policy");
        structure(policy, PolicyReading.of(policy, List.of()), problems);
        return new PolicyLint(PolicyReading.of(policy, problems.sorted()));
    }

    /** Finds all problems that a policy shows on its own. */
    static void structure(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        new TenantLint(policy, places, problems).check();
        new RuleLint(policy, places, problems).check();
        new NameLint(policy, places, problems).check();
        new ExceptionLint(policy, places, problems).check();
        new AcceptedLint(policy, places, problems).check();
    }

    /** Returns what is wrong with the policy alone; for a document, these are the problems of its reading. */
    public List<Problem> structure() {
        return reading.problems();
    }

    /** Returns the exceptions that are over on this day, or that end too far in the future. */
    public List<Problem> calendar(LocalDate today) {
        return check((policy, problems) -> new CalendarLint(policy, reading, problems).check(today));
    }

    /** Returns a check that takes people one by one, for a source of any size, where no earlier run knew anybody. */
    public PeopleLint people(LocalDate today) {
        return new PeopleLint(reading, today, Optional.empty());
    }

    /** Returns the same check, with ids of earlier runs. */
    public PeopleLint people(LocalDate today, KnownIds known) {
        return new PeopleLint(reading, today, Optional.of(known));
    }

    /**
     * Returns the problems of the policy that these people show.
     *
     * @param people all people of the source; if some are missing, tenants and profiles that are in use may seem unused
     */
    public List<Problem> people(Iterable<Identity> people, LocalDate today) {
        PeopleLint lint = people(today);
        people.forEach(lint);
        return lint.problems();
    }

    /** Returns the divisions of this listing in which the policy needs permissions. */
    public ManagedDivisions managed(Listing<Division> divisions) {
        DivisionNames names = DivisionNames.of(divisions);
        return reading.draft()
                .map(policy -> policy.managed(names))
                .orElseGet(() -> new ManagedDivisions(Set.of(), Set.of(), false));
    }

    /** Returns the problems of the policy that this organization shows. */
    public List<Problem> organization(OrganizationFacts facts) {
        return check((policy, problems) -> new OrganizationLint(policy, reading, problems).check(facts));
    }

    private List<Problem> check(BiConsumer<OrganizationPolicy, Problems> lint) {
        Problems problems = new Problems(reading.origin());
        reading.draft().ifPresent(policy -> lint.accept(policy, problems));
        return problems.sorted();
    }
}
