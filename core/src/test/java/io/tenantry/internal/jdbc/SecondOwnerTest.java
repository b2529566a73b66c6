// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another module of this project keeps tables of its own by the same way to a database, on the module path and without a
 * copy of it; a module of anybody else cannot.
 */
class SecondOwnerTest {
    private static final String STEP = """
            create table own_schema (
              one integer primary key check (one = 1),
              version integer not null,
              readable_from integer not null
            );
            create table own_person (
              id text primary key,
              name text not null unique
            );
            insert into own_schema (one, version, readable_from) values (1, 1, 1);
            """;

    private static final String OWNER = """
            package io.tenantry.%1$s;

            import io.tenantry.internal.Fold;
            import io.tenantry.internal.jdbc.Database;
            import io.tenantry.internal.jdbc.Steps;
            import io.tenantry.internal.jdbc.Tables;
            import java.nio.file.Path;

            public class Owner {
                public static void main(String[] file) {
                    for (int run = 1; run <= 2; run++) {
                        String id = "p" + run;
                        try (Database database = Database.file(Path.of(file[0]))) {
                            Tables tables = database.tables("own_", "", "scim_");
                            new Steps("io/tenantry/%1$s", 1, Owner.class::getResourceAsStream).migrate(tables);
                            tables.write(t -> t.update(
                                    "insert into own_person (id, name) values (?, ?)", id, Fold.of("ANA" + id)));
                            java.util.List<String> names = tables.read(t ->
                                    t.list("select name from own_person order by id", row -> row.getString(1)));
                            System.out.println(names);
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path dir;

    private final List<Path> libraries = Stream.of("jdk.module.path", "java.class.path")
            .map(name -> System.getProperty(name, ""))
            .flatMap(paths -> Stream.of(paths.split(File.pathSeparator)))
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .distinct()
            .toList();

    @BeforeEach
    void isBuiltAsAModule() {
        assertThat(core().resolve("module-info.class")).exists();
    }

    @Test
    void moduleOfThisProjectKeepsTablesOfItsOwn() throws Exception {
        assertThat(compiled("scim")).isEmpty();

        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulePath() + File.pathSeparator + dir.resolve("scim"),
                        "--class-path",
                        joined(library("sqlite-jdbc")),
                        "--module",
                        "io.tenantry.scim/io.tenantry.scim.Owner",
                        dir.resolve("own.db").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(owner.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines()).contains("[anap1]", "[anap1, anap2]");
        assertThat(owner.waitFor()).isZero();
    }

    @Test
    void moduleOfAnybodyElseCannot() throws IOException {
        assertThat(compiled("other"))
                .contains("package io.tenantry.internal.jdbc is not visible")
                .contains("package io.tenantry.internal is not visible");
    }

    /** Compiles a module, and returns what the compiler has against it. */
    private String compiled(String name) throws IOException {
        Path module = Files.writeString(
                dir.resolve("module-info.java"),
                "module io.tenantry." + name + " { requires io.tenantry.core; exports io.tenantry." + name + "; }");
        Path owner = Files.writeString(dir.resolve("Owner.java"), OWNER.formatted(name));
        Path step = dir.resolve(name).resolve("io/tenantry/" + name + "/1.sql");
        Files.createDirectories(step.getParent());
        Files.writeString(step, STEP);
        StringWriter said = new StringWriter();
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "--module-path",
                        modulePath(),
                        "-d",
                        dir.resolve(name).toString(),
                        module.toString(),
                        owner.toString());
        return said.toString();
    }

    private String modulePath() {
        return Stream.concat(
                        Stream.of(core()),
                        Stream.of(
                                        "jackson-core",
                                        "jackson-databind",
                                        "jackson-annotations",
                                        "caffeine",
                                        "slf4j-api",
                                        "jspecify")
                                .flatMap(name -> library(name).stream()))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Set<Path> library(String name) {
        return libraries.stream()
                .filter(path -> path.getFileName().toString().matches(name + "-[0-9].*[.]jar"))
                .collect(Collectors.toSet());
    }

    private static String joined(Set<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private Path core() {
        return libraries.stream()
                .filter(path -> path.endsWith(Path.of("target", "classes")))
                .findFirst()
                .orElse(Path.of("target", "classes"));
    }
}
