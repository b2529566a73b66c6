// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.host.Progress;
import java.io.PrintStream;

/** Draws one line that grows while a plan is applied. It moves no cursor, so a log can hold the line. */
public final class ProgressBar implements Progress {
    private static final int WIDTH = 50;

    private final PrintStream out;
    private int drawn = -1;
    private String reached = "";

    /** Draws to this stream. */
    public ProgressBar(PrintStream out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        if (event.step() != Step.APPLY || event.total() == 0) {
            return;
        }
        if (drawn < 0) {
            out.print("Applying [");
            drawn = 0;
        }
        for (; drawn < WIDTH * event.done() / event.total(); drawn++) {
            out.print('=');
        }
        reached = event.done() + " of " + event.total() + " write calls";
        if (event.done() == event.total()) {
            out.println("] " + event.total() + " write calls");
            drawn = -1;
        }
        out.flush();
    }

    /** Ends the line of a run that stopped early, with the number of calls that it made. */
    public void end() {
        if (drawn >= 0) {
            out.println("] stopped after " + reached);
            drawn = -1;
        }
    }
}
