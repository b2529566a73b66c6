// SPDX-License-Identifier: Apache-2.0
/** Small types that several packages need and no user does. */
@NullMarked
package io.tenantry.internal;

import org.jspecify.annotations.NullMarked;
