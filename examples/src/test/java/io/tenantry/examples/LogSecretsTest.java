// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last: whatever the hosts of these tests made the library log, down to the finest level, holds no secret of a fake. */
@Order(Integer.MAX_VALUE)
class LogSecretsTest {
    private static final Pattern SECRET = Pattern.compile("secret-[0-9a-f]{8}");

    @Test
    void theLogOfAllHostsHoldsNoSecret() throws IOException {
        SmallestEmbedding.run(
                Path.of("policy.yaml"), new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

        String log = Files.readString(Path.of("target", "trace.log"), StandardCharsets.UTF_8);

        assertThat(log).contains("POST /oauth/token -> 200").doesNotContain("Bearer ", "Basic ");
        assertThat(SECRET.matcher(log).results().count()).isZero();
    }
}
