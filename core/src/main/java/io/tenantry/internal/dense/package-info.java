// SPDX-License-Identifier: Apache-2.0
/**
 * Compares large sets of memberships and matches rules on small dense integers instead of text.
 *
 * <p>It decides nothing about tenants or access: callers hand in ids, facts and rules and get ordinals back. No type here is thread-safe
 * unless it says so.
 */
@NullMarked
package io.tenantry.internal.dense;

import org.jspecify.annotations.NullMarked;
