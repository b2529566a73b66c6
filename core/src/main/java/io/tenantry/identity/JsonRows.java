// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The people of a file of JSON Lines. */
final class JsonRows implements RowSource {
    private final Path path;

    /** The attributes that any row of the file has; one that only some rows have is empty in the others. */
    private final Set<String> stated = new TreeSet<>();

    private boolean statesGroups;
    private boolean statesEnabled;

    JsonRows(Path path) {
        this.path = path;
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
        return new JsonLinesFile(path).read(line -> rows.row(new JsonRow(line)));
    }

    /** One object, with its first fault. If the JSON itself is broken, no part of it is used. */
    private final class JsonRow implements Row {
        private final JsonLinesFile.Line line;
        private @Nullable String malformed;
        private @Nullable String problem;
        private @Nullable String id;
        private @Nullable String userName;
        private long trailer = -1;
        private int members;
        private boolean badId;
        private boolean badUserName;
        private String displayName = "";
        private @Nullable Boolean enabled;
        private boolean saysGroups;
        private boolean saysAttributes;
        private final Set<String> names = new HashSet<>();
        private final SortedSet<String> groups = new TreeSet<>();
        private final SortedMap<String, String> attributes = new TreeMap<>();

        JsonRow(JsonLinesFile.Line line) throws IOException {
            this.line = line;
            try {
                line.read(this::member);
            } catch (RowFault fault) {
                malformed = fault.problem();
            }
        }

        private void member(String name, JsonParser parser) throws IOException {
            if (!names.add(name)) {
                malformed = "two members have the same name but for characters that do not show; keep one of them";
            }
            if (++members == 1 && name.equals("rows") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                trailer = RowChecks.count(parser.getText());
                return;
            }
            if (members == 2 && trailer >= 0) {
                problem = "rows stands beside other members; leave it out, or write it in a line of its own";
            }
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                statesEnabled |= name.equals("enabled");
                return;
            }
            switch (name) {
                case "id" -> {
                    id = text(parser, name);
                    badId = id == null;
                }
                case "userName" -> {
                    userName = text(parser, name);
                    badUserName = userName == null;
                }
                case "displayName" -> displayName = orEmpty(text(parser, name));
                case "enabled" -> enabled(parser);
                case "groups" -> groups(parser);
                case "attributes" -> attributes(parser);
                default -> other(name, parser);
            }
        }

        /** As in the header of a CSV, what does not show around a name does not count. */
        private void other(String name, JsonParser parser) throws IOException {
            String bare = CsvHeader.bare(name);
            if (bare.equals(name)) {
                wrong(parser, "a member is none of id, userName, displayName, enabled, groups and attributes");
            } else {
                member(bare, parser);
            }
        }

        private void wrong(JsonParser parser, String what) throws IOException {
            String where = what + "; correct it at character "
                    + parser.currentTokenLocation().getColumnNr();
            problem = problem == null ? where : problem;
            parser.skipChildren();
        }

        private @Nullable String text(JsonParser parser, String name) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            wrong(parser, name + " is not a text");
            return null;
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        private void enabled(JsonParser parser) throws IOException {
            if (parser.currentToken().isBoolean()) {
                enabled = parser.getBooleanValue();
                statesEnabled = true;
            } else {
                wrong(parser, "enabled is neither true nor false");
            }
        }

        private void groups(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                wrong(parser, "groups is not an array of texts");
                return;
            }
            statesGroups = true;
            saysGroups = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                groups.add(orEmpty(text(parser, "an entry of groups")).strip());
            }
            groups.remove("");
        }

        private void attributes(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                wrong(parser, "attributes is not an object");
                return;
            }
            saysAttributes = true;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                stated.add(name);
                if (value.isScalarValue()) {
                    attributes.put(name, value == JsonToken.VALUE_NULL ? "" : parser.getText());
                } else {
                    wrong(parser, "an attribute is neither a text nor a number nor a boolean");
                }
            }
        }

        @Override
        public int line() {
            return line.number();
        }

        @Override
        public long trailer() {
            return members == 1 ? trailer : -1;
        }

        @Override
        public long hash() {
            return line.hash();
        }

        @Override
        public String id() throws RowFault {
            return RowChecks.id(orEmpty(believed(id, badId)), "id");
        }

        @Override
        public String userName() throws RowFault {
            return RowChecks.userName(orEmpty(believed(userName, badUserName)), "userName");
        }

        private @Nullable String believed(@Nullable String value, boolean bad) throws RowFault {
            if (malformed != null) {
                throw new RowFault(malformed);
            }
            if ((bad || value == null) && problem != null) {
                throw new RowFault(problem);
            }
            return value;
        }

        @Override
        public Identity identity(String origin, SortedSet<String> more, Delivered delivered) throws RowFault {
            String key = id();
            String name = userName();
            if (problem != null) {
                throw new RowFault(problem);
            }
            groups.addAll(more);
            return RowChecks.values(new Identity(
                    new IdentityId(key),
                    name,
                    displayName,
                    state(),
                    groups,
                    attributes,
                    delivered.unless(saysGroups, saysAttributes),
                    origin));
        }

        private Identity.State state() throws RowFault {
            if (enabled == null && statesEnabled) {
                throw new RowFault("enabled is missing, but other rows have it; add it at the source");
            }
            return Identity.State.of(enabled == null || enabled);
        }
    }
}
