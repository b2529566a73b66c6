// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.host.Sleeper;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi;

/**
 * The process that the command runs in: environment, streams, time.
 *
 * @param environment the environment variables, which hold the credentials
 * @param progress shows how far the writing is
 * @param interruption whether the process was asked to end
 * @param wiring the last change to the client's builder, such as another clock
 */
record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        ProgressBar progress,
        Clock clock,
        Sleeper sleeper,
        Interruption interruption,
        UnaryOperator<GenesysCloud.Builder> wiring) {

    static CommandContext ofProcess(Interruption interruption) {
        return new CommandContext(
                System.getenv(),
                System.out,
                System.err,
                // Also where a console exists and is no terminal, as from Java 22 on.
                Ansi.AUTO.enabled() ? ProgressBar.onTerminal(System.err) : ProgressBar.inLog(System.err),
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                interruption,
                UnaryOperator.identity());
    }
}
