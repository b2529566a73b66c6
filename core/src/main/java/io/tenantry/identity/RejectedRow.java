// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Optional;

/**
 * A row of a source that could not be read as an identity. Nobody it may stand for is removed on its account. Immutable.
 *
 * @param origin where it stands, such as {@code users.csv:17}
 * @param id the identity it belongs to, if that much could be read
 * @param problem what is wrong with it and what to do, with no personal data
 */
public record RejectedRow(String origin, Optional<IdentityId> id, String problem) {}
