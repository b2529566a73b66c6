// SPDX-License-Identifier: Apache-2.0
/**
 * What a host gives to Tenantry for the time of a run: a listener for progress, and a way to wait.
 */
@NullMarked
package io.tenantry.host;

import org.jspecify.annotations.NullMarked;
