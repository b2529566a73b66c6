// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionId;
import java.util.Optional;

/**
 * A division, as a policy names it. Immutable.
 *
 * @param name its name in the organization
 * @param id the id, if the policy pins one; the name is then only compared, and a difference is reported as a rename
 * @param create whether a plan creates it if it is missing; false if not written
 */
public record DivisionRef(String name, Optional<DivisionId> id, boolean create) {}
