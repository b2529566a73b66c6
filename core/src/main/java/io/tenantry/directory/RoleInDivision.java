// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** A role, and the one division in which it counts. Immutable. */
public record RoleInDivision(RoleId role, DivisionId division) {}
