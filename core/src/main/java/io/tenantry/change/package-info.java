// SPDX-License-Identifier: Apache-2.0
/**
 * The changes of a plan, with person, reason, phase and wording; findings that a person should know and no plan
 * changes; and the tenants that a subject reaches. It holds values only, which reconciliation, plan, apply, store and
 * proof share.
 */
@NullMarked
package io.tenantry.change;

import org.jspecify.annotations.NullMarked;
