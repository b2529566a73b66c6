// SPDX-License-Identifier: Apache-2.0
/**
 * What a host sees of applying a plan: the approval it gives, the gate it may add, and the outcome of each operation. How a plan is
 * applied is decided elsewhere.
 */
@NullMarked
package io.tenantry.apply;

import org.jspecify.annotations.NullMarked;
