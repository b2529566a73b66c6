// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.contract.DirectoryContract;
import io.tenantry.contract.DirectoryWorld;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The adapter keeps the contract of every directory, on each way to the service and however it answers. */
class DirectoryContractTest {
    @Nested
    class OverASocket extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            FakeGenesysCloud fake = FakeGenesysCloud.create();
            return new FakeWorld(fake, Reach.SOCKET.to(fake).build());
        }
    }

    @Nested
    class FromMemory extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            FakeGenesysCloud fake = FakeGenesysCloud.create();
            return new FakeWorld(fake, Reach.MEMORY.to(fake).build());
        }
    }

    @Nested
    class WithMembershipsByScimAndDivisionsByAMove extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            FakeGenesysCloud fake = FakeGenesysCloud.create();
            return new FakeWorld(
                    fake,
                    Reach.MEMORY
                            .to(fake)
                            .membershipWrites(MembershipWrites.SCIM_PATCH)
                            .divisionWrites(DivisionWrites.PLATFORM_MOVE)
                            .build());
        }
    }

    @Nested
    class WithMembershipsThatShowLater extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            FakeGenesysCloud fake = FakeGenesysCloud.builder()
                    .with(Quirk.MembershipWrites.LATER)
                    .lag(Lag.MEMBERSHIPS, Duration.ofSeconds(30))
                    .build();
            return new FakeWorld(fake, Reach.MEMORY.to(fake).build());
        }
    }
}
