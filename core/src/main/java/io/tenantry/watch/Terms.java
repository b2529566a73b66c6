// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.Provisioner;
import io.tenantry.host.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** What a host has said of its watch. Immutable. */
record Terms(
        Supplier<Provisioner> inForce,
        Duration every,
        Schedule sweeps,
        Schedule proofs,
        Duration longest,
        String approvedBy,
        Clock clock,
        Sleeper sleeper) {}
