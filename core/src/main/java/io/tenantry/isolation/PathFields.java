// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import java.util.Optional;

/** The parts of a path, for forms that have columns. */
record PathFields(
        String kind,
        Optional<Role> role,
        Optional<Division> division,
        Optional<Group> group,
        Optional<String> profile) {
    private static final Taken TAKEN_APART = new Taken();

    static PathFields of(Path path) {
        return path.match(TAKEN_APART);
    }

    private static final class Taken implements Path.Cases<PathFields> {
        @Override
        public PathFields residence(Path.Residence path) {
            return new PathFields(
                    "residence", Optional.empty(), Optional.of(path.division()), Optional.empty(), Optional.empty());
        }

        @Override
        public PathFields ownGrant(Path.OwnGrant path) {
            return new PathFields(
                    "own grant",
                    Optional.of(path.role()),
                    Optional.of(path.division()),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public PathFields membership(Path.Membership path) {
            return new PathFields(
                    "membership", Optional.empty(), Optional.empty(), Optional.of(path.group()), some(path.profile()));
        }

        private static Optional<String> some(String profile) {
            return Optional.of(profile).filter(p -> !p.isEmpty());
        }

        @Override
        public PathFields inheritedGrant(Path.InheritedGrant path) {
            return new PathFields(
                    "inherited grant",
                    Optional.of(path.role()),
                    Optional.of(path.division()),
                    Optional.of(path.group()),
                    Optional.empty());
        }

        @Override
        public PathFields ownership(Path.Ownership path) {
            return new PathFields(
                    "ownership", Optional.empty(), Optional.empty(), Optional.empty(), some(path.profile()));
        }
    }
}
