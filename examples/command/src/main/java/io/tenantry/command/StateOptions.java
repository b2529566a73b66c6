// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads where the state lies, and reports what is wrong with it. */
record StateOptions(ParsedLine line, Map<String, String> environment, Consumer<String> problem) {
    static final String PASSWORD = "TENANTRY_STATE_PASSWORD";
    private static final String SERVER = "jdbc:postgresql:";

    StatePlace read(Optional<Path> policy) {
        if (line.has(Option.NO_STATE)) {
            if (line.has(Option.STATE_PLACE)) {
                problem.accept("--state and --no-state contradict each other: keep one");
            }
            return new NoState();
        }
        Optional<String> given = line.value(Option.STATE_PLACE);
        if (given.filter(Pool::isUrl).isPresent()) {
            return server(given.get());
        }
        Optional<StatePlace> file =
                given.flatMap(this::path).<StatePlace>map(StateFile::new).or(() -> policy.flatMap(this::beside));
        return file.orElseGet(NoState::new);
    }

    private Optional<StatePlace> beside(Path policy) {
        boolean keeps = line.verb().filter(verb -> !verb.onlyReadsState()).isPresent();
        if (Files.exists(policy) && !Files.isDirectory(policy) && !Files.isRegularFile(policy)) {
            if (keeps) {
                problem.accept("--policy: " + policy
                        + " is a pipe or a device, and no state can lie beside it: add --state FILE, or --no-state");
            }
            return Optional.empty();
        }
        return Optional.of(StateFile.beside(policy));
    }

    // The messages do not repeat the address, which may hold a password.
    private StatePlace server(String url) {
        if (!url.startsWith(SERVER)) {
            problem.accept("--state takes a file, or a URL that begins with " + SERVER);
        }
        if (url.toLowerCase(Locale.ROOT).contains("password") || url.contains("@")) {
            problem.accept("--state holds a password: write ?user=NAME at most, and set " + PASSWORD
                    + " in the environment, where other users cannot see it");
        }
        return new StateServer(url, Optional.ofNullable(environment.get(PASSWORD)));
    }

    private Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            problem.accept("--state " + text + " is not a valid path");
            return Optional.empty();
        }
    }
}
