// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Optional;

/**
 * A row of a source that could not be read as an identity. No person whom it may mean is removed because of it.
 * Immutable.
 *
 * @param origin the place of the row, such as {@code users.csv:17}
 * @param id the identity it belongs to, if that much could be read
 * @param problem what is wrong with it and what to do, without personal data
 */
public record RejectedRow(String origin, Optional<IdentityId> id, String problem) {}
