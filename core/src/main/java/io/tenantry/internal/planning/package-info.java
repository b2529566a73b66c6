// SPDX-License-Identifier: Apache-2.0
/**
 * From differences to a plan: what may happen, in which order, in which calls, at what cost; and what is held back and why. The same
 * inputs give the same plan.
 */
@NullMarked
package io.tenantry.internal.planning;

import org.jspecify.annotations.NullMarked;
