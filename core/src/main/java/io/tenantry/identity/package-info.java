// SPDX-License-Identifier: Apache-2.0
/**
 * People as an identity source knows them, and the ready sources. It decides when a read is complete, never which
 * access a person should have.
 */
@NullMarked
package io.tenantry.identity;

import org.jspecify.annotations.NullMarked;
