// SPDX-License-Identifier: Apache-2.0
/**
 * What a read can say of itself: whether it was complete, and if not, why. It decides nothing about what follows from that;
 * the guards do.
 */
@NullMarked
package io.tenantry.proof;

import org.jspecify.annotations.NullMarked;
