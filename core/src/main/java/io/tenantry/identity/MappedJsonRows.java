// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The people of a file of JSON Lines, read through a {@link ColumnMapping}. A member inside another is a column with the
 * path of both, such as {@code profile.login}.
 */
final class MappedJsonRows implements RowSource {
    private final Path path;
    private final ColumnMapping mapping;

    /** The attributes of each column that the mapping names, and the columns with another meaning. */
    private final Map<String, Set<String>> attributes = new HashMap<>();

    private final Set<String> reserved = new TreeSet<>();

    /** The attributes that any row has. */
    private final Set<String> stated = new TreeSet<>();

    private boolean statesGroups;

    MappedJsonRows(Path path, ColumnMapping mapping) {
        this.path = path;
        this.mapping = mapping;
        mapping.enabled.forEach(mapping.state::check);
        List.of(mapping.id, mapping.userName, mapping.displayName, mapping.enabled, mapping.groups)
                .forEach(columns -> columns.forEach(c -> reserved.add(CsvHeader.key(c))));
        List.of(mapping.attributes, mapping.optionalAttributes)
                .forEach(named -> named.forEach((name, columns) -> columns.forEach(c -> attributes
                        .computeIfAbsent(CsvHeader.key(c), k -> new TreeSet<>())
                        .add(name))));
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Delivered delivered() {
        return new Delivered(
                Delivered.Names.only(stated), statesGroups ? Delivered.Names.all() : Delivered.Names.none());
    }

    @Override
    public long read(Rows rows) throws IOException {
        return new JsonLinesFile(path).read(line -> rows.row(new Row(line)));
    }

    /** How a value is written. A number, or true, is not a text, because programs write it in several ways. */
    private enum Form {
        TEXT,
        SCALAR,
        TEXTS,
        MIXED_LIST,
        OBJECT,
        NULL
    }

    /** The value of a column: a text, or a list of texts. */
    private record Cell(String path, Form form, String text, List<String> list) {
        boolean isScalar() {
            return form == Form.TEXT || form == Form.SCALAR || form == Form.NULL;
        }
    }

    /** One object. If the JSON itself is broken, no part of it is used. */
    private final class Row implements RowSource.Row {
        private final JsonLinesFile.Line line;
        private final Map<String, Cell> cells = new HashMap<>();
        private @Nullable String malformed;
        private boolean saysGroups;

        /** The attributes of which the row says something that is no value. */
        private final Set<String> open = new TreeSet<>();

        Row(JsonLinesFile.Line line) throws IOException {
            this.line = line;
            try {
                line.read(this::member);
            } catch (RowFault fault) {
                malformed = fault.problem();
            }
            if (malformed == null && trailer() < 0) {
                cells.forEach(this::state);
            }
        }

        private void state(String key, Cell cell) {
            boolean says = cell.form != Form.NULL
                    && mapping.groups.stream().anyMatch(c -> CsvHeader.key(c).equals(key));
            saysGroups |= says;
            statesGroups |= says;
            if (cell.isScalar()) {
                stated.addAll(attributes(key, cell));
            }
        }

        /** Returns what the mapping makes of a column, and else the attribute of its name, unless that has a column. */
        private Set<String> attributes(String key, Cell cell) {
            boolean other = mapping.othersAreAttributes && !reserved.contains(key) && !mapping.names(cell.path);
            return attributes.getOrDefault(key, other ? Set.of(cell.path) : Set.of());
        }

        private void member(String name, JsonParser value) throws IOException {
            JsonToken token = value.currentToken();
            if (token == JsonToken.START_OBJECT) {
                cell(new Cell(name, Form.OBJECT, "", List.of()));
                while (value.nextToken() != JsonToken.END_OBJECT) {
                    String inner = name + "." + value.currentName();
                    value.nextToken();
                    member(inner, value);
                }
            } else if (token == JsonToken.START_ARRAY) {
                cell(list(name, value));
            } else if (token == JsonToken.VALUE_NULL) {
                cell(new Cell(name, Form.NULL, "", List.of()));
            } else {
                Form form = token == JsonToken.VALUE_STRING ? Form.TEXT : Form.SCALAR;
                cell(new Cell(name, form, value.getText(), List.of()));
            }
        }

        private Cell list(String name, JsonParser value) throws IOException {
            List<String> texts = new ArrayList<>();
            Form form = Form.TEXTS;
            while (value.nextToken() != JsonToken.END_ARRAY) {
                if (value.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(value.getText());
                } else {
                    value.skipChildren();
                    form = Form.MIXED_LIST;
                }
            }
            return new Cell(name, form, "", texts);
        }

        private void cell(Cell cell) {
            if (cells.put(CsvHeader.key(cell.path), cell) != null) {
                malformed =
                        "two members have the same name but for case, spaces, hyphens and underscores; keep one of them";
            }
        }

        @Override
        public int line() {
            return line.number();
        }

        @Override
        public long trailer() {
            Cell only = cells.size() == 1 ? cells.get("rows") : null;
            return only == null || only.form != Form.SCALAR ? -1 : RowChecks.count(only.text);
        }

        @Override
        public long hash() {
            return line.hash();
        }

        @Override
        public String id() throws RowFault {
            return RowChecks.id(required(mapping.id, "id"), "id");
        }

        @Override
        public String userName() throws RowFault {
            return RowChecks.userName(required(mapping.userName, "user name"), "user name");
        }

        private String required(List<String> columns, String what) throws RowFault {
            if (malformed != null) {
                throw new RowFault(malformed);
            }
            Optional<Cell> cell = cell(columns);
            if (cell.filter(c -> c.form != Form.TEXT && c.form != Form.NULL).isPresent()) {
                throw new RowFault(what + " is not a text; correct it at the source");
            }
            return cell.map(Cell::text).orElse("");
        }

        /** Returns the value of the only column of these that the row has. */
        private Optional<Cell> cell(List<String> columns) throws RowFault {
            List<Cell> found = columns.stream()
                    .map(CsvHeader::key)
                    .distinct()
                    .flatMap(key -> Optional.ofNullable(cells.get(key)).stream())
                    .toList();
            if (found.size() > 1) {
                throw new RowFault("several columns of " + String.join(", ", columns)
                        + " are present; name the right one in the column mapping");
            }
            return found.stream().findFirst();
        }

        @Override
        public Identity identity(String origin, SortedSet<String> more, Delivered delivered) throws RowFault {
            String display = text(mapping.displayName, "the display name");
            SortedMap<String, String> attributes = attributes();
            return RowChecks.values(new Identity(
                    new IdentityId(id()),
                    userName(),
                    display,
                    state(),
                    groups(more),
                    attributes,
                    delivered.unless(saysGroups, true).unlessOpen(open),
                    origin));
        }

        private Identity.State state() throws RowFault {
            if (mapping.enabled.isEmpty()) {
                return Identity.State.ENABLED;
            }
            return mapping.state.read(text(mapping.enabled, "the state"), "the state");
        }

        private SortedSet<String> groups(SortedSet<String> more) throws RowFault {
            SortedSet<String> all = new TreeSet<>(more);
            Optional<Cell> cell = cell(mapping.groups);
            if (cell.filter(c -> c.form != Form.TEXT && c.form != Form.TEXTS && c.form != Form.NULL)
                    .isPresent()) {
                throw new RowFault("the groups are neither a text nor a list of texts; correct them at the source");
            }
            cell.ifPresent(c -> {
                c.list.forEach(group -> all.add(group.strip()));
                GroupCells.add(c.text, mapping.groupSeparator, all);
            });
            all.remove("");
            return all;
        }

        private SortedMap<String, String> attributes() throws RowFault {
            SortedMap<String, String> values = new TreeMap<>();
            for (Map.Entry<String, Cell> column : cells.entrySet()) {
                Cell cell = column.getValue();
                for (String name : attributes(column.getKey(), cell)) {
                    if (!cell.isScalar() && attributes.containsKey(column.getKey())) {
                        throw notOne("attribute " + name);
                    }
                    if (!cell.isScalar()) {
                        open.add(name);
                    } else if (values.put(name, cell.text) != null) {
                        throw new RowFault("several columns of the attribute " + name
                                + " are present; name the right one in the column mapping");
                    }
                }
            }
            return values;
        }

        private String text(List<String> columns, String what) throws RowFault {
            Optional<Cell> cell = cell(columns);
            if (cell.filter(c -> !c.isScalar()).isPresent()) {
                throw notOne(what);
            }
            return cell.map(Cell::text).orElse("");
        }

        private static RowFault notOne(String what) {
            return new RowFault(what + " is a list or an object; correct it, or name another column in the mapping");
        }
    }
}
