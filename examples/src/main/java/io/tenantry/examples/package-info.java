// SPDX-License-Identifier: Apache-2.0
/**
 * Hosts that embed Tenantry, small enough to read at one sitting: the quick start against the fake organization, the
 * provision command for an organization of your own, and the smallest embedding.
 */
@NullMarked
package io.tenantry.examples;

import org.jspecify.annotations.NullMarked;
