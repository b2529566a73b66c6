// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/** The people of a file of JSON Lines. */
final class JsonRows implements RowSource {
    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private final Path path;

    /**
     * The members that any row of the file has. A member that only some rows have is empty in the others, or unknown if
     * it cannot be empty.
     */
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
        CRC32C sum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(path), sum)) {
            ByteWindow window = new ByteWindow(in, FileStamp.name(path));
            while (window.at(0) != ByteWindow.END) {
                JsonRow row = new JsonRow(window.line());
                if (line(window, row)) {
                    rows.row(row);
                }
                window.skipLine();
            }
        }
        return sum.getValue();
    }

    /** Reads the present line of the window, and returns whether it is not empty. */
    private boolean line(ByteWindow window, JsonRow row) throws IOException {
        int end = 0;
        boolean blank = true;
        for (int next = window.at(0); next != '\n' && next != '\r' && next != ByteWindow.END; next = window.at(++end)) {
            blank &= next == ' ' || next == '\t';
            if (end == ByteWindow.ROW_LIMIT) {
                row.malformed =
                        "the line is longer than " + ByteWindow.ROW_LIMIT + " bytes; look for a missing line end";
                return true;
            }
        }
        row.hash = window.hash(0, end);
        if (!blank) {
            try {
                row.parse(json, window.text(0, end));
            } catch (RowFault fault) {
                row.malformed = fault.problem();
            }
        }
        return !blank;
    }

    /** One object, with its first fault. If the JSON itself is broken, no part of it is used. */
    private final class JsonRow implements Row {
        private final int line;
        private long hash;
        private @Nullable String malformed;
        private @Nullable String problem;
        private @Nullable String id;
        private @Nullable String userName;
        private boolean badId;
        private boolean badUserName;
        private String displayName = "";
        private @Nullable Boolean enabled;
        private final SortedSet<String> groups = new TreeSet<>();
        private final SortedMap<String, String> attributes = new TreeMap<>();

        JsonRow(int line) {
            this.line = line;
        }

        void parse(JsonFactory json, String text) throws IOException {
            try (JsonParser parser = json.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    malformed = "the line is not a JSON object; write each person as one object in one line";
                    return;
                }
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    member(parser, parser.currentName());
                }
                if (parser.nextToken() != null) {
                    malformed = "text follows the JSON object; write each person in a line of its own";
                }
            } catch (JsonProcessingException e) {
                // Jackson's own message contains the text, which is personal data.
                malformed = "the line is not valid JSON near character "
                        + e.getLocation().getColumnNr() + "; write it again";
            }
        }

        private void member(JsonParser parser, String name) throws IOException {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
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
                default ->
                    wrong(parser, "a member is none of id, userName, displayName, enabled, groups and attributes");
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
            return line;
        }

        @Override
        public long hash() {
            return hash;
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
            if (bad && problem != null) {
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
            return new Identity(
                    new IdentityId(key),
                    name,
                    displayName.isBlank() ? "" : displayName,
                    state(),
                    groups,
                    attributes,
                    delivered,
                    origin);
        }

        private Identity.State state() throws RowFault {
            if (enabled == null && statesEnabled) {
                throw new RowFault("enabled is missing, but other rows have it; add it at the source");
            }
            return Identity.State.of(enabled == null || enabled);
        }
    }
}
