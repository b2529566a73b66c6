// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the files that a run is to write, before it reads anything: none of them is a folder, in no folder that it may
 * write into, a file that it reads, the state, or named twice.
 */
record Outputs(ParsedLine line, Checks checks) {
    /** What SQLite and the command keep beside a database. */
    private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal", "-aside", ".in-use");

    /**
     * Notes what is wrong with them.
     *
     * @param databases the files of the state and of pushes
     */
    void check(List<Path> inputs, List<Path> databases) {
        Map<Path, Option> seen = new HashMap<>();
        for (Option option : List.of(Option.OUT, Option.HTML, Option.CSV)) {
            Optional<Path> file = line.value(option).flatMap(checks::path);
            file.ifPresent(f -> check(option.spelling() + " " + f, f, inputs, databases));
            Optional<Option> other = file.flatMap(f -> Optional.ofNullable(seen.put(real(f), option)));
            checks.need(
                    other.isEmpty(),
                    option.spelling() + " and " + other.map(Option::spelling).orElse("")
                            + " name one file: write to two");
        }
    }

    private void check(String what, Path file, List<Path> inputs, List<Path> databases) {
        checks.need(!Files.isDirectory(file), what + " is a folder: name a file in it");
        AtomicFile.obstacle(file)
                .ifPresent(why -> checks.need(false, what + " cannot be written: " + why + "; name another file"));
        checks.need(
                inputs.stream().noneMatch(input -> same(file, input)),
                what + " is a file that this run reads, and would be replaced: name another");
        checks.need(
                databases.stream().flatMap(Outputs::withBeside).noneMatch(one -> same(file, one)),
                what + " belongs to the state or to pushes, and would be replaced: name another");
        checks.need(
                line.value(Option.MEMBERS_DIR)
                        .flatMap(new Checks(line, new ArrayList<>())::path)
                        .filter(folder -> isMember(file, folder))
                        .isEmpty(),
                what + " would be read as a list of members from then on: name a file elsewhere");
    }

    private static Stream<Path> withBeside(Path database) {
        return BESIDE.stream().map(ending -> database.resolveSibling(database.getFileName() + ending));
    }

    private static boolean isMember(Path file, Path folder) {
        Path real = real(file);
        return String.valueOf(real.getFileName()).toLowerCase(Locale.ROOT).endsWith(".csv")
                && real(folder).equals(real.getParent());
    }

    /** Returns whether two names mean one file, which may still be to be made. */
    static boolean same(Path one, Path other) {
        return real(one).equals(real(other));
    }

    /** Returns the file behind links, whether or not it is there. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            Path whole = file.toAbsolutePath().normalize();
            Path folder = whole.getParent();
            return folder == null ? whole : real(folder).resolve(whole.getFileName());
        }
    }
}
