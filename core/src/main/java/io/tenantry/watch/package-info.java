// SPDX-License-Identifier: Apache-2.0
/**
 * The loop of a host that runs by itself: it follows the changes of a source, reads everybody and proves isolation on
 * schedules, and waits patiently while something fails. It decides only when; what is planned and applied is decided by
 * {@link io.tenantry.Provisioner}.
 */
@NullMarked
package io.tenantry.watch;

import org.jspecify.annotations.NullMarked;
