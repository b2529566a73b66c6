// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionResolver;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Structure;
import io.tenantry.internal.binding.Binder;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Optional;

/**
 * Reads the organization of the credential, and binds the policy to its structure from the resolver. Safe for use by
 * several threads.
 */
final class OrganizationReader {
    private final OrganizationPolicy policy;
    private final Directory directory;
    private final EarlierRuns earlier;
    private final DivisionResolver resolver;
    /** The structure that was bound last; it is used as long as the resolver returns the same read. */
    private volatile Optional<BoundStructure> latest = Optional.empty();

    OrganizationReader(OrganizationPolicy policy, Directory directory, EarlierRuns earlier, DivisionResolver resolver) {
        this.policy = policy;
        this.directory = directory;
        this.earlier = earlier;
        this.resolver = resolver;
    }

    OrganizationPolicy policy() {
        return policy;
    }

    /**
     * Reads which organization this is.
     *
     * @throws PlanRefusedException if the policy is for another organization
     */
    Organization organization() {
        Organization organization = directory.organization();
        String meant = policy.organization();
        if (!isMeant(organization)) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.OTHER_ORGANIZATION,
                    "the policy is for organization \"" + meant + "\" and the credential belongs to \""
                            + organization.shortName() + "\": use the other policy or the other credential; "
                            + organization.id());
        }
        return organization;
    }

    private boolean isMeant(Organization organization) {
        return organization.isCalled(policy.organization());
    }

    /** Reads the structure of this organization now. */
    BoundStructure fresh(Organization organization) {
        return bound(organization, resolver.reread());
    }

    /**
     * Returns the structure that was read last if it is recent enough, or reads it.
     *
     * @throws PlanRefusedException if the policy is for another organization
     */
    BoundStructure recent() {
        Structure structure = resolver.structure();
        return latest.filter(l -> l.isOf(structure)).orElseGet(() -> {
            Organization organization = earlier.organization(structure.divisions())
                    .filter(this::isMeant)
                    .orElseGet(this::organization);
            return bound(organization, structure);
        });
    }

    /** Returns the organization's id, from the structure that was read last if it is recent enough. */
    String organizationId() {
        return resolver.latest()
                .flatMap(structure -> latest.filter(l -> l.isOf(structure)))
                .map(BoundStructure::organization)
                .orElseGet(() -> directory.organization().id());
    }

    // A plan does not need the catalogue; without it, a role that has grown may have gained anything.
    private Listing<Permission> catalogue() {
        try {
            return directory.roles().permissions();
        } catch (DirectoryException e) {
            return new Listing<>(
                    List.of(), Completeness.doubtful(0, 0, "the catalogue of permissions: " + e.getMessage()));
        }
    }

    /** Forgets the last binding, because what earlier runs know has changed. */
    void forget() {
        latest = Optional.empty();
    }

    private BoundStructure bound(Organization organization, Structure structure) {
        BoundPolicy bound = new Binder(structure, earlier.known(), this::catalogue).bind(policy);
        earlier.remember(organization, structure.divisions(), bound);
        BoundStructure result = new BoundStructure(organization.id(), structure, bound);
        latest = Optional.of(result);
        return result;
    }
}
