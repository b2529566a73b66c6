// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** A file of JSON Lines on disk: it shows each line that is not empty, in order. */
record JsonLinesFile(Path path) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    /** A line: its number, a hash of it as written, and its object as long as it is shown. */
    record Line(int number, long hash, String text, String unreadable) {
        /** Reads the members of the object; the parser stands at each value. */
        interface Members {
            void member(String name, JsonParser value) throws IOException;
        }

        /** Shows each member of the object, or throws what is wrong with the line. */
        void read(Members members) throws RowFault, IOException {
            if (!unreadable.isEmpty()) {
                throw new RowFault(unreadable);
            }
            try (JsonParser parser = JSON.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new RowFault("the line is not a JSON object; write each person as one object in one line");
                }
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.member(name, parser);
                }
                if (parser.nextToken() != null) {
                    throw new RowFault("text follows the JSON object; write each person in a line of its own");
                }
            } catch (JsonProcessingException e) {
                // Jackson's own message contains the text, which is personal data.
                JsonLocation at = e.getLocation();
                throw new RowFault(
                        at == null
                                ? "the line has a number or a name that is too long, or is nested too deeply; write it again"
                                : "the line is not valid JSON near character " + at.getColumnNr() + "; write it again");
            }
        }
    }

    /** Receives a line. */
    interface Lines {
        void line(Line line) throws IOException;
    }

    /** Reads the file once, and returns a check sum of its content. */
    long read(Lines lines) throws IOException {
        CRC32C sum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(path), sum)) {
            ByteWindow window = new ByteWindow(in, FileStamp.name(path));
            while (window.at(0) != ByteWindow.END) {
                line(window, lines);
                window.skipLine();
            }
        }
        return sum.getValue();
    }

    private static void line(ByteWindow window, Lines lines) throws IOException {
        int end = 0;
        boolean blank = true;
        for (int next = window.at(0); next != '\n' && next != '\r' && next != ByteWindow.END; next = window.at(++end)) {
            blank &= next == ' ' || next == '\t';
            if (end == ByteWindow.ROW_LIMIT) {
                String problem =
                        "the line is longer than " + ByteWindow.ROW_LIMIT + " bytes; look for a missing line end";
                lines.line(new Line(window.line(), 0, "", problem));
                return;
            }
        }
        if (!blank) {
            lines.line(line(window, end));
        }
    }

    private static Line line(ByteWindow window, int end) {
        long hash = window.hash(0, end);
        try {
            return new Line(window.line(), hash, window.text(0, end), "");
        } catch (RowFault fault) {
            return new Line(window.line(), hash, "", fault.problem());
        }
    }
}
