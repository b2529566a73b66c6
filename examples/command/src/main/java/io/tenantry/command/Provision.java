// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.List;
import java.util.Optional;

/**
 * The command to try first on an organization of your own: {@code lint}, {@code plan}, {@code apply}, {@code one},
 * {@code prove}, {@code what-if} and {@code offboard}. It writes only with {@code apply} or {@code --apply}.
 */
public final class Provision {
    private Provision() {}

    /** Runs the command and ends the process with its exit code; {@code --help} lists them. */
    public static void main(String[] args) {
        CommandContext context = CommandContext.ofProcess();
        Exit exit = run(List.of(args), context);
        context.out().flush();
        context.interruption().over(exit);
        System.exit(exit.code());
    }

    static Exit run(List<String> args, CommandContext context) {
        CommandLine line = CommandLine.of(args);
        if (line.has(Option.HELP)) {
            context.out().print(Usage.text());
            return Exit.NOTHING_TO_DO;
        }
        RequestReader reader = new RequestReader(line, context.environment());
        Optional<Request> request = reader.read();
        if (request.isEmpty()) {
            Reporter reporter = reporter(line.has(Option.JSON), context, 0);
            reader.problems().forEach(reporter::failure);
            reporter.end(Exit.USAGE);
            return Exit.USAGE;
        }
        Reporter reporter =
                reporter(request.get().json(), context, request.get().most());
        Exit exit = new CommandRun(request.get(), context, reporter).run();
        reporter.end(exit);
        return exit;
    }

    private static Reporter reporter(boolean json, CommandContext context, int most) {
        return json ? new JsonReporter(context.out()) : new TextReporter(context.out(), context.err(), most);
    }
}
