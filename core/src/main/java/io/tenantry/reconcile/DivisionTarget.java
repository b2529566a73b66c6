// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.DivisionId;
import java.util.Optional;

/** A division by name, and by id unless it is still to be created. Immutable. */
public record DivisionTarget(String name, Optional<DivisionId> id) {}
