// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** A role as it stands in the organization. Immutable. */
public record Role(RoleId id, String name) {}
