// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import java.util.Optional;

/** A path, taken apart for forms that have columns. */
record PathFields(
        String kind,
        Optional<Role> role,
        Optional<Division> division,
        Optional<Group> group,
        Optional<String> profile) {
    static PathFields of(Path path) {
        if (path instanceof Path.Residence p) {
            return new PathFields(
                    "residence", Optional.empty(), Optional.of(p.division()), Optional.empty(), Optional.empty());
        } else if (path instanceof Path.OwnGrant p) {
            return new PathFields(
                    "own grant", Optional.of(p.role()), Optional.of(p.division()), Optional.empty(), Optional.empty());
        } else if (path instanceof Path.Membership p) {
            return new PathFields(
                    "membership", Optional.empty(), Optional.empty(), Optional.of(p.group()), Optional.of(p.profile()));
        } else if (path instanceof Path.InheritedGrant p) {
            return new PathFields(
                    "inherited grant",
                    Optional.of(p.role()),
                    Optional.of(p.division()),
                    Optional.of(p.group()),
                    Optional.empty());
        }
        String profile = ((Path.Ownership) path).profile();
        return new PathFields("ownership", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(profile));
    }
}
