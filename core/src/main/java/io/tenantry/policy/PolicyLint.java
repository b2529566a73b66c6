// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.Identity;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Checks a policy: alone, against the calendar, against people, and against an organization. Each check reports every problem it
 * can find, in the order of the document. Immutable.
 */
public final class PolicyLint {
    private final PolicyReading reading;

    private PolicyLint(PolicyReading reading) {
        this.reading = reading;
    }

    /** Returns the lint of a document; its problems name lines, and a document with errors is checked as far as it goes. */
    public static PolicyLint of(PolicyReading reading) {
        return new PolicyLint(reading);
    }

    /** Returns the lint of a policy that was made in code; its problems name paths and no lines. */
    public static PolicyLint of(OrganizationPolicy policy) {
        Problems problems = new Problems("policy");
        StructureLint.check(policy, PolicyReading.of(policy, List.of()), problems);
        return new PolicyLint(PolicyReading.of(policy, problems.sorted()));
    }

    /** Returns what is wrong with the policy alone; for a document, these are the problems of its reading. */
    public List<Problem> structure() {
        return reading.problems();
    }

    /** Returns the exceptions that are over on this day, or will not be for years. */
    public List<Problem> calendar(LocalDate today) {
        return check((policy, problems) -> new CalendarLint(policy, reading, problems).check(today));
    }

    /** Returns a check that people are fed to one by one, for a source of any size. */
    public PeopleLint people(LocalDate today) {
        return new PeopleLint(reading, today);
    }

    /**
     * Returns what people show about the policy.
     *
     * @param people everybody; if some are missing, tenants and profiles may seem unused that are not
     */
    public List<Problem> people(Iterable<Identity> people, LocalDate today) {
        PeopleLint lint = people(today);
        people.forEach(lint);
        return lint.problems();
    }

    /** Returns what an organization shows about the policy. */
    public List<Problem> organization(OrganizationFacts facts) {
        return check((policy, problems) -> new OrganizationLint(policy, reading, problems).check(facts));
    }

    private List<Problem> check(BiConsumer<OrganizationPolicy, Problems> lint) {
        Problems problems = new Problems(reading.origin());
        reading.draft().ifPresent(policy -> lint.accept(policy, problems));
        return problems.sorted();
    }
}
