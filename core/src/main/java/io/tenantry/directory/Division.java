// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A division as it stands in the organization. Immutable.
 *
 * @param home whether it is the Home division, which receives everything that is created without a division
 */
public record Division(DivisionId id, String name, boolean home) {}
