// SPDX-License-Identifier: Apache-2.0
/**
 * Computes desired minus observed from a snapshot of both sides: correlate, resolve, diff. All of it takes values and
 * returns values; it decides what should change and why, never when or whether it may happen.
 */
@NullMarked
package io.tenantry.internal.reconcile;

import org.jspecify.annotations.NullMarked;
