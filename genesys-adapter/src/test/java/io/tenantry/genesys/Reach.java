// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

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

    /** Describes the adapter behind a faulty wire, on the fake's clock. */
    static GenesysCloud.Builder through(FaultyWire wire, FakeGenesysCloud fake) {
        return common(fake).hosts(wire.uri(), wire.uri());
    }

    private static GenesysCloud.Builder common(FakeGenesysCloud fake) {
        return GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .clock(fake.clock())
                .nanoTime(nanoTime(fake))
                .sleeper(fake::advance);
    }

    /** Returns the fake's clock as one that never goes back. */
    static LongSupplier nanoTime(FakeGenesysCloud fake) {
        return () -> Duration.between(Instant.EPOCH, fake.clock().instant()).toNanos();
    }

    static FakeClock clockOf(FakeGenesysCloud fake) {
        return (FakeClock) fake.clock();
    }
}
