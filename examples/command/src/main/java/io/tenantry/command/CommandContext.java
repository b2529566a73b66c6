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
 * @param wiring the last change to the client's builder, such as another clock
 */
record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper,
        UnaryOperator<GenesysCloud.Builder> wiring) {

    static CommandContext ofProcess() {
        return new CommandContext(
                System.getenv(),
                System.out,
                System.err,
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                UnaryOperator.identity());
    }
}
