// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** Another process that has a SQLite file open: it says a line once it has written, and then waits. */
@NullUnmarked
final class FileHolder {
    private FileHolder() {}

    public static void main(String[] args) throws Exception {
        try (Database database = Database.file(Path.of(args[0]))) {
            Tables tables = database.tables("demo_", "", "demo_");
            Place.STEPS.migrate(tables);
            tables.ensure(t -> t.update("insert into demo_item (name, n) values ('child', 1) on conflict do nothing"));
            System.out.println("written");
            System.in.read();
        }
    }

    /** Starts the process, and returns once it has written. */
    static Process start(Path file) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        List.of(Database.class, FileHolder.class, org.sqlite.JDBC.class, org.slf4j.Logger.class)
                                .stream()
                                .map(FileHolder::location)
                                .distinct()
                                .collect(Collectors.joining(java.io.File.pathSeparator)),
                        FileHolder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"written".equals(line)) {
            throw new IllegalStateException("the other process said " + line);
        }
        return child;
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
