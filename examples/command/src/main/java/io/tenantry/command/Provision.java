// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.List;
import java.util.Optional;

/**
 * The command to try first on an organization of your own: {@code lint}, {@code plan}, {@code apply}, {@code one}, {@code prove},
 * {@code what-if} and {@code offboard}. It only shows, unless it is told to apply.
 */
public final class Provision {
    private Provision() {}

    /** Runs the command and ends the process with its exit code; {@code --help} lists them. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), Surroundings.ofProcess()).code());
    }

    static Exit run(List<String> args, Surroundings around) {
        CommandLine line = CommandLine.of(args);
        if (line.has(Option.HELP)) {
            around.out().print(Usage.text());
            return Exit.NOTHING_TO_DO;
        }
        RequestReader reader = new RequestReader(line, around.environment());
        Optional<Request> request = reader.read();
        if (request.isEmpty()) {
            Voice voice = voice(line.has(Option.JSON), around, 0);
            reader.problems().forEach(voice::failure);
            voice.end(Exit.USAGE);
            return Exit.USAGE;
        }
        Voice voice = voice(request.get().json(), around, request.get().most());
        Exit exit = new Errand(request.get(), around, voice).run();
        voice.end(exit);
        return exit;
    }

    private static Voice voice(boolean json, Surroundings around, int most) {
        return json ? new JsonVoice(around.out()) : new TextVoice(around.out(), around.err(), most);
    }
}
