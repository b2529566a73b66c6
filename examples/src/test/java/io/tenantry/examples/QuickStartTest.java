// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickStartTest {
    @Test
    void keepsItsPromisesOnASmallScale() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<String> broken = QuickStart.run(4, 120, new PrintStream(out, true, UTF_8));

        assertThat(broken).isEmpty();
        assertThat(out.toString(UTF_8))
                .contains("== Lint", "Applying [=", "VIOLATION role-everywhere", "All promises kept.");
    }
}
