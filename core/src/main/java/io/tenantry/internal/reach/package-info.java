// SPDX-License-Identifier: Apache-2.0
/**
 * Finds which subject reaches which tenant and by which path, from the facts that were read from an organization,
 * whether the policy names them or not. It takes values, returns values, makes no call, and does not judge what it
 * finds.
 */
@NullMarked
package io.tenantry.internal.reach;

import org.jspecify.annotations.NullMarked;
