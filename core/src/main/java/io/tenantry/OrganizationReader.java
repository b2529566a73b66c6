// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Organization;
import io.tenantry.internal.binding.Binder;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.store.Pins;
import java.time.Instant;
import java.util.stream.Stream;

/** Reads which organization this is, its divisions, groups and roles, and binds the policy to them. */
final class OrganizationReader {
    private OrganizationReader() {}

    /**
     * Returns the id of the organization, having made sure that the policy is for it.
     *
     * @throws PlanRefusedException if the policy is for another organization
     */
    static Organization organization(Settings settings) {
        Organization organization = settings.directory().organization();
        String meant = settings.policy().organization();
        if (!isMeant(meant, organization)) {
            throw new PlanRefusedException(
                    PlanRefusedException.Cause.OTHER_ORGANIZATION,
                    "the policy is for organization \"" + meant + "\" and the credential belongs to \""
                            + organization.shortName() + "\": use the other policy or the other credential; "
                            + organization.id());
        }
        return organization;
    }

    private static boolean isMeant(String meant, Organization organization) {
        return Stream.of(organization.id(), organization.shortName(), organization.name())
                .anyMatch(meant::equals);
    }

    /** Returns what the organization is made of, having made sure that the policy is for it. */
    static Structure structure(Settings settings, Instant now) {
        DivisionNames divisions = divisions(settings);
        EarlierRuns earlier = new EarlierRuns(settings);
        Organization organization = earlier.organization(divisions)
                .filter(o -> isMeant(settings.policy().organization(), o))
                .orElseGet(() -> organization(settings));
        earlier.remember(organization, divisions);
        return new Structure(organization.id(), bound(settings, divisions), now);
    }

    static DivisionNames divisions(Settings settings) {
        return DivisionNames.of(settings.directory().divisions().list());
    }

    static BoundPolicy bound(Settings settings, DivisionNames divisions) {
        Directory directory = settings.directory();
        Pins pins = settings.store().pins();
        Binder binder = new Binder(
                divisions, directory.groups().list(), directory.roles().list(), pins);
        BoundPolicy bound = binder.bind(settings.policy());
        bound.tenants().forEach(t -> {
            t.division().id().ifPresent(id -> pins.pin(t.id(), t.division().name(), id));
            t.profiles()
                    .forEach(p -> p.group()
                            .id()
                            .ifPresent(id -> pins.pin(t.id(), p.group().name(), id)));
        });
        return bound;
    }
}
