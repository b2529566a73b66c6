// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.policy.MappingReading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the options that name the people.
 *
 * @param mapping what the columns mean; without it, the source has its default
 */
record SourceOptions(ParsedLine line, Checks checks, Optional<MappingReading> mapping) {
    /** Returns the source; empty if none is given, or its mapping has an error. */
    Optional<IdentitySource> read() {
        checks.need(
                !(line.has(Option.USERS) && line.has(Option.JSONL)), "--users and --jsonl are two sources: keep one");
        checks.need(
                line.has(Option.USERS) || !checks.anyOf(Option.MEMBERS, Option.MEMBERS_DIR),
                "members files need the file of people: add --users FILE");
        Optional<Path> users = checks.file(Option.USERS);
        Optional<Path> lines = checks.file(Option.JSONL);
        boolean trailer = line.value(Option.EXPECT).filter("trailer"::equals).isPresent();
        OptionalLong expected = line.has(Option.EXPECT) && !trailer
                ? OptionalLong.of(checks.number(Option.EXPECT, 0, 0, Integer.MAX_VALUE))
                : OptionalLong.empty();
        Optional<ColumnMapping> columns = mapping.flatMap(MappingReading::mapping);
        if (mapping.isPresent() && columns.isEmpty()) {
            return Optional.empty();
        }
        if (users.isPresent()) {
            CsvSource.Builder csv = CsvSource.of(users.get());
            columns.ifPresent(csv::mapping);
            expected.ifPresent(csv::expectRows);
            if (trailer) {
                csv.expectTrailer();
            }
            line.all(Option.EMPTY)
                    .forEach(e -> checks.need(
                            !listed(e) && !inFolder(e),
                            "--empty-group " + e + " contradicts its file of members: keep one"));
            line.all(Option.EMPTY).forEach(csv::empty);
            line.all(Option.MEMBERS).forEach(m -> members(csv, m));
            line.value(Option.MEMBERS_DIR).flatMap(checks::path).ifPresent(d -> membersIn(csv, d));
            return Optional.of(csv.build());
        }
        Optional<JsonLinesSource> json =
                lines.map(l -> columns.map(c -> JsonLinesSource.of(l, c)).orElseGet(() -> JsonLinesSource.of(l)));
        return json.map(j -> trailer ? j.expectTrailer() : j)
                .map(j -> expected.isPresent() ? j.expectRows(expected.getAsLong()) : j);
    }

    private boolean listed(String group) {
        return line.all(Option.MEMBERS).stream().anyMatch(m -> m.startsWith(group + "="));
    }

    private boolean inFolder(String group) {
        return line.value(Option.MEMBERS_DIR)
                .flatMap(checks::path)
                .filter(folder -> lists(folder, group))
                .isPresent();
    }

    /** Returns whether a folder has a file of this group; the case of the ending does not count. */
    private static boolean lists(Path folder, String group) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(group) && name.substring(group.length()).equalsIgnoreCase(".csv")) {
                    return true;
                }
            }
        } catch (IOException e) {
            // The folder is read again for its lists, and that says why it cannot be read.
        }
        return false;
    }

    private void members(CsvSource.Builder csv, String spelling) {
        int equals = spelling.indexOf('=');
        checks.need(equals > 0, "--members " + spelling + " has no group: write --members GROUP=FILE");
        if (equals > 0) {
            String group = spelling.substring(0, equals);
            checks.need(!inFolder(group), "--members " + group + " is also a file of --members-dir: keep one");
            Optional<Path> file = checks.path(spelling.substring(equals + 1));
            file.ifPresent(f -> checks.readable("--members", f));
            file.ifPresent(f -> checks.regular("--members", f));
            file.ifPresent(f -> csv.members(group, f));
        }
    }

    private void membersIn(CsvSource.Builder csv, Path directory) {
        undecoded(directory).forEach(name -> checks.problems().add(Undecoded.of("--members-dir: the name " + name)));
        unreadable(directory)
                .forEach(file -> checks.problems()
                        .add("--members-dir: " + file
                                + " is a pipe, a folder, or a link to nothing, and would be passed"
                                + " over: write a file there, or remove it"));
        try {
            csv.membersIn(directory);
        } catch (IdentitySourceException e) {
            checks.problems().add("--members-dir: " + e.getMessage());
        }
    }

    private static List<Path> unreadable(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".csv"))
                    .filter(file -> !Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // The folder is read again for its lists, and that says why it cannot be read.
            return List.of();
        }
    }

    private static List<String> undecoded(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(Undecoded::isIn)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // The folder is read again for its lists, and that says why it cannot be read.
            return List.of();
        }
    }

    /** Returns the files that it reads now, those of a folder of members in the order of their names. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        line.value(Option.USERS).flatMap(checks::path).ifPresent(files::add);
        line.value(Option.JSONL).flatMap(checks::path).ifPresent(files::add);
        line.all(Option.MEMBERS).stream()
                .map(m -> m.substring(m.indexOf('=') + 1))
                .flatMap(m -> checks.path(m).stream())
                .forEach(files::add);
        Optional<Path> folder = line.value(Option.MEMBERS_DIR).flatMap(checks::path);
        if (folder.isPresent()) {
            try (Stream<Path> members = Files.list(folder.get())) {
                members.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
