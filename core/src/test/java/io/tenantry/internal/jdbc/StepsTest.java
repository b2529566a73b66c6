// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class StepsTest {
    private static List<Integer> version(Tables tables) {
        return tables.read(transaction ->
                transaction.list("select version, readable_from from demo_schema", row -> row.getInt(1)));
    }

    private static Steps texts(Function<String, String> files, int latest) {
        return new Steps("steps", latest, name -> stream(files.apply(name)));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void goesFromNoTablesToTheLastStepAndThenDoesNothing(Place place) {
        try (place) {
            Tables tables = place.open(place.source());

            Place.steps(1).migrate(tables);
            List<Integer> first = version(tables);
            Place.STEPS.migrate(tables);
            Place.STEPS.migrate(tables);
            Place.STEPS.check(tables);

            assertThat(first).containsExactly(1);
            assertThat(version(tables)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void givesTheTablesThePrefixOfTheHost(Place place) {
        try (place) {
            Database database = place.open(place.source()).database();
            Tables mine = database.tables("demo_", place.schema(), "t_");
            Tables other = database.tables("demo_", place.schema(), "other_");

            Place.STEPS.migrate(mine);
            Place.steps(1).migrate(other);

            assertThat(version(mine)).containsExactly(2);
            assertThat(version(other)).containsExactly(1);
            List<String> plain = mine.read(t -> t.list("select name from t_item", row -> row.getString(1)));
            assertThat(plain).containsExactly("counter; of calls");
        }
    }

    @Test
    void eightNodesStartAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (Place place = Place.postgres()) {
                ExecutorService nodes = Executors.newFixedThreadPool(8);
                List<Callable<Tables>> starts = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Tables tables = place.open(place.source());
                    starts.add(() -> {
                        Place.STEPS.migrate(tables);
                        return tables;
                    });
                }

                for (Future<Tables> started : nodes.invokeAll(starts)) {
                    assertThat(version(started.get())).containsExactly(2);
                }
                nodes.shutdown();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aStepThatFailsLeavesTheTablesOfTheOneBefore(Place place) {
        try (place) {
            Tables tables = place.open(place.source());
            Place.steps(1).migrate(tables);
            Steps broken =
                    texts(name -> "create table demo_half (n bigint);\ncreate table demo_lease (n bigint);\n", 2);

            assertThatThrownBy(() -> broken.migrate(tables))
                    .asInstanceOf(type(DatabaseException.class))
                    .returns(Kind.DAMAGED, DatabaseException::kind);

            assertThat(version(tables)).containsExactly(1);
            assertThatThrownBy(() -> tables.read(t -> t.list("select n from demo_half", row -> 1)))
                    .hasMessageContaining("demo_half");
            Place.STEPS.migrate(tables);
            assertThat(version(tables)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aStepThatDoesNotSetItsVersionKeepsNothing(Place place) {
        try (place) {
            Tables tables = place.open(place.source());
            Place.steps(1).migrate(tables);

            assertThatThrownBy(() -> texts(name -> "create table demo_more (n bigint);\n", 2)
                            .migrate(tables))
                    .hasMessageContaining("/2.sql sets version 1");

            assertThatThrownBy(() -> tables.read(t -> t.list("select n from demo_more", row -> 1)))
                    .hasMessageContaining("demo_more");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aNewerDatabaseIsRefusedUnlessThisVersionCanReadIt(Place place) {
        try (place) {
            Tables tables = place.open(place.source());
            Place.STEPS.migrate(tables);

            Place.steps(1).migrate(tables);
            Place.steps(1).check(tables);
            tables.write(transaction -> transaction.update("update demo_schema set readable_from = 2"));

            for (Runnable open : List.<Runnable>of(
                    () -> Place.steps(1).migrate(tables), () -> Place.steps(1).check(tables))) {
                assertThatThrownBy(open::run)
                        .hasMessageEndingWith(": have version 2, this program knows 1. Use the newer program.")
                        .asInstanceOf(type(DatabaseException.class))
                        .returns(Kind.NEWER, DatabaseException::kind);
            }
        }
    }

    @Test
    void aNewerFileIsNotTouched(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("newer.db");
        try (Database database = Database.file(file)) {
            Tables tables = database.tables("demo_", "", "demo_");
            Place.STEPS.migrate(tables);
            tables.write(transaction -> transaction.update("update demo_schema set readable_from = 2"));
        }
        byte[] before = Files.readAllBytes(file);

        try (Database database = Database.file(file)) {
            assertThatThrownBy(() -> Place.steps(1).migrate(database.tables("demo_", "", "demo_")))
                    .isInstanceOf(DatabaseException.class);
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("newer.db");
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.internal.jdbc.Place#both")
    void aCheckNamesTheFilesToRunAndTheyRunAsTheyAre(Place place) throws Exception {
        try (place) {
            Tables tables = place.open(place.source());
            String files = "io/tenantry/internal/jdbc/steps";

            assertThatThrownBy(() -> Place.STEPS.check(tables))
                    .hasMessageContaining("have version 0, version 2 is needed. Let this program do it, or run " + files
                            + "/1.sql, then " + files + "/2.sql from the jar, each in one transaction.")
                    .asInstanceOf(type(DatabaseException.class))
                    .returns(Kind.REFUSED, DatabaseException::kind);
            if (place.isPostgres()) {
                run(place, files + "/1.sql", files + "/2.sql");
                Place.STEPS.check(tables);
                assertThat(version(tables)).containsExactly(2);
            }
        }
    }

    private static void run(Place place, String... files) throws Exception {
        try (Connection connection = place.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + place.schema());
            statement.execute("set search_path to " + place.schema());
            for (String file : files) {
                try (InputStream text = StepsTest.class.getResourceAsStream("/" + file)) {
                    statement.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void aUserWithoutTheRightGetsToKnowIt() throws SQLException {
        Place place = Place.postgres();
        try (place;
                Connection connection = place.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role no_tables login password 'x'");
            Tables tables = place.open(Postgres.source("no_tables", "x"));

            assertThatThrownBy(() -> Place.STEPS.migrate(tables))
                    .hasMessageContaining("the user may not do this. Grant the user the right, or use another user.")
                    .hasMessageEndingWith("Or let another user run io/tenantry/internal/jdbc/steps/1.sql, then"
                            + " io/tenantry/internal/jdbc/steps/2.sql from the jar, each in one transaction.")
                    .asInstanceOf(type(DatabaseException.class))
                    .returns(Kind.REFUSED, DatabaseException::kind);
            statement.execute("drop role no_tables");
        }
    }
}
