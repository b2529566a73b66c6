// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.internal.Fold;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy of one Genesys organization: all tenants and the settings they share. Immutable.
 *
 * @param organization the short name or id of the organization the document is for
 * @param precedence the tenants in the order in which they win where several match; empty if no order is written
 * @param protectedPeople identity ids, account ids or user names of people whom no plan changes, as written and in the
 *     form in which names are compared
 * @param sharedDivisions divisions that belong to no tenant; an account may live there, and a role there reaches no
 *     tenant
 * @param accepted access outside the policy that the operator accepts
 * @param outside who of the people that no tenant matches is expected to have none; without it, all of them are
 * @param hash identifies the meaning of the document: equal for two documents that say the same
 */
public record OrganizationPolicy(
        String organization,
        Governance defaults,
        List<AttributeRule> attributes,
        List<TenantPolicy> tenants,
        List<TenantId> precedence,
        List<JointAgent> jointAgents,
        Set<String> protectedPeople,
        List<DivisionRef> sharedDivisions,
        List<AcceptedAccess> accepted,
        Optional<Condition> outside,
        String hash) {
    /** Copies the collections. */
    public OrganizationPolicy {
        attributes = List.copyOf(attributes);
        tenants = List.copyOf(tenants);
        precedence = List.copyOf(precedence);
        jointAgents = List.copyOf(jointAgents);
        protectedPeople = Stream.concat(
                        protectedPeople.stream(), protectedPeople.stream().map(Fold::of))
                .collect(Collectors.toUnmodifiableSet());
        sharedDivisions = List.copyOf(sharedDivisions);
        accepted = List.copyOf(accepted);
    }

    /** Creates a policy without shared divisions, accepted access and a rule about who is outside. */
    public OrganizationPolicy(
            String organization,
            Governance defaults,
            List<AttributeRule> attributes,
            List<TenantPolicy> tenants,
            List<TenantId> precedence,
            List<JointAgent> jointAgents,
            Set<String> protectedPeople,
            String hash) {
        this(
                organization,
                defaults,
                attributes,
                tenants,
                precedence,
                jointAgents,
                protectedPeople,
                List.of(),
                List.of(),
                Optional.empty(),
                hash);
    }

    /** Returns the keys of the attributes that it writes to accounts, in order, separated by commas. */
    public String writtenAttributes() {
        return attributes.stream().map(a -> a.to().key()).sorted().collect(Collectors.joining(", "));
    }

    /** Returns the tenant with this id, if there is one. */
    public Optional<TenantPolicy> tenant(TenantId id) {
        return tenants.stream().filter(t -> t.id().equals(id)).findFirst();
    }

    /** Returns the rules of tenants that are not leaving, the rule about who is outside, and all parts of these rules. */
    public List<Condition> rules() {
        List<Condition> all = new ArrayList<>();
        for (TenantPolicy tenant : tenants) {
            if (!tenant.isLeaving()) {
                all.addAll(tenant.rules());
            }
        }
        outside.ifPresent(rule -> rule.each("", (part, path) -> all.add(part)));
        return all;
    }

    /** Returns whether a plan may create the division of a tenant. */
    public boolean createsDivisions() {
        return tenants.stream().anyMatch(t -> t.division().create());
    }

    /** Returns the divisions in which this policy needs permissions, of those that were found by their names or ids. */
    public ManagedDivisions managed(DivisionNames divisions) {
        Stream<Division> home = divisions.all().stream().filter(Division::home);
        return new ManagedDivisions(
                found(tenants.stream().map(TenantPolicy::division), divisions)
                        .map(Division::id)
                        .collect(Collectors.toSet()),
                Stream.concat(home, found(sharedDivisions.stream(), divisions))
                        .map(Division::id)
                        .collect(Collectors.toSet()),
                createsDivisions());
    }

    private static Stream<Division> found(Stream<DivisionRef> refs, DivisionNames divisions) {
        return refs.flatMap(r -> divisions.resolve(r.name(), r.id()).division().stream());
    }

    /** Returns whether the policy protects a person who has one of these ids or names. */
    public boolean isProtected(String... idsAndNames) {
        for (String name : idsAndNames) {
            if (protectedPeople.contains(name) || protectedPeople.contains(Fold.of(name))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the first day after this one on which the meaning of the policy changes, because the last day of a joint
     * agent or of accepted access is over, if there is such a day.
     */
    public Optional<LocalDate> changesAfter(LocalDate day) {
        return Stream.concat(
                        jointAgents.stream().map(JointAgent::until),
                        accepted.stream().flatMap(a -> a.until().stream()))
                .filter(until -> !day.isAfter(until))
                .map(until -> until.plusDays(1))
                .min(LocalDate::compareTo);
    }

    /** Returns the lines for joint agents, each with the id of the identity that was found first for it, if one was. */
    public List<JointAgent> jointAgents(KnownIds known) {
        return jointAgents.stream()
                .map(line -> known.jointAgent(line.identity()).map(line::of).orElse(line))
                .toList();
    }
}
