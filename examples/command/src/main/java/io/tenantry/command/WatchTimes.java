// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.watch.Schedule;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * When a watch does what.
 *
 * @param health where it answers how it stands
 */
record WatchTimes(Duration every, Schedule sweeps, Schedule proofs, Optional<InetSocketAddress> health) {}
