// SPDX-License-Identifier: Apache-2.0
/**
 * The completeness of a read: whether it saw everything, and if not, why. It does not decide what follows from that;
 * the guards do.
 */
@NullMarked
package io.tenantry.proof;

import org.jspecify.annotations.NullMarked;
