// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * A division as it stands in the organization. Immutable.
 *
 * @param home whether it is the Home division, into which Genesys puts whatever names no other
 */
public record Division(DivisionId id, String name, boolean home) {}
