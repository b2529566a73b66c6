// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Words;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of people twice: first to find repeated people and the members of groups, then to hand each person on.
 * So a file of any size is read in bounded pages, and no row is used before all rows were seen. Used once.
 */
final class TwoPassRead {
    /** Receives people and rejected rows. */
    interface Sink {
        void identity(Identity identity);

        /** Returns whether more than the key of a row with a valid key is needed. */
        default boolean wants(String id, String userName) {
            return true;
        }

        /** Receives a rejected row. */
        void rejected(RejectedRow row);
    }

    private static final int LINES_NAMED = 5;

    private final RowSource users;
    private final String file;
    private final MemberFiles members;
    private final OptionalLong expected;
    private final boolean asksForTrailer;
    private final RowIndex index = new RowIndex();
    private final List<String> nameless = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private Delivered delivered = Delivered.everything();
    private int namelessCount;
    private int rows;
    private int taken;
    private boolean open;

    /** What the last line says of the number of rows, if it does. */
    private long trailer = -1;

    private boolean goesOn;
    private @Nullable String firstProblem;

    /**
     * Reads a file.
     *
     * @param expected how many rows it must have to be complete, if that is known
     * @param asksForTrailer whether its last line must say that
     */
    TwoPassRead(RowSource users, MemberFiles members, OptionalLong expected, boolean asksForTrailer) {
        this.asksForTrailer = asksForTrailer;
        this.users = users;
        this.file = FileStamp.name(users.path());
        this.members = members;
        this.expected = expected;
    }

    /** Hands on all people. */
    Completeness read(Consumer<IdentityPage> pages) {
        Pages sink = new Pages(pages);
        run(sink);
        List<String> all = new ArrayList<>(doubts);
        all.addAll(members.doubts());
        absenceDoubt().ifPresent(all::add);
        all.addAll(lossDoubts());
        if (rows > 0 && taken == 0 && firstProblem != null) {
            all.add(file + " has " + Words.count(rows, "row", "rows") + " and nobody could be read; the first: "
                    + firstProblem);
        }
        return sink.finish(all).cautioned(cautions());
    }

    // Many programs leave out the last line end, so this matters only where a person would be removed for being absent.
    private List<String> cautions() {
        List<String> all = new ArrayList<>(members.cautions());
        if (open && expected.isEmpty()) {
            all.add(cutOff(file, "export it again, or add the line end or say how many rows it has if it is complete"));
        }
        return all;
    }

    static String cutOff(String file, String advice) {
        return "the last row of " + file + " has no line end, so the file may be cut off there; " + advice;
    }

    /** Finds one person in the source of this name. */
    Optional<Identity> find(String source, String idOrUserName) {
        Search search = new Search(source, idOrUserName);
        run(search);
        return search.result(doubts, lossDoubts());
    }

    private void run(Sink sink) {
        Path path = users.path();
        try {
            FileStamp before = FileStamp.of(path);
            long first = users.read(this::learn);
            members.read(index, sink);
            delivered = members.delivered(users.delivered());
            long second = users.read(row -> hand(row, sink));
            if (first != second || !before.equals(FileStamp.of(path))) {
                doubts.add(changed(path));
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        if (rows == 0) {
            doubts.add(FileStamp.name(path) + " is empty; export it again");
        }
    }

    static String changed(Path path) {
        return FileStamp.name(path) + " changed while it was read; read it again when it is complete";
    }

    static IdentitySourceException unreadable(Path path, IOException e) {
        String why = e instanceof NoSuchFileException
                ? "does not exist"
                : "cannot be read (" + e.getClass().getSimpleName() + ")";
        return new IdentitySourceException(path + " " + why + "; check the path and its permissions", e);
    }

    private Optional<String> absenceDoubt() {
        if (namelessCount == 0) {
            return Optional.empty();
        }
        String more = namelessCount > nameless.size() ? " and " + (namelessCount - nameless.size()) + " more" : "";
        return Optional.of(
                Words.count(namelessCount, "row of ", "rows of ") + file + " without a readable id may be any person"
                        + " (line " + String.join(", ", nameless) + more + "); correct them");
    }

    /** Returns why rows may be missing without a trace. */
    private List<String> lossDoubts() {
        List<String> all = new ArrayList<>();
        repeatDoubt().ifPresent(all::add);
        if (expected.isPresent() && expected.getAsLong() != rows) {
            all.add(file + " has " + Words.count(rows, "row", "rows") + ", and " + Words.number(expected.getAsLong())
                    + " were expected; export it again");
        }
        trailerDoubt(file, rows, trailer, goesOn).ifPresent(all::add);
        if (asksForTrailer && trailer < 0) {
            all.add(file + " has no last line that says how many rows it has, so it may be cut off; export it again");
        }
        return all;
    }

    /** Returns why a file is not what its last line says. */
    static Optional<String> trailerDoubt(String file, int rows, long trailer, boolean goesOn) {
        if (goesOn) {
            return Optional.of(file + " goes on after the line that says how many rows it has; export it again");
        }
        return trailer < 0 || trailer == rows
                ? Optional.empty()
                : Optional.of(file + " has " + Words.count(rows, "row", "rows") + ", and its last line says "
                        + Words.number(trailer) + "; export it again");
    }

    // Where a listing shifts while it is exported, the row that comes twice pushes another out.
    private Optional<String> repeatDoubt() {
        return index.repeats() == 0 ? Optional.empty() : Optional.of(repeated(index.repeats(), file));
    }

    static String repeated(int rows, String file) {
        return Words.count(rows, "row of ", "rows of ") + file
                + " came a second time, and others may be missing for them; export it again";
    }

    private void learn(RowSource.Row row) throws IOException {
        if (row.trailer() >= 0) {
            return;
        }
        index.add(row.line(), row.hash(), readable(row::id), readable(row::userName));
    }

    private void hand(RowSource.Row row, Sink sink) throws IOException {
        goesOn |= trailer >= 0;
        if (row.trailer() >= 0) {
            trailer = row.trailer();
            return;
        }
        int number = rows++;
        open = row.isOpen();
        try {
            String id = row.id();
            String userName = row.userName();
            if (!sink.wants(id, userName)) {
                return;
            }
            int person = index.checkUnique(number, row.hash());
            if (index.isRepeat(person, row.line())) {
                return;
            }
            sink.identity(row.identity(origin(row), members.groupsOf(person), delivered));
            taken++;
        } catch (RowFault fault) {
            String problem = problems(row).orElse(fault.problem());
            firstProblem = firstProblem == null ? problem : firstProblem;
            reject(row, origin(row), problem, sink);
        }
    }

    private String origin(RowSource.Row row) {
        return file + ":" + row.line();
    }

    /** Returns all that is wrong with the id and the user name of a row. */
    private static Optional<String> problems(RowSource.Row row) {
        Set<String> problems = new LinkedHashSet<>();
        RowChecks.fault(row::id).ifPresent(problems::add);
        RowChecks.fault(row::userName).ifPresent(problems::add);
        return Optional.of(String.join("; ", problems)).filter(p -> !p.isEmpty());
    }

    private void reject(RowSource.Row row, String origin, String problem, Sink sink) {
        Optional<IdentityId> id = Optional.ofNullable(readable(row::id)).map(IdentityId::new);
        if (id.isEmpty()) {
            namelessCount++;
            if (nameless.size() < LINES_NAMED) {
                nameless.add(Integer.toString(row.line()));
            }
        }
        sink.rejected(new RejectedRow(origin, id, Optional.ofNullable(readable(row::userName)), problem));
    }

    private static @Nullable String readable(RowChecks.Field field) {
        try {
            return field.read();
        } catch (RowFault unreadable) {
            return null;
        }
    }
}
