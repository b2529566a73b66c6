// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.host.Sleeper;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The process that the command runs in: environment, streams, time.
 *
 * @param environment the environment variables, which hold the credentials
 * @param interruption whether the process was asked to end
 * @param wiring the last change to the client's builder, such as another clock
 */
record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper,
        Interruption interruption,
        UnaryOperator<GenesysCloud.Builder> wiring) {

    static CommandContext ofProcess() {
        return new CommandContext(
                System.getenv(),
                System.out,
                System.err,
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                Interruption.ofProcess(),
                UnaryOperator.identity());
    }
}
