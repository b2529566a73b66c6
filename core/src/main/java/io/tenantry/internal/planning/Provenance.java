// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import java.time.Instant;

/**
 * What a plan is made from and how long it counts. Immutable.
 *
 * @param organization the organization's id
 * @param source fingerprint of the identities
 * @param directory fingerprint of what the organization showed
 */
public record Provenance(String organization, String source, String directory, Instant createdAt, Instant expiresAt) {}
