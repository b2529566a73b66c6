// SPDX-License-Identifier: Apache-2.0
/**
 * Applies a plan: each call is recorded before it is made and its outcome after it, a read confirms removals before any
 * access is given, and each write is read back. It decides when to continue and when to stop, never what should change.
 */
@NullMarked
package io.tenantry.internal.applying;

import org.jspecify.annotations.NullMarked;
