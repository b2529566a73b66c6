// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionId;
import java.util.Optional;

/**
 * How a policy names the division of a tenant. Immutable.
 *
 * @param name its name in the organization
 * @param id pins it; the name is then only checked, and a difference reported as a rename
 * @param create whether it is created if it is missing; never unless written
 */
public record DivisionRef(String name, Optional<DivisionId> id, boolean create) {}
