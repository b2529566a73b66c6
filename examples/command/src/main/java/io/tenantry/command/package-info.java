// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code provision} command: a small host of Tenantry for an organization of your own. It keeps no state between
 * runs. {@link io.tenantry.command.PolicyCheck} and {@link io.tenantry.command.ProgressBar} serve other hosts too.
 */
@NullMarked
package io.tenantry.command;

import org.jspecify.annotations.NullMarked;
