// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.plan.Plan;
import java.util.Optional;

/**
 * A plan for the people whose changes the source names. Immutable.
 *
 * @param plan approved and applied as any plan
 * @param people how many people were read; 0 if all were
 * @param everybody why all people and the whole organization were read instead; absent if only those who changed were
 */
public record ChangePlan(Plan plan, int people, Optional<String> everybody) {}
