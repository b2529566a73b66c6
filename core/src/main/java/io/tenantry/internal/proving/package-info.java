// SPDX-License-Identifier: Apache-2.0
/**
 * Reads who has access to what in a whole organization and concludes who reaches which tenant. It changes nothing, and a read that may
 * have missed something is a doubt.
 */
@NullMarked
package io.tenantry.internal.proving;

import org.jspecify.annotations.NullMarked;
