// SPDX-License-Identifier: Apache-2.0
/**
 * A plan as a host sees it: operations in calls and phases, what is held back and why, the cost, and the forms in which it is shown and
 * kept. A plan is a value, and nothing but a plan can be applied.
 */
@NullMarked
package io.tenantry.plan;

import org.jspecify.annotations.NullMarked;
