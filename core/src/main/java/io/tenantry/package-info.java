// SPDX-License-Identifier: Apache-2.0
/**
 * The façade: {@code plan} and {@code apply}, and the same road for one person. It decides nothing itself; it reads
 * both sides and calls the packages in order.
 */
@NullMarked
package io.tenantry;

import org.jspecify.annotations.NullMarked;
