// SPDX-License-Identifier: Apache-2.0
/**
 * From a snapshot of both sides to desired minus observed: correlate, resolve, diff. Everything here is a function from values to
 * values; it decides what should change and why, never when or whether it may.
 */
@NullMarked
package io.tenantry.internal.reconcile;

import org.jspecify.annotations.NullMarked;
