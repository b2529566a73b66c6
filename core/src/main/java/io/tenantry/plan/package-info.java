// SPDX-License-Identifier: Apache-2.0
/**
 * A plan as a host sees it: operations in calls and phases, holds with their reasons, the cost, and the text and JSON
 * forms. A plan is a value, and only a plan can be applied.
 */
@NullMarked
package io.tenantry.plan;

import org.jspecify.annotations.NullMarked;
