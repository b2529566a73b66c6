// SPDX-License-Identifier: Apache-2.0
/**
 * What a host gives Tenantry and hears from it while a road is under way: progress by step, and the way to wait.
 */
@NullMarked
package io.tenantry.host;

import org.jspecify.annotations.NullMarked;
