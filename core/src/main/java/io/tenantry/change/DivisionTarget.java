// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.DivisionId;
import java.util.Optional;

/** A division by name, and by id unless it is still to be created. Immutable. */
public record DivisionTarget(String name, Optional<DivisionId> id) {
    /**
     * @throws IllegalArgumentException if it means all divisions: no account is put into all of them, and no role is
     *     granted there
     */
    public DivisionTarget {
        if (id.filter(DivisionId::isEverywhere).isPresent()) {
            throw new IllegalArgumentException("a target cannot be all divisions at once: name one division");
        }
    }
}
