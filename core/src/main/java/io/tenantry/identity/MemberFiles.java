// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files with the members of source groups, one file for each group. Used once. */
final class MemberFiles {
    /** A group and the file of its members. */
    record MemberFile(String group, Path path) {}

    private static final String ID_OR_NAME = "memberObjectIdOrUpn";
    private static final String UNKNOWN =
            "the member is in no row of the users file; download both again, the members first";
    private static final String TWO_PEOPLE =
            "the id and the log-in name belong to two people of the users file, or the id to nobody; download both again";
    private static final List<String> TYPES = List.of("memberType", "objectType", "type");
    private static final List<String> NO_PEOPLE = List.of("device", "serviceprincipal", "application", "contact");

    private final List<MemberFile> files;
    private final List<String> idHeadings;
    private final List<String> nameHeadings;
    private final Set<String> listed = new TreeSet<>();
    private final Set<String> doubtful = new TreeSet<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> cautions = new ArrayList<>();
    private long[] pairs = new long[1024];
    private int size;

    /** @param empty groups that are known to have no members */
    MemberFiles(List<MemberFile> files, Set<String> empty, ColumnMapping mapping) {
        this.files = files;
        listed.addAll(empty);
        idHeadings = with(mapping.id, "memberObjectId");
        nameHeadings = with(mapping.userName, "memberUserPrincipalName");
    }

    static MemberFiles none() {
        return new MemberFiles(List.of(), Set.of(), ColumnMapping.entra());
    }

    private static List<String> with(List<String> headings, String one) {
        List<String> all = new ArrayList<>(headings);
        all.add(one);
        return all;
    }

    /**
     * Reads all files, and matches members with the people of the index. A file that may lack a member still says who is
     * in the group, and leaves open who else is.
     */
    void read(RowIndex index, TwoPassRead.Sink sink) {
        for (int group = 0; group < files.size(); group++) {
            Path path = files.get(group).path();
            try {
                FileStamp before = FileStamp.of(path);
                GroupRows rows = new GroupRows(group, index, sink);
                new CsvFile(path).read(rows::open);
                listed.add(files.get(group).group());
                List<String> mine = new ArrayList<>(rows.doubts());
                if (!before.equals(FileStamp.of(path))) {
                    mine.add(TwoPassRead.changed(path));
                }
                if (!mine.isEmpty() || rows.open) {
                    doubtful.add(files.get(group).group());
                }
                doubts.addAll(mine);
                if (rows.open) {
                    cautions.add(
                            TwoPassRead.cutOff(rows.file, "export it again, or add the line end if it is complete"));
                }
            } catch (IOException e) {
                throw TwoPassRead.unreadable(path, e);
            }
        }
        Arrays.sort(pairs, 0, size);
    }

    /** Returns the delivered source groups: those with a file that was read without doubt, and those of the rows. */
    Delivered delivered(Delivered rows) {
        Delivered.Names all = rows.sourceGroups().allBut() ? Delivered.Names.all() : Delivered.Names.only(listed);
        return rows.sourceGroups(all.without(doubtful));
    }

    /** Returns why a file may lack members. */
    List<String> doubts() {
        return doubts;
    }

    /** Returns which files may be cut off at their ends. */
    List<String> cautions() {
        return cautions;
    }

    /** Returns the groups of a person, by the ordinal of the index. */
    SortedSet<String> groupsOf(int person) {
        if (size == 0) {
            return Collections.emptySortedSet();
        }
        SortedSet<String> groups = new TreeSet<>();
        for (int i = firstOf(person); i < size && pairs[i] >>> Integer.SIZE == person; i++) {
            groups.add(files.get((int) pairs[i]).group());
        }
        return groups;
    }

    private int firstOf(int person) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pairs[middle] >>> Integer.SIZE < person) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void add(int person, int group) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.multiplyExact(2, size));
        }
        pairs[size++] = ((long) person << Integer.SIZE) | group;
    }

    /** The rows of one file. */
    private final class GroupRows {
        private final int group;
        private final String file;
        private final RowIndex index;
        private final TwoPassRead.Sink sink;
        private int rows;
        private int doubtful;
        private int repeats;
        private boolean open;
        private long trailer = -1;
        private boolean goesOn;
        private final BitSet members = new BitSet();
        private int columns;
        private OptionalInt id = OptionalInt.empty();
        private OptionalInt name = OptionalInt.empty();
        private OptionalInt type = OptionalInt.empty();

        GroupRows(int group, RowIndex index, TwoPassRead.Sink sink) {
            this.group = group;
            this.index = index;
            this.sink = sink;
            file = FileStamp.name(files.get(group).path());
        }

        CsvFile.Rows open(CsvHeader header) {
            columns = header.size();
            id = header.find(idHeadings);
            name = header.find(nameHeadings);
            type = header.find(TYPES);
            if (id.isEmpty() && name.isEmpty()) {
                id = OptionalInt.of(header.require("member", with(with(idHeadings, nameHeadings.get(0)), ID_OR_NAME)));
            }
            return this::row;
        }

        /** An empty file may be an empty group or a failed export, so it is a doubt. */
        List<String> doubts() {
            if (rows == 0) {
                return List.of(file + " has no members; export it again, or remove it and declare the group empty");
            }
            List<String> all = new ArrayList<>();
            if (doubtful > 0) {
                all.add(Words.count(doubtful, "row of ", "rows of ") + file
                        + " could not be read, so any person may be in the group; correct them");
            }
            TwoPassRead.trailerDoubt(file, rows, trailer, goesOn).ifPresent(all::add);
            if (repeats > 0) {
                all.add(TwoPassRead.repeated(repeats, file));
            }
            return all;
        }

        private void row(CsvParser row) throws IOException {
            goesOn |= trailer >= 0;
            if (row.trailer() >= 0) {
                trailer = row.trailer();
                return;
            }
            rows++;
            open = row.isOpen();
            try {
                row.check(columns);
                row.checkNul();
                String kind = text(row, type).toLowerCase(Locale.ROOT).replace(" ", "");
                if (NO_PEOPLE.stream().noneMatch(kind::contains)) {
                    member(row, kind);
                }
            } catch (RowFault fault) {
                doubtful++;
                reject(row, Optional.empty(), fault.problem());
            }
        }

        private void member(CsvParser row, String kind) throws RowFault {
            if (kind.contains("group")) {
                throw new RowFault("the member is a group; download its members too and add them to this file");
            }
            String key = text(row, id);
            // The id alone says who it is, where the file ends in the log-in name.
            boolean alone = !key.isEmpty() && name.isPresent() && row.isCut(name.getAsInt());
            String second = alone ? "" : text(row, name);
            int named = index.personNamed(second);
            int person = key.isEmpty() ? named : index.person(key);
            if (person < 0 && key.contains("@")) {
                person = index.personNamed(key);
            }
            if (person >= 0 && (named < 0 || named == person)) {
                add(person);
            } else if (named >= 0) {
                throw new RowFault(TWO_PEOPLE);
            } else if (refused(key, second) > 0) {
                throw new RowFault("the member's row of the users file was refused, line " + refused(key, second)
                        + "; correct it there");
            } else if (second.isEmpty() || key.isEmpty() || key.contains("@")) {
                // A person in the users file may have had this name when the members were listed, or the id is damaged,
                // and would lose the group.
                throw new RowFault(UNKNOWN);
            } else {
                reject(row, Optional.of(new IdentityId(RowChecks.id(key, "the member's id"))), UNKNOWN);
            }
        }

        private int refused(String key, String second) {
            return Math.max(index.lineNamed(key), index.lineNamed(second));
        }

        // Where a listing shifts while it is exported, the row that comes twice pushes another out.
        private void add(int person) {
            if (members.get(person)) {
                repeats++;
            } else {
                members.set(person);
                MemberFiles.this.add(person, group);
            }
        }

        private String text(CsvParser row, OptionalInt column) throws RowFault {
            return column.isEmpty()
                    ? ""
                    : row.whole(column.getAsInt(), "the last cell").strip();
        }

        private void reject(CsvParser row, Optional<IdentityId> person, String problem) {
            sink.rejected(new RejectedRow(file + ":" + row.line(), person, problem));
        }
    }
}
