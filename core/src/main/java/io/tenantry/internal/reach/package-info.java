// SPDX-License-Identifier: Apache-2.0
/**
 * Finds who reaches which tenant and through what, from what was read of an organization, whether the policy names it or not. It
 * takes values and returns values, makes no call, and does not judge what it finds.
 */
@NullMarked
package io.tenantry.internal.reach;

import org.jspecify.annotations.NullMarked;
