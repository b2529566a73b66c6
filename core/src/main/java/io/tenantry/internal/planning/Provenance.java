// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import java.time.Instant;

/**
 * The reads that a plan is made from, and how long it is valid. Immutable.
 *
 * @param organization the organization's id
 * @param source the fingerprint of the identities
 * @param directory the fingerprint of the organization as the read showed it
 */
public record Provenance(String organization, String source, String directory, Instant createdAt, Instant expiresAt) {}
