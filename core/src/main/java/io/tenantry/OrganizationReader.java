// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Organization;
import io.tenantry.reconcile.Binder;
import io.tenantry.reconcile.Blueprint;
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
    static Organization organization(Provisioner.Settings settings) {
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
    static Structures.Structure structure(Provisioner.Settings settings, Instant now) {
        DivisionNames divisions = divisions(settings);
        Memory memory = new Memory(settings);
        Organization organization = memory.organization(divisions)
                .filter(o -> isMeant(settings.policy().organization(), o))
                .orElseGet(() -> organization(settings));
        memory.remember(organization, divisions);
        return new Structures.Structure(organization.id(), blueprint(settings, divisions), now);
    }

    static DivisionNames divisions(Provisioner.Settings settings) {
        return DivisionNames.of(settings.directory().divisions().list());
    }

    static Blueprint blueprint(Provisioner.Settings settings, DivisionNames divisions) {
        Directory directory = settings.directory();
        Pins pins = settings.store().pins();
        Binder binder = new Binder(
                divisions, directory.groups().list(), directory.roles().list(), pins);
        Blueprint blueprint = binder.bind(settings.policy());
        blueprint.tenants().forEach(t -> {
            t.division().id().ifPresent(id -> pins.pin(t.id(), t.division().name(), id));
            t.profiles()
                    .forEach(p -> p.group()
                            .id()
                            .ifPresent(id -> pins.pin(t.id(), p.group().name(), id)));
        });
        return blueprint;
    }
}
