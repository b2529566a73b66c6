// SPDX-License-Identifier: Apache-2.0
/**
 * Reads all access in an organization and finds who reaches which tenant. It changes nothing, and a read that may have
 * missed something is a doubt.
 */
@NullMarked
package io.tenantry.internal.proving;

import org.jspecify.annotations.NullMarked;
