// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickStartTest {
    @Test
    void keepsItsPromisesAndTellsTheWholeStory() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<String> broken = QuickStart.run(BpoGenerator.of(1), new PrintStream(out, true, UTF_8));

        assertThat(broken).isEmpty();
        assertThat(out.toString(UTF_8))
                .contains("== Lint", "Applying 100% [=", "rehired 1", "source-incomplete", "limit-accounts")
                .contains("VIOLATION role-everywhere", "matches several tenants", "All promises kept.")
                .contains("nobody runs a command", "All promises of the second act kept.");
    }
}
