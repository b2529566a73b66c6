// SPDX-License-Identifier: Apache-2.0
/**
 * From differences to a plan: what may happen, in which order, in which calls, at what cost; and what is held back and why. A plan is
 * a value; the same inputs give the same plan, and nothing but a plan can be applied.
 */
@NullMarked
package io.tenantry.plan;

import org.jspecify.annotations.NullMarked;
