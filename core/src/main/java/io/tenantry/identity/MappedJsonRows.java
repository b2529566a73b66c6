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

    /** The attribute of each column that the mapping names, and the columns with another meaning. */
    private final Map<String, String> attributes = new HashMap<>();

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
                .forEach(named ->
                        named.forEach((name, columns) -> columns.forEach(c -> attributes.put(CsvHeader.key(c), name))));
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
                attribute(key, cell).ifPresent(stated::add);
            }
        }

        private Optional<String> attribute(String key, Cell cell) {
            String named = attributes.get(key);
            boolean other = mapping.othersAreAttributes && !reserved.contains(key);
            return named != null ? Optional.of(named) : Optional.of(cell.path).filter(p -> other);
        }

        private void member(String name, JsonParser value) throws IOException {
            JsonToken token = value.currentToken();
            if (token == JsonToken.START_OBJECT) {
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
            cells.put(CsvHeader.key(cell.path), cell);
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
            String display = cell(mapping.displayName).map(Cell::text).orElse("");
            return RowChecks.values(new Identity(
                    new IdentityId(id()),
                    userName(),
                    display,
                    state(),
                    groups(more),
                    attributes(),
                    delivered.unless(saysGroups, true),
                    origin));
        }

        private Identity.State state() throws RowFault {
            if (mapping.enabled.isEmpty()) {
                return Identity.State.ENABLED;
            }
            String value = cell(mapping.enabled).map(Cell::text).orElse("");
            return mapping.state.read(value, "the state");
        }

        private SortedSet<String> groups(SortedSet<String> more) throws RowFault {
            SortedSet<String> all = new TreeSet<>(more);
            Optional<Cell> cell = cell(mapping.groups);
            if (cell.filter(c -> c.form == Form.MIXED_LIST || c.form == Form.SCALAR)
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

        private SortedMap<String, String> attributes() {
            SortedMap<String, String> values = new TreeMap<>();
            cells.forEach((key, cell) -> attribute(key, cell)
                    .filter(name -> cell.isScalar())
                    .ifPresent(name -> values.put(name, cell.text)));
            return values;
        }
    }
}
