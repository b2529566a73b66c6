// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the values of a command line, and notes what is wrong with them. */
record Checks(ParsedLine line, List<String> problems) {
    Optional<Path> file(Option option) {
        Optional<Path> file = line.value(option).flatMap(this::path);
        file.ifPresent(f -> readable(option.spelling(), f));
        file.filter(f -> option != Option.POLICY).ifPresent(f -> regular(option.spelling(), f));
        return file;
    }

    Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            problems.add(text + " is not a valid path");
            return Optional.empty();
        }
    }

    void readable(String what, Path file) {
        need(
                Files.isReadable(file) && !Files.isDirectory(file),
                what + ": file " + file + " was not found or cannot be read");
    }

    /** Requires what can be read again: a pipe is empty after the first time, or never ends. */
    void regular(String what, Path file) {
        need(
                !Files.exists(file) || Files.isDirectory(file) || Files.isRegularFile(file),
                what + ": " + file
                        + " is a pipe or a device, and would be read more than once: write it into a file first");
    }

    int number(Option option, int otherwise, int least, int most) {
        if (!line.has(option)) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(line.value(option).orElse(""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The problem below names the range.
        }
        String unit =
                option.value().equals("NUMBER") ? "" : " of " + option.value().toLowerCase(Locale.ROOT);
        problems.add(option.spelling() + " needs a number" + unit + " from " + least + " to " + most);
        return otherwise;
    }

    Optional<LocalDate> day(Option option) {
        try {
            return line.value(option).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            problems.add(option.spelling() + " needs a day such as 2026-07-01");
            return Optional.empty();
        }
    }

    boolean anyOf(Option... options) {
        return Stream.of(options).anyMatch(line::has);
    }

    void need(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            problems.add(otherwise);
        }
    }
}
