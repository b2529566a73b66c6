// SPDX-License-Identifier: Apache-2.0
/** The interfaces that a host passes to Tenantry for a run: a listener for progress, and a way to wait. */
@NullMarked
package io.tenantry.host;

import org.jspecify.annotations.NullMarked;
