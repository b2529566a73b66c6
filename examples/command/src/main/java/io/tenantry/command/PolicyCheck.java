// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Listing;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.OrganizationFacts;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PeopleLint;
import io.tenantry.policy.PolicyLint;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Pins;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects every problem of a policy. The constructor checks the policy by itself and against the calendar;
 * {@link #people} and {@link #organization} add the problems that a source of people and the organization show. Not
 * thread-safe.
 */
public final class PolicyCheck {
    private final PolicyLint lint;
    private final Optional<OrganizationPolicy> policy;
    private final Set<String> groups;
    private final LocalDate today;
    private final List<Problem> problems = new ArrayList<>();
    private SourceLook look = SourceLook.NONE;

    /** Checks the policy by itself and against today's date. */
    public PolicyCheck(PolicyReading reading, Clock clock) {
        lint = PolicyLint.of(reading);
        policy = reading.policy();
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
        people(source, Pins.NONE);
    }

    /** Checks the policy against the people of a source, as {@link #people(IdentitySource)}, with ids of earlier runs. */
    public void people(IdentitySource source, Pins known) {
        PeopleLint people = lint.people(today, known);
        look = SourceLook.at(source, people);
        problems.addAll(people.problems());
    }

    /**
     * Reads divisions, groups, roles, the grants of the policy's groups and those in tenants' divisions, the catalogue of
     * permissions and the rules of these groups, and checks the policy against them. Also reports
     * every permission that the credential lacks; a listing that it therefore cannot read counts as incomplete.
     *
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public void organization(Directory directory) {
        organization(directory, Pins.NONE);
    }

    /** Checks the policy against the organization, as {@link #organization(Directory)}, with ids of earlier runs. */
    public void organization(Directory directory, Pins known) {
        Organization organization = directory.organization();
        Listing<Division> divisions = directory.divisions().list();
        List<MissingPermission> missing = directory.missingPermissions(lint.managed(divisions));
        Listing<Group> found = directory.groups().list();
        Set<Grant> grants = new LinkedHashSet<>();
        found.entries().stream()
                .filter(g -> groups.contains(g.name()) || pinned(known).contains(g.id()))
                .forEach(g -> grants.addAll(tolerant(() -> directory.grants().of(SubjectId.of(g.id())))
                        .entries()));
        owned(DivisionNames.of(divisions), known)
                .forEach(d ->
                        grants.addAll(tolerant(() -> directory.grants().in(d)).entries()));
        problems.addAll(lint.organization(new OrganizationFacts(
                organization,
                divisions,
                tolerant(directory.roles()::list),
                found,
                Listing.complete(List.copyOf(grants)),
                tolerant(directory.roles()::permissions),
                rules(directory, found.entries(), grants),
                known,
                missing)));
    }

    private static Set<GroupId> pinned(Pins known) {
        return known.groups().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private Stream<DivisionId> owned(DivisionNames divisions, Pins known) {
        return policy.stream()
                .flatMap(p -> p.tenants().stream())
                .flatMap(t -> divisions
                        .resolve(
                                t.division().name(),
                                t.division()
                                        .id()
                                        .or(() -> known.division(
                                                t.id(), t.division().name())))
                        .division()
                        .stream())
                .map(Division::id)
                .distinct();
    }

    private Listing<GroupRule> rules(Directory directory, List<Group> found, Set<Grant> grants) {
        Set<String> relevant = new HashSet<>();
        grants.forEach(g -> relevant.add(g.subject().value()));
        policy.stream()
                .flatMap(p -> p.accepted().stream())
                .map(AcceptedAccess::holder)
                .forEach(h -> relevant.add(h.id().map(SubjectId::value).orElse(h.name())));
        return tolerant(() -> Listing.complete(found.stream()
                .filter(g ->
                        groups.contains(g.name()) || relevant.contains(g.name()) || relevant.contains(g.id().value()))
                .flatMap(g -> directory.groups().rule(g.id()).stream())
                .toList()));
    }

    private static <T> Listing<T> tolerant(Supplier<Listing<T>> read) {
        try {
            return read.get();
        } catch (DirectoryException e) {
            if (e.failure() == Failure.RETRY_LATER) {
                throw e;
            }
            return new Listing<>(List.of(), Completeness.doubtful(0, 0, e.failure() + ", " + e.getMessage()));
        }
    }

    /** Returns what the read of the source showed. */
    SourceLook look() {
        return look;
    }

    /** Returns the problems found so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }
}
