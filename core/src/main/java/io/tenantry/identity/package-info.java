// SPDX-License-Identifier: Apache-2.0
/**
 * People as an identity source knows them, and the sources they come from. It decides what a complete snapshot is, never what
 * anybody should have.
 */
@NullMarked
package io.tenantry.identity;

import org.jspecify.annotations.NullMarked;
