// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** A group as it stands in the organization; groups belong to no division. Immutable. */
public record Group(GroupId id, String name) {}
