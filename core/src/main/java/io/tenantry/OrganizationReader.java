// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.DivisionResolver;
import io.tenantry.reconcile.Binder;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.store.Pins;

/** Reads the divisions, groups and roles of the organization, and binds the policy to them. */
final class OrganizationReader {
    private OrganizationReader() {}

    static Blueprint blueprint(Provisioner.Settings settings) {
        Directory directory = settings.directory();
        Pins pins = settings.store().pins();
        DivisionNames divisions =
                DivisionResolver.over(directory.divisions()).build().names();
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
