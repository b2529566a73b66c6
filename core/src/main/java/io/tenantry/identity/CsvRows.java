// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The people of a CSV file, read through a {@link ColumnMapping}. */
final class CsvRows implements RowSource {
    private final Path path;
    private final ColumnMapping mapping;
    private Delivered delivered = new Delivered(Delivered.Names.none(), Delivered.Names.none());

    CsvRows(Path path, ColumnMapping mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long read(Rows rows) throws IOException {
        return new CsvFile(path).read(header -> {
            Columns columns = new Columns(header, mapping);
            delivered = columns.delivered();
            CsvRow[] row = new CsvRow[1];
            return parser -> {
                row[0] = row[0] == null ? new CsvRow(parser, columns, mapping.groupSeparator) : row[0];
                rows.row(row[0]);
            };
        });
    }

    @Override
    public Delivered delivered() {
        return delivered;
    }

    private record Attribute(String name, int column) {}

    /** The mapping, resolved against the header of one file. */
    private static final class Columns {
        private final int count;
        private final int id;
        private final int userName;
        private final OptionalInt displayName;
        private final OptionalInt enabled;
        private final StateWords words;
        private final OptionalInt groups;
        private final List<Attribute> attributes = new ArrayList<>();
        private final CsvHeader header;
        private final boolean[] used;

        Columns(CsvHeader header, ColumnMapping mapping) {
            this.header = header;
            count = header.size();
            used = new boolean[count];
            id = use(header.require("id", mapping.id));
            userName = use(header.require("user name", mapping.userName));
            displayName = optional("display name", mapping.displayName);
            enabled = optional("state", mapping.enabled);
            words = mapping.state;
            enabled.ifPresent(column -> mapping.state.check(header.name(column)));
            groups = optional("groups", mapping.groups);
            mapping.attributes.forEach((name, columns) ->
                    attributes.add(new Attribute(name, use(header.require("attribute " + name, columns)))));
            mapping.optionalAttributes.forEach((name, columns) ->
                    header.find(columns).ifPresent(column -> attributes.add(new Attribute(name, use(column)))));
            if (mapping.othersAreAttributes) {
                others(mapping);
            }
        }

        private int use(int column) {
            used[column] = true;
            return column;
        }

        private OptionalInt optional(String purpose, List<String> headings) {
            return headings.isEmpty() ? OptionalInt.empty() : OptionalInt.of(use(header.require(purpose, headings)));
        }

        // What the mapping makes an attribute of, nothing else does: without its column it is unknown.
        private void others(ColumnMapping mapping) {
            for (int column = 0; column < count; column++) {
                String name = header.name(column);
                if (!used[column] && !name.isEmpty() && !mapping.names(name)) {
                    attributes.add(new Attribute(name, column));
                }
            }
        }

        Delivered delivered() {
            return new Delivered(
                    Delivered.Names.only(
                            attributes.stream().map(Attribute::name).toList()),
                    groups.isPresent() ? Delivered.Names.all() : Delivered.Names.none());
        }

        String name(int column) {
            return header.name(column);
        }
    }

    /** The row at which the parser stands; used for one row after the other. */
    private static final class CsvRow implements Row {
        private final CsvParser parser;
        private final Columns columns;
        private final GroupCells cells;
        private int read;
        private String id = "";
        private String userName = "";
        private boolean isIdChecked;
        private boolean isNameChecked;

        CsvRow(CsvParser parser, Columns columns, String separator) {
            this.parser = parser;
            this.columns = columns;
            this.cells = new GroupCells(separator);
        }

        @Override
        public int line() {
            return parser.line();
        }

        @Override
        public long hash() {
            return parser.hash();
        }

        @Override
        public boolean isOpen() {
            return parser.isOpen();
        }

        @Override
        public long trailer() throws IOException {
            return parser.trailer();
        }

        // Both are asked for several times, and a file may have a million of them.
        private void readKeys() throws RowFault {
            if (read != parser.line()) {
                parser.check(columns.count);
                id = parser.text(columns.id);
                userName = parser.text(columns.userName);
                isIdChecked = false;
                isNameChecked = false;
                read = parser.line();
            }
        }

        private String whole(int column) throws RowFault {
            return parser.whole(column, columns.name(column));
        }

        @Override
        public String id() throws RowFault {
            readKeys();
            if (!isIdChecked) {
                id = RowChecks.id(
                        parser.isCut(columns.id) ? whole(columns.id) : id,
                        parser.isPlain(columns.id),
                        columns.name(columns.id));
                isIdChecked = true;
            }
            return id;
        }

        @Override
        public String userName() throws RowFault {
            readKeys();
            if (!isNameChecked) {
                userName = RowChecks.userName(
                        parser.isCut(columns.userName) ? whole(columns.userName) : userName,
                        columns.name(columns.userName));
                isNameChecked = true;
            }
            return userName;
        }

        @Override
        public Identity identity(String origin, SortedSet<String> groups, Delivered delivered) throws RowFault {
            parser.check(columns.count);
            parser.checkNul();
            int shown = columns.displayName.orElse(-1);
            String display = shown < 0 || parser.isCut(shown) ? "" : parser.text(shown);
            return new Identity(
                    new IdentityId(id()),
                    userName(),
                    display,
                    state(),
                    withOwn(groups),
                    attributes(),
                    delivered.unlessOpen(cut()),
                    origin);
        }

        private Identity.State state() throws RowFault {
            if (columns.enabled.isEmpty()) {
                return Identity.State.ENABLED;
            }
            int column = columns.enabled.getAsInt();
            return columns.words.read(whole(column), columns.name(column));
        }

        private SortedSet<String> withOwn(SortedSet<String> groups) throws RowFault {
            if (columns.groups.isEmpty()) {
                return groups;
            }
            SortedSet<String> own = cells.groups(whole(columns.groups.getAsInt()));
            if (groups.isEmpty()) {
                return own;
            }
            SortedSet<String> all = new TreeSet<>(groups);
            all.addAll(own);
            return all;
        }

        private SortedMap<String, String> attributes() throws RowFault {
            SortedMap<String, String> values = new TreeMap<>();
            for (Attribute attribute : columns.attributes) {
                if (!parser.isCut(attribute.column)) {
                    values.put(attribute.name, parser.text(attribute.column));
                }
            }
            return values;
        }

        /** Returns the attributes that are unknown because the file ends in their cell. */
        private List<String> cut() {
            if (!parser.isOpen()) {
                return List.of();
            }
            return columns.attributes.stream()
                    .filter(a -> parser.isCut(a.column))
                    .map(Attribute::name)
                    .toList();
        }
    }
}
