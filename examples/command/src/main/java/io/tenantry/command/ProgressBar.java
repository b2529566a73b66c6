// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.host.Progress;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the writing of a plan is: calls made of calls planned, rate, time left, and what it waits for. On a
 * terminal it redraws one line each second; elsewhere, as in a log, it prints a line each minute and one at the end.
 */
public final class ProgressBar implements Progress {
    private static final int TERMINAL = 79;
    private static final int LOG = 110;
    private static final Duration GLANCE = Duration.ofSeconds(2);

    private final PrintStream out;
    private final boolean redraws;
    private me.tongfei.progressbar.@Nullable ProgressBar bar;
    private String drawn = "";
    private Instant said = Instant.EPOCH;

    private ProgressBar(PrintStream out, boolean redraws) {
        this.out = out;
        this.redraws = redraws;
    }

    /** Draws on a terminal. */
    public static ProgressBar onTerminal(PrintStream out) {
        return new ProgressBar(out, true);
    }

    /** Prints lines, for a log or a file. */
    public static ProgressBar inLog(PrintStream out) {
        return new ProgressBar(out, false);
    }

    // The library draws in a thread of its own, and the last state twice.
    private void draw(String line) {
        synchronized (out) {
            if (redraws) {
                out.print("\r" + line);
            } else if (!line.equals(drawn)) {
                out.println(line.stripTrailing());
            }
            drawn = line;
        }
    }

    @Override
    public synchronized void on(Event event) {
        if (event.step() != Step.APPLY || event.total() == 0) {
            return;
        }
        if (bar == null) {
            bar = begin(event.total());
        }
        bar.stepTo(event.done());
        if (event.done() == event.total()) {
            end();
        }
    }

    private me.tongfei.progressbar.ProgressBar begin(long total) {
        return new ProgressBarBuilder()
                .setTaskName("Applying")
                .setInitialMax(total)
                .setUnit(" calls", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(redraws ? 1_000 : 60_000)
                .setSpeedUnit(ChronoUnit.MINUTES)
                .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, redraws ? TERMINAL : LOG))
                .build();
    }

    /** Says that calls wait for the budget, where they wait for longer than a glance. */
    synchronized void waitsForBudget(Duration wait, Instant until) {
        if (wait.compareTo(redraws ? GLANCE : GLANCE.multipliedBy(5)) < 0) {
            return;
        }
        String words = "waiting for the budget until " + until.truncatedTo(ChronoUnit.SECONDS);
        if (bar == null) {
            reads(words, until);
        } else {
            String text = bar.getCurrent() + " of " + bar.getMax() + " calls, " + words;
            draw(text + " ".repeat(Math.max(0, TERMINAL - text.length())));
        }
    }

    // Of calls that wait at the same time, one line is enough.
    private void reads(String words, Instant until) {
        if (said.plus(GLANCE).isBefore(until)) {
            out.println("Reading, " + words);
            said = until;
        }
    }

    /** Ends the line where the run stopped. */
    public synchronized void end() {
        if (bar != null) {
            bar.setExtraMessage(bar.getCurrent() < bar.getMax() ? " stopped" : "");
            bar.close();
            bar = null;
            if (redraws) {
                out.println();
            }
        }
    }
}
