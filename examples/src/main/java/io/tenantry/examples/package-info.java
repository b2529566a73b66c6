// SPDX-License-Identifier: Apache-2.0
/** Runnable hosts of Tenantry, and the made-up outsourcer they run on. */
@NullMarked
package io.tenantry.examples;

import org.jspecify.annotations.NullMarked;
