// SPDX-License-Identifier: Apache-2.0
/**
 * Applies a plan: every intention is stored before it is tried and every outcome after, removals are confirmed by a read before
 * anything is given, and every write is read back. It decides when to go on and when to stop, never what should change.
 */
@NullMarked
package io.tenantry.internal.applying;

import org.jspecify.annotations.NullMarked;
