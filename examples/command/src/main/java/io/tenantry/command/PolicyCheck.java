// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.directory.Directory;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.OrganizationFacts;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PeopleLint;
import io.tenantry.policy.PolicyLint;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects every problem of a policy. The constructor checks the policy by itself and against the calendar;
 * {@link #people} and {@link #organization} add the problems that a source of people and the organization show. Not
 * thread-safe.
 */
public final class PolicyCheck {
    private final PolicyLint lint;
    private final Set<String> groups;
    private final LocalDate today;
    private final List<Problem> problems = new ArrayList<>();

    /** Checks the policy by itself and against today's date. */
    public PolicyCheck(PolicyReading reading, Clock clock) {
        lint = PolicyLint.of(reading);
        today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        groups = reading.policy().stream()
                .flatMap(p -> p.tenants().stream())
                .flatMap(t -> t.profiles().stream())
                .map(AccessProfile::genesysGroup)
                .collect(Collectors.toSet());
        problems.addAll(lint.structure());
        problems.addAll(lint.calendar(today));
    }

    /**
     * Reads a source and checks the policy against its people.
     *
     * @throws io.tenantry.identity.IdentitySourceException if the source cannot be read
     */
    public void people(IdentitySource source) {
        PeopleLint people = lint.people(today);
        source.read(page -> page.identities().forEach(people));
        problems.addAll(people.problems());
    }

    /**
     * Reads divisions, groups, roles and the grants of the policy's groups, and checks the policy against them.
     *
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public void organization(Directory directory) {
        Listing<Group> found = directory.groups().list();
        List<Grant> grants = found.entries().stream()
                .filter(g -> groups.contains(g.name()))
                .flatMap(g -> directory.grants().of(SubjectId.of(g.id())).entries().stream())
                .toList();
        problems.addAll(lint.organization(new OrganizationFacts(
                directory.organization(),
                directory.divisions().list(),
                directory.roles().list(),
                found,
                Listing.complete(grants))));
    }

    /** Returns the problems found so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Returns the problem of a policy and a credential that belong to different organizations; empty if they agree. */
    static Optional<String> otherOrganization(OrganizationPolicy policy, Organization organization) {
        boolean same = policy.organization().equals(organization.shortName())
                || policy.organization().equals(organization.id());
        return same
                ? Optional.empty()
                : Optional.of("the policy is for organization \"" + policy.organization()
                        + "\", but the credential belongs to \"" + organization.shortName() + "\" ("
                        + organization.id() + "): check the credential and the policy's organization");
    }
}
