// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.RateBudget;

/** One credential of the pool: its token and its call budget. */
public record Lane(Tokens tokens, RateBudget budget) {}
