// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The command to try first on an organization of your own: {@code lint}, {@code plan}, {@code apply}, {@code one},
 * {@code watch}, {@code prove}, {@code what-if} and {@code offboard}. It writes to the organization only with
 * {@code apply}, {@code watch}, {@code serve --watch} or {@code --apply}.
 */
public final class Provision {
    private static final String LEFT = "plan again shows what is left";

    private Provision() {}

    /** Runs the command and ends the process with its exit code; {@code --help} lists them. */
    public static void main(String[] args) {
        // First: a signal before this ends the process with the code of the virtual machine.
        Interruption interruption = Interruption.ofProcess();
        // The driver prints the traces of what Unforeseen says in a sentence.
        System.getProperties().putIfAbsent("org.slf4j.simpleLogger.log.org.sqlite.SQLiteJDBCLoader", "off");
        // What the pool tells of connections that end, the command says where it matters.
        System.getProperties().putIfAbsent("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "error");
        CommandContext context = CommandContext.ofProcess(interruption);
        Exit exit;
        try {
            exit = run(List.of(args), context);
        } catch (RuntimeException | Error e) {
            // Not even the reporter can print.
            Unforeseen failure = Unforeseen.of(e, LEFT);
            System.err.println(failure.message());
            exit = failure.exit();
        }
        interruption.over(exit, context.out()::flush);
        System.exit(exit.code());
    }

    static Exit run(List<String> args, CommandContext context) {
        try {
            return printed(foreseen(args, context), context);
        } catch (RuntimeException | Error e) {
            Reporter reporter = reporter(args.contains(Option.JSON.spelling()), context, OptionalInt.empty());
            Unforeseen failure = Unforeseen.of(e, LEFT);
            reporter.failure(failure.message());
            end(failure.exit(), reporter, context);
            return failure.exit();
        }
    }

    private static Exit foreseen(List<String> args, CommandContext context) {
        Optional<String> text = asked(args);
        if (text.isPresent()) {
            context.out().print(text.get());
            return Exit.NOTHING_TO_DO;
        }
        List<String> undecoded = Undecoded.problems(args);
        if (!undecoded.isEmpty()) {
            return misused(args.contains(Option.JSON.spelling()), undecoded, context);
        }
        ParsedLine line = ParsedLine.of(args);
        if (line.asksForHelp()) {
            context.out().print(Grammar.help(line.verb()));
            return Exit.NOTHING_TO_DO;
        }
        RequestReader reader = new RequestReader(line, context.environment());
        Optional<Request> request = reader.read();
        if (request.isEmpty()) {
            return misused(line.has(Option.JSON), reader.problems(), context);
        }
        Reporter reporter =
                reporter(request.get().json(), context, request.get().asked());
        context.interruption().saying(() -> {
            reporter.failure(Interruption.WORDS);
            end(Exit.INTERRUPTED, reporter, context);
        });
        Exit exit = new CommandRun(request.get(), context, reporter).run();
        context.interruption().over(exit, () -> end(exit, reporter, context));
        return exit;
    }

    /** Returns how the command ends where its output may be lost, as on a full disk or in a closed pipe. */
    private static Exit printed(Exit exit, CommandContext context) {
        if (!context.out().checkError() || exit == Exit.INTERRUPTED || exit == Exit.DEFECT) {
            return exit;
        }
        context.err()
                .println(
                        "the output could not be written, and ended early: look for a full disk or a closed pipe; without that,"
                                + " the result is: "
                                + exit.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return Exit.first(EnumSet.of(exit, Exit.UNREACHABLE), Exit.UNREACHABLE);
    }

    private static Exit misused(boolean json, List<String> problems, CommandContext context) {
        Reporter reporter = reporter(json, context, OptionalInt.empty());
        problems.forEach(reporter::failure);
        reporter.end(Exit.USAGE);
        return Exit.USAGE;
    }

    private static void end(Exit exit, Reporter reporter, CommandContext context) {
        reporter.end(exit);
        context.out().flush();
    }

    /** Returns the text that is asked for without a verb; empty if none is. */
    private static Optional<String> asked(List<String> args) {
        return switch (args.isEmpty() ? "" : args.get(0)) {
            case Grammar.HELP -> Optional.of(Grammar.help(Optional.empty()));
            case Grammar.VERSION -> Optional.of(Grammar.version());
            case Grammar.COMPLETION -> Optional.of(Grammar.completion());
            default -> Optional.empty();
        };
    }

    private static Reporter reporter(boolean json, CommandContext context, OptionalInt most) {
        return json
                ? new JsonReporter(context.out())
                : new TextReporter(context.out(), context.err(), context.progress(), most);
    }
}
