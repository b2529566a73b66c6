// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** A CSV file on disk: it finds its delimiter and header, then shows its rows in order. */
final class CsvFile {
    /** Receives the rows of a file whose header was accepted. */
    interface Rows {
        /** Receives the parser, which is at a row. */
        void row(CsvParser row) throws IOException;
    }

    private static final List<String> PREAMBLES = List.of("version:", "#type ");
    private static final String EXCEL_DELIMITER = "sep=";

    private final Path path;

    CsvFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the file once, and returns a check sum of its content. An empty file has no header and no rows. What receives the
     * rows accepts the header first, or throws an {@link IdentitySourceException} that says why not.
     */
    long read(Function<CsvHeader, Rows> reader) throws IOException {
        CRC32C sum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(path), sum)) {
            String name = FileStamp.name(path);
            ByteWindow window = new ByteWindow(in, name);
            CsvParser parser = new CsvParser(window, delimiter(window));
            if (parser.next()) {
                Rows rows = reader.apply(CsvHeader.read(parser, name));
                while (parser.next()) {
                    rows.row(parser);
                }
            }
        }
        return sum.getValue();
    }

    // Before the header there may be the version of Entra's templates, the type that PowerShell writes, or the
    // delimiter for Excel.
    private static char delimiter(ByteWindow window) throws IOException {
        String first = peek(window);
        if (first.length() == EXCEL_DELIMITER.length() + 1 && first.startsWith(EXCEL_DELIMITER)) {
            window.skipLine();
            return first.charAt(EXCEL_DELIMITER.length());
        }
        if (PREAMBLES.stream().anyMatch(first::startsWith)) {
            window.skipLine();
        }
        return mostFrequent(window);
    }

    private static String peek(ByteWindow window) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10 && (window.at(i) >= ' ' || window.at(i) == '\t'); i++) {
            if (window.at(i) != '"') {
                text.append((char) window.at(i));
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static char mostFrequent(ByteWindow window) throws IOException {
        int[] counts = new int[128];
        boolean quoted = false;
        for (int i = 0; i < ByteWindow.ROW_LIMIT; i++) {
            int next = window.at(i);
            quoted ^= next == '"';
            if (next == ByteWindow.END || (!quoted && (next == '\n' || next == '\r'))) {
                break;
            }
            if (!quoted && next < counts.length) {
                counts[next]++;
            }
        }
        char best = counts[';'] > counts[','] ? ';' : ',';
        return counts['\t'] > counts[best] ? '\t' : best;
    }
}
