// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.host.Sleeper;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the command takes from the world around it.
 *
 * @param environment where the credentials are
 * @param wiring the last touch to the client, such as another clock
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
