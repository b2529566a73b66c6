// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Set;
import java.util.stream.Stream;

/**
 * An OAuth client that a directory works with, and the permissions that it needs for that. Immutable.
 *
 * @param id the client's id, under which its roles are granted
 * @param reading the permissions that it needs in all divisions
 * @param writing the permissions that it needs besides in the divisions where it writes
 */
public record Credential(SubjectId id, Set<String> reading, Set<String> writing) {
    /** Copies the permissions. */
    public Credential {
        reading = Set.copyOf(reading);
        writing = Set.copyOf(writing);
    }

    /** Returns whether a role in a division gives no more than the client needs there. */
    public boolean needs(Role role, DivisionId division) {
        Stream<String> carried = role.permissions().stream();
        return !role.permissions().isEmpty()
                && carried.allMatch(p -> reading.contains(p) || (!division.isEverywhere() && writing.contains(p)));
    }
}
