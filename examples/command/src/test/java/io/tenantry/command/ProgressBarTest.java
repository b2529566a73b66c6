// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.host.Progress.Event;
import io.tenantry.host.Progress.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);

    private static Event made(int calls) {
        return new Event(Step.APPLY, "write calls", calls, 521);
    }

    private String lastLine() {
        return written.toString(UTF_8).lines().reduce("", (a, b) -> b);
    }

    @Test
    void endsWhereTheRunStopped() {
        ProgressBar bar = ProgressBar.inLog(out);

        bar.on(made(1));
        bar.on(made(115));
        bar.end();

        assertThat(lastLine())
                .matches("Applying +22% \\[=+ *] 115/521 calls \\(0:00:0\\d / .*\\) .* calls/min stopped");
    }

    @Test
    void saysUntilWhenCallsWaitForTheBudget() {
        ProgressBar bar = ProgressBar.inLog(out);

        bar.on(made(115));
        bar.waitsForBudget(Duration.ofSeconds(12), Instant.parse("2026-07-01T08:00:30.123Z"));
        String waiting = lastLine();
        bar.waitsForBudget(Duration.ofMillis(200), Instant.EPOCH);
        bar.on(made(116));
        bar.end();

        assertThat(waiting).isEqualTo("115 of 521 calls, waiting for the budget until 2026-07-01T08:00:30Z");
        assertThat(written.toString(UTF_8)).doesNotContain("1970");
        assertThat(lastLine()).contains("116/521");
    }

    @Test
    void redrawsOneLineOnATerminalAndEndsIt() {
        ProgressBar bar = ProgressBar.onTerminal(out);

        bar.on(made(521));

        assertThat(written.toString(UTF_8)).startsWith("\r").contains("521/521").endsWith("\n");
        assertThat(written.toString(UTF_8).chars().filter(c -> c == '\n')).hasSize(1);
    }

    @Test
    void saysOnceWhatReadsWaitFor() {
        ProgressBar bar = ProgressBar.inLog(out);
        Instant until = Instant.parse("2026-07-01T08:00:30.123Z");

        bar.waitsForBudget(Duration.ofSeconds(50), until);
        bar.waitsForBudget(Duration.ofSeconds(49), until.plusMillis(200));
        bar.waitsForBudget(Duration.ofSeconds(3), until.plusSeconds(60));
        bar.waitsForBudget(Duration.ofSeconds(50), until.plusSeconds(60));

        assertThat(written.toString(UTF_8).lines())
                .containsExactly(
                        "Reading, waiting for the budget until 2026-07-01T08:00:30Z",
                        "Reading, waiting for the budget until 2026-07-01T08:01:30Z");
    }

    @Test
    void isSilentWhereNothingIsWritten() {
        ProgressBar bar = ProgressBar.inLog(out);

        bar.on(new Event(Step.IMPORT, "people", 3, 9));
        bar.waitsForBudget(Duration.ofSeconds(1), Instant.parse("2026-07-01T08:00:30Z"));
        bar.end();

        assertThat(written.toString(UTF_8)).isEmpty();
    }
}
