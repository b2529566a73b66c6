// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.contract.DirectoryContract;
import io.tenantry.contract.DirectoryWorld;
import io.tenantry.directory.DirectoryLimits;
import org.junit.jupiter.api.Nested;

/** The double on which the engine's tests stand keeps the port's contract. */
class MemoryDirectoryTest {
    @Nested
    class AtOnce extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            return new MemoryWorld(new MemoryDirectory());
        }
    }

    @Nested
    class WithWritesThatShowLater extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            MemoryDirectory org = new MemoryDirectory();
            org.lag = 2;
            return new MemoryWorld(org);
        }
    }

    @Nested
    class WithSmallCallsAndNewAccountsInHome extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            return new MemoryWorld(new MemoryDirectory().limits(new DirectoryLimits(2, 3, 4, 5, false, 300)));
        }
    }

    @Nested
    class ThroughAForwardingDirectory extends DirectoryContract {
        @Override
        protected DirectoryWorld open() {
            MemoryDirectory org = new MemoryDirectory();
            return new MemoryWorld(org, new ForwardingDirectory(org));
        }
    }
}
