// SPDX-License-Identifier: Apache-2.0
/** What several rooms need and no user does. */
@NullMarked
package io.tenantry.internal;

import org.jspecify.annotations.NullMarked;
