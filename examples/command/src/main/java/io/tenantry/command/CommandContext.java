// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.host.Sleeper;
import io.tenantry.store.ProvisioningStore;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The process that the command runs in: environment, streams, time.
 *
 * @param environment the environment variables, which hold the credentials
 * @param store what runs remember; without one, each run begins empty
 * @param wiring the last change to the client's builder, such as another clock
 */
record CommandContext(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper,
        Optional<ProvisioningStore> store,
        UnaryOperator<GenesysCloud.Builder> wiring) {

    static CommandContext ofProcess() {
        return new CommandContext(
                System.getenv(),
                System.out,
                System.err,
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                Optional.empty(),
                UnaryOperator.identity());
    }
}
