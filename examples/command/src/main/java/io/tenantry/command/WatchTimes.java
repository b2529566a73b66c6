// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.watch.Schedule;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * When a watch does what.
 *
 * @param health the port of the loopback address on which it answers how it stands
 */
record WatchTimes(Duration every, Schedule sweeps, Schedule proofs, OptionalInt health) {}
