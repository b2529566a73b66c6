// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.DivisionId;
import java.util.Optional;

/** A division by name, and by id unless it is still to be created. Immutable. */
public record DivisionTarget(String name, Optional<DivisionId> id) {
    /** @throws IllegalArgumentException if it means all divisions, in which nobody is put and nothing is granted */
    public DivisionTarget {
        if (id.filter(DivisionId::isEverywhere).isPresent()) {
            throw new IllegalArgumentException("all divisions at once can be no target: name one");
        }
    }
}
