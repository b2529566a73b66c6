// SPDX-License-Identifier: Apache-2.0
/**
 * Compares large sets of memberships, and matches rules, on small dense integers instead of text.
 *
 * <p>It decides nothing about tenants or access: callers pass ids, facts and rules, and get ordinals. No type here is
 * thread-safe unless its Javadoc says so.
 */
@NullMarked
package io.tenantry.internal.dense;

import org.jspecify.annotations.NullMarked;
