// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

@NullUnmarked
class SqliteFileTest {
    @TempDir
    private Path folder;

    private static Tables tables(Database database) {
        Tables tables = database.tables("demo_", "", "demo_");
        Place.STEPS.migrate(tables);
        return tables;
    }

    private static List<String> names(Database database) {
        return tables(database).read(t -> t.list("select name from demo_item order by name", row -> row.getString(1)));
    }

    private static void fails(ThrowingCallable call, Kind kind, String says) {
        assertThatThrownBy(call)
                .hasMessageContaining(says)
                .asInstanceOf(type(DatabaseException.class))
                .returns(kind, DatabaseException::kind);
    }

    @Test
    void syncsEachCommitAndKeepsTheFileForItself() {
        try (Database database = Database.file(folder.resolve("a.db"))) {
            List<String> settings = new ArrayList<>();
            for (String name : List.of("journal_mode", "synchronous", "locking_mode", "busy_timeout")) {
                settings.addAll(tables(database).read(t -> t.list("pragma " + name, row -> row.getString(1))));
            }

            assertThat(settings).containsExactly("wal", "2", "exclusive", "0");
        }
        assertThat(folder.toFile().list()).as("files after a clean end").containsExactly("a.db");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFileIsItsOwnersAloneAndOneThatIsThereKeepsItsPermissions() throws Exception {
        Path mine = folder.resolve("mine.db");
        Path shared = Files.createFile(folder.resolve("shared.db"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));

        try (Database first = Database.file(mine);
                Database second = Database.file(shared)) {
            tables(first);
            tables(second);

            assertThat(permissions(mine)).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("mine.db-wal"))).isEqualTo("rw-------");
            assertThat(permissions(shared)).isEqualTo("rw-r-----");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void opensAFileWhoseNameHasSignsThatMeanSomethingInAUrl() {
        Path file = folder.resolve("what? 100%#ä & b=c.db");

        try (Database database = Database.file(file)) {
            assertThat(names(database)).hasSize(1);
        }

        assertThat(file).exists();
    }

    @Test
    void saysWhatToAddWithoutTheDriver() {
        Path file = folder.resolve("a.db");

        fails(
                () -> new SqliteFile(file, ClassLoader.getPlatformClassLoader(), null),
                Kind.REFUSED,
                "a.db: the driver is not on the class path. Add org.xerial:sqlite-jdbc");
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhatToCheckIfThereIsNoSuchFolder() {
        fails(
                () -> Database.file(folder.resolve("missing/a.db")),
                Kind.UNAVAILABLE,
                "Check that its folder exists and that this process may write there");
    }

    @Test
    void refusesADatabaseInMemory() {
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");

        fails(() -> Database.open(memory), Kind.REFUSED, "Use a file on a local disk");
    }

    @Test
    void refusesACallAfterItWasClosed() {
        Database database = Database.file(folder.resolve("a.db"));
        Tables tables = tables(database);
        database.close();
        database.close();

        fails(() -> tables.read(t -> t.list("select 1", row -> 1)), Kind.UNAVAILABLE, "the database is closed");
    }

    @Test
    void oneProcessOpensItOnce() {
        Path file = folder.resolve("a.db");
        try (Database first = Database.file(file)) {
            fails(() -> Database.file(file), Kind.IN_USE, "another process has it open");
            assertThat(names(first)).hasSize(1);
        }
        try (Database second = Database.file(file)) {
            assertThat(names(second)).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProcessKeepsItWhileItLivesEvenIfItIsStopped() throws Exception {
        Path file = folder.resolve("a.db");
        Process other = FileHolder.start(file);
        try {
            fails(() -> Database.file(file), Kind.IN_USE, "another process has it open");
            signal("STOP", other);
            fails(() -> Database.file(file), Kind.IN_USE, "another process has it open");
        } finally {
            other.toHandle().destroyForcibly();
            other.waitFor(10, TimeUnit.SECONDS);
        }

        try (Database database = Database.file(file)) {
            assertThat(names(database)).containsExactly("child", "counter; of calls");
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aFileThatIsNoDatabaseIsDamaged() throws Exception {
        Path file = folder.resolve("a.db");
        Files.writeString(file, "identity,account\n".repeat(600));

        fails(() -> Database.file(file), Kind.DAMAGED, "the file is damaged. Restore a backup");
        assertThat(file).hasContent("identity,account\n".repeat(600));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void damageIsFoundAfterAnUncleanEnd() throws Exception {
        Path file = folder.resolve("a.db");
        try (Database database = Database.file(file)) {
            tables(database).write(t -> {
                for (int i = 0; i < 2_000; i++) {
                    t.update("insert into demo_item (name, n) values (?, ?)", "item number " + i, (long) i);
                }
                return true;
            });
        }
        Process other = FileHolder.start(file);
        other.toHandle().destroyForcibly();
        other.waitFor(10, TimeUnit.SECONDS);
        assertThat(folder.resolve("a.db-wal")).as("what the dead process left").isNotEmptyFile();
        zero(file, 5 * 4_096L);
        byte[] damaged = Files.readAllBytes(file);
        byte[] log = Files.readAllBytes(folder.resolve("a.db-wal"));

        for (int start = 0; start < 3; start++) {
            fails(
                    () -> Database.file(file),
                    Kind.DAMAGED,
                    "Remove a.db-wal (and a.db-shm if it is there), restore a backup");
            assertThat(file).hasBinaryContent(damaged);
            assertThat(folder.resolve("a.db-wal")).hasBinaryContent(log);
        }
        assertThat(folder.toFile().list()).doesNotContain("a.db-aside");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void backupBesideTheLogOfAnotherCopyIsRefusedAndStaysWhole() throws Exception {
        Path file = folder.resolve("a.db");
        Path backup = folder.resolve("backup.db");
        try (Database database = Database.file(file)) {
            items(database, 0, 500);
        }
        Files.copy(file, backup);
        try (Database database = Database.file(file)) {
            items(database, 500, 3_000);
            tables(database).write(t -> t.update("delete from demo_item where n < 400"));
        }
        Process other = FileHolder.start(file);
        other.toHandle().destroyForcibly();
        other.waitFor(10, TimeUnit.SECONDS);
        Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);

        for (int start = 0; start < 2; start++) {
            fails(
                    () -> Database.file(file),
                    Kind.DAMAGED,
                    "a process that had another copy of it. Both are as they were");
            assertThat(file).hasSameBinaryContentAs(backup);
        }
        Files.delete(folder.resolve("a.db-wal"));
        try (Database database = Database.file(file)) {
            assertThat(names(database)).hasSize(501);
        }
    }

    private static void items(Database database, int from, int to) {
        tables(database).write(t -> {
            for (int i = from; i < to; i++) {
                t.update("insert into demo_item (name, n) values (?, ?)", "item number " + i, (long) i);
            }
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void logWithoutItsFileIsRefusedAndStays(boolean empty) throws Exception {
        Path file = folder.resolve("a.db");
        Path log = Files.writeString(folder.resolve("a.db-wal"), "what a killed process left");
        if (empty) {
            Files.createFile(file);
        }

        fails(() -> Database.file(file), Kind.DAMAGED, "the file is missing or empty, and a.db-wal");

        assertThat(log).hasContent("what a killed process left");
    }

    /** What happens to a file while a process uses it. */
    enum Loss {
        DELETED("a.db is gone"),
        REPLACED("a.db is another file"),
        LOG_DELETED("a.db-wal is gone"),
        FOLDER_MOVED("a.db is gone");

        final String said;

        Loss(String said) {
            this.said = said;
        }

        void happens(Path file) throws IOException {
            switch (this) {
                case DELETED -> Files.delete(file);
                case REPLACED -> {
                    Path copy = Files.copy(file, file.resolveSibling("copy"));
                    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
                }
                case LOG_DELETED -> Files.delete(file.resolveSibling("a.db-wal"));
                case FOLDER_MOVED ->
                    Files.move(file.getParent(), file.getParent().resolveSibling("elsewhere"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void nothingIsWrittenToAFileThatIsNoLongerInItsPlace(Loss loss) throws Exception {
        Path file = Files.createDirectory(folder.resolve("state")).resolve("a.db");
        try (Database database = Database.file(file)) {
            Tables tables = tables(database);
            loss.happens(file);

            for (int again = 0; again < 2; again++) {
                fails(() -> insert(tables), Kind.DAMAGED, loss.said + " since this process opened it");
            }
            List<Integer> rows = tables.read(t -> t.list("select count(*) from demo_item", row -> row.getInt(1)));
            assertThat(rows).containsExactly(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileThatIsBackInItsPlaceIsWrittenAgain() throws Exception {
        Path file = Files.createDirectory(folder.resolve("state")).resolve("a.db");
        try (Database database = Database.file(file)) {
            Tables tables = tables(database);
            Files.move(file, folder.resolve("b.db"));
            fails(() -> insert(tables), Kind.DAMAGED, "a.db is gone");
            Files.move(folder.resolve("b.db"), file);
            insert(tables);
        }

        try (Database next = Database.file(file)) {
            assertThat(names(next)).hasSize(2);
        }
    }

    private static void insert(Tables tables) {
        tables.write(t -> t.update("insert into demo_item (name, n) values ('x', 1)"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anErrorDoesNotMakeANewFileInThePlaceOfOneThatIsGone() throws Exception {
        Path file = folder.resolve("a.db");
        try (Database database = Database.file(file)) {
            Tables tables = tables(database);
            Files.delete(file);
            assertThatThrownBy(() -> tables.write(t -> t.update("no such statement")))
                    .isInstanceOf(DatabaseException.class);

            fails(() -> insert(tables), Kind.DAMAGED, "a.db is gone");
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileThatADyingProcessPutAsideIsNamedByTheNextStart(boolean log) throws Exception {
        Path file = folder.resolve("a.db");
        try (Database database = Database.file(file)) {
            items(database, 0, 5);
        }
        Files.move(file, folder.resolve("a.db-aside"));
        if (log) {
            Files.writeString(folder.resolve("a.db-wal"), "what a killed process left");
        }

        for (int start = 0; start < 2; start++) {
            fails(() -> Database.file(file), Kind.DAMAGED, "it is called a.db-aside");
        }
        Files.deleteIfExists(folder.resolve("a.db-wal"));
        Files.move(folder.resolve("a.db-aside"), file);
        try (Database database = Database.file(file)) {
            assertThat(names(database)).hasSize(6);
        }
    }

    /** A way in which a link may lead to data/s.db. */
    enum Way {
        FILE("s.db", "data/s.db"),
        CHAIN("s.db", "next.db"),
        OTHER_NAME("t.db", "data/s.db"),
        FOLDER("state/s.db", "data");

        final String name;
        final String text;

        Way(String name, String text) {
            this.name = name;
            this.text = text;
        }

        /** Makes the link, and returns the path through it. */
        Path in(Path folder) throws IOException {
            Files.createDirectories(folder.resolve("data"));
            Files.createSymbolicLink(folder.resolve("next.db"), folder.resolve("data/s.db"));
            Path path = folder.resolve(name);
            Files.createSymbolicLink(this == FOLDER ? path.getParent() : path, Path.of(text));
            return path;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void logOfAFileThatIsGoneIsFoundThroughALink(Way way) throws Exception {
        Path link = way.in(folder);
        Path file = folder.resolve("data/s.db");
        killed(link);
        Files.delete(file);
        byte[] log = Files.readAllBytes(folder.resolve("data/s.db-wal"));

        for (int start = 0; start < 2; start++) {
            fails(() -> Database.file(link), Kind.DAMAGED, "the file is missing or empty, and s.db-wal");
            assertThat(folder.resolve("data/s.db-wal")).hasBinaryContent(log);
        }
        assertThat(file).doesNotExist();
    }

    private static void killed(Path file) throws Exception {
        Process other = FileHolder.start(file);
        other.toHandle().destroyForcibly();
        other.waitFor(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void backupBesideTheLogOfAnotherCopyStaysWholeBehindALink(Way way) throws Exception {
        Path link = way.in(folder);
        Path file = folder.resolve("data/s.db");
        Path backup = folder.resolve("backup.db");
        try (Database database = Database.file(file)) {
            items(database, 0, 500);
        }
        Files.copy(file, backup);
        try (Database database = Database.file(file)) {
            items(database, 500, 3_000);
            tables(database).write(t -> t.update("delete from demo_item where n < 400"));
        }
        killed(link);
        Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);

        for (int start = 0; start < 2; start++) {
            fails(() -> Database.file(link), Kind.DAMAGED, "Both are as they were");
            assertThat(file).hasSameBinaryContentAs(backup);
        }
        Files.delete(folder.resolve("data/s.db-wal"));
        try (Database database = Database.file(link)) {
            assertThat(names(database)).hasSize(501);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void newFileBehindALinkIsItsOwnersAlone(Way way) throws Exception {
        Path link = way.in(folder);

        try (Database database = Database.file(link)) {
            tables(database);

            assertThat(permissions(folder.resolve("data/s.db"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("data/s.db-wal"))).isEqualTo("rw-------");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void stepUpLeadsToWhereTheLinkBeforeItLeads() throws Exception {
        Files.createDirectories(folder.resolve("far/data"));
        Files.createSymbolicLink(folder.resolve("data"), Path.of("far/data"));

        try (Database database = Database.file(folder.resolve("data/../s.db"))) {
            assertThat(database)
                    .hasToString("SQLite file " + folder.toRealPath().resolve("far/s.db"));
        }
        assertThat(folder.resolve("far/s.db")).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksThatLeadInACircleAreRefused() throws Exception {
        Path one = folder.resolve("one.db");
        Files.createSymbolicLink(one, Path.of("two.db"));
        Files.createSymbolicLink(folder.resolve("two.db"), Path.of("one.db"));

        fails(() -> Database.file(one), Kind.REFUSED, "one.db: its links lead in a circle");
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void nothingIsWrittenOnceALinkLeadsElsewhere(Way way) throws Exception {
        Path link = way.in(folder);
        try (Database database = Database.file(link)) {
            Tables tables = tables(database);
            Path other = Files.createDirectory(folder.resolve("other")).resolve("s.db");
            Files.copy(folder.resolve("data/s.db"), other);
            Path changed = way == Way.FOLDER ? link.getParent() : link;
            Files.delete(changed);
            Files.createSymbolicLink(changed, way == Way.FOLDER ? other.getParent() : other);

            fails(() -> insert(tables), Kind.DAMAGED, link.getFileName() + " is another file since this process");
            assertThatThrownBy(() -> tables.read(t -> t.list("no such statement", row -> 1)))
                    .isInstanceOf(DatabaseException.class);
            fails(() -> insert(tables), Kind.DAMAGED, link.getFileName() + " is another file since this process");
            Files.delete(changed);
            fails(() -> insert(tables), Kind.DAMAGED, link.getFileName() + " is gone since this process");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void dataSourceThatLeadsElsewhereByNowIsRefused() throws Exception {
        Path link = Way.FILE.in(folder);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + link);
        try (Database database = Database.open(source)) {
            Tables tables = tables(database);
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("other.db"));
            assertThatThrownBy(() -> tables.read(t -> t.list("no such statement", row -> 1)))
                    .isInstanceOf(DatabaseException.class);

            fails(() -> insert(tables), Kind.DAMAGED, "the data source leads to");
        }
        try (Database database = Database.file(folder.resolve("data/s.db"))) {
            assertThat(names(database)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.db", "b.db"})
    @DisabledOnOs(OS.WINDOWS)
    void fileWithTwoNamesIsRefusedSinceItsLogHasOne(String name) throws Exception {
        Path file = folder.resolve("a.db");
        killed(file);
        Files.createLink(folder.resolve("b.db"), file);

        fails(() -> Database.file(folder.resolve(name)), Kind.REFUSED, "another name too (a hard link)");

        Files.delete(folder.resolve("b.db"));
        try (Database database = Database.file(file)) {
            assertThat(names(database)).hasSize(2);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessKeepsTheFileUnderAllItsNames() throws Exception {
        Path file = folder.resolve("a.db");
        Path link = Files.createSymbolicLink(folder.resolve("s.db"), file);
        Process other = FileHolder.start(link);
        try {
            fails(() -> Database.file(file), Kind.IN_USE, "another process has it open");
            fails(() -> Database.file(link), Kind.IN_USE, "another process has it open");
        } finally {
            other.toHandle().destroyForcibly();
            other.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev", "/"})
    @DisabledOnOs(OS.WINDOWS)
    void onlyARegularFileIsOpened(String path) {
        fails(() -> Database.file(Path.of(path)), Kind.REFUSED, path + ": it is no regular file");
    }

    private static void zero(Path file, long at) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            assertThat(damaged.length()).isGreaterThan(at + 4_096);
            damaged.seek(at);
            damaged.write(new byte[4_096]);
        }
    }

    @Test
    void aFullFileTakesNoMoreAndAllThatWasPromisedIsThere() {
        Path file = folder.resolve("a.db");
        int promised;
        try (Database database = Database.file(file)) {
            Tables tables = tables(database);
            tables.write(t -> t.list("pragma max_page_count = 60", row -> 1));
            promised = fill(tables);
            tables.read(t -> t.list("select 1", row -> 1));
        }

        try (Database database = Database.file(file)) {
            assertThat(names(database))
                    .as("one from the start, those promised, and the one in doubt")
                    .hasSizeBetween(promised + 1, promised + 2);
        }
    }

    /** Writes until there is no room, and returns how many writes returned. */
    private static int fill(Tables tables) {
        for (int done = 0; ; done++) {
            String name = "item " + done + "x".repeat(1_000);
            try {
                tables.write(t -> t.update("insert into demo_item (name, n) values (?, 1)", name));
            } catch (DatabaseException e) {
                assertThat(e.kind()).isEqualTo(Kind.FULL);
                assertThat(e).hasMessageContaining("the disk is full").hasMessageContaining("Free some space");
                return done;
            }
        }
    }

    @Test
    void aFullDiskIsReportedAndNothingPromisedIsLost() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString()))
                .as("this user may mount a small file system")
                .isZero();
        try {
            Path file = disk.resolve("a.db");
            Database database = Database.file(file);
            Tables tables = tables(database);
            Path ballast = Files.write(disk.resolve("ballast"), new byte[256 * 1_024]);
            int promised = fill(tables);
            fails(() -> tables.read(t -> t.list("select 1", row -> 1)), Kind.FULL, "the disk is full");
            database.close();
            fails(() -> Database.file(file), Kind.FULL, "the disk is full. Free some space, then start again.");
            Files.delete(ballast);

            try (Database again = Database.file(file)) {
                assertThat(names(again))
                        .as("one from the start, those promised, and the one in doubt")
                        .hasSizeBetween(promised + 1, promised + 2);
            }
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
