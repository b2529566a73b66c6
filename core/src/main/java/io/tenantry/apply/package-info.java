// SPDX-License-Identifier: Apache-2.0
/**
 * The part of applying a plan that a host sees: the approval it gives, the gate it may add, and the outcome of each
 * operation. It does not decide how a plan is applied.
 */
@NullMarked
package io.tenantry.apply;

import org.jspecify.annotations.NullMarked;
