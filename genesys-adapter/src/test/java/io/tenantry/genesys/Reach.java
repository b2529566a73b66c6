// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.time.Clock;
import java.time.Duration;

/** The two ways to a fake organization: over a socket, and from memory. */
enum Reach {
    SOCKET {
        @Override
        GenesysCloud.Builder to(FakeGenesysCloud fake) {
            fake.start();
            return common(fake);
        }
    },
    MEMORY {
        @Override
        GenesysCloud.Builder to(FakeGenesysCloud fake) {
            return common(fake).httpClient(fake.httpClient());
        }
    };

    /** Describes the adapter, on the fake's clock: waiting lets the clock go on. */
    abstract GenesysCloud.Builder to(FakeGenesysCloud fake);

    private static GenesysCloud.Builder common(FakeGenesysCloud fake) {
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .clock(fake.clock())
                .nanoTime(() -> nanos(fake.clock()))
                .sleeper(fake::advance);
    }

    private static long nanos(Clock clock) {
        return Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos();
    }

    static FakeClock clockOf(FakeGenesysCloud fake) {
        return (FakeClock) fake.clock();
    }
}
