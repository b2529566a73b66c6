// SPDX-License-Identifier: Apache-2.0
/**
 * Applies a plan: every intention is stored before it is tried and every outcome after, what was taken away is confirmed by a read
 * before anything is given, and what was written is read back. It decides when to go on and when to stop, never what should change.
 */
@NullMarked
package io.tenantry.apply;

import org.jspecify.annotations.NullMarked;
