// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs last: the log of all tests of this module, at the finest level, holds no secret of a fake. */
@Order(Integer.MAX_VALUE)
class LogSecretsTest {
    @TempDir
    Path directory;

    @Test
    void theLogOfTheCommandHoldsNoSecret() {
        new CommandHarness(directory).run("apply");

        assertThat(Path.of("target", "trace.log"))
                .content()
                .contains("POST /oauth/token -> 200")
                .doesNotContain("Bearer ", "Basic ")
                .doesNotContainPattern("secret-[0-9a-f]{8}");
    }
}
