// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a plan from differences: the operations that may happen, their order, their calls and their cost, and the holds
 * with their reasons. The same inputs give the same plan.
 */
@NullMarked
package io.tenantry.internal.planning;

import org.jspecify.annotations.NullMarked;
