// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.Optional;

/**
 * Why a difference has to wait. Immutable.
 *
 * @param tenant the tenant whose differences wait; absent if it is not about a single tenant
 */
record Verdict(HoldCode code, Optional<TenantId> tenant, String message, String advice) {}
