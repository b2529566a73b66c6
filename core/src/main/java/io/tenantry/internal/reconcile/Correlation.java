// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import java.util.Optional;

/**
 * The account that belongs to an identity. Immutable.
 *
 * @param account present when linked, unlinked or deleted
 * @param why the reason in words for people, with ids and no personal data
 */
public record Correlation(Situation situation, Optional<Account> account, String why) {}
