// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last: the log of all tests of this module, at the finest level, holds no secret of a fake. */
@Order(Integer.MAX_VALUE)
class LogSecretsTest {
    @Test
    void theLogOfTheHostsHoldsNoSecret() {
        SmallestEmbedding.run(
                Path.of("policy.yaml"), new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(Path.of("target", "trace.log"))
                .content()
                .contains("POST /oauth/token -> 200")
                .doesNotContain("Bearer ", "Basic ")
                .doesNotContainPattern("secret-[0-9a-f]{8}");
    }
}
