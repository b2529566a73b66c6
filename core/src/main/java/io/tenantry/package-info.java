// SPDX-License-Identifier: Apache-2.0
/**
 * The façade: the two doors {@code plan} and {@code apply}, and the same road for one person. It decides nothing of its own; it
 * reads both sides, and leads what was read through the rooms.
 */
@NullMarked
package io.tenantry;

import org.jspecify.annotations.NullMarked;
