// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file by RFC 4180, one at a time and without loading the file. A row with broken quotes ends at its
 * first line end, so that one stray quote does not swallow the good rows after it.
 */
final class CsvParser {
    private static final String STRAY_QUOTE =
            "a quotation mark is inside an unquoted field; quote the field and double the mark";
    private static final String TEXT_AFTER_QUOTE =
            "text follows a closing quotation mark; double the marks that belong to the text";
    private static final String UNCLOSED =
            "a quotation mark never closes, so the file may be cut off here; export it again";
    private static final String TOO_LONG =
            "the row is longer than " + ByteWindow.ROW_LIMIT + " bytes; look for a missing quotation mark or line end";

    private static final String CUT =
            " may be cut off, because the file ends there without a line end; export it again, or add the line end if it"
                    + " is complete";

    /** The kind of a byte of ASCII that ids seldom have. */
    private static final byte NOT_PLAIN = 4;

    /** The kinds of a field in which a byte was looked at alone. */
    private static final int ANYTHING = NOT_PLAIN | ByteWindow.NOT_ASCII;

    private final ByteWindow window;
    private final int delimiter;
    /** For each byte its kinds, as bits, so that passing over a field tells what is in it. */
    private final byte[] kinds = new byte[256];

    private int[] from = new int[32];
    private int[] to = new int[32];
    private boolean[] doubled = new boolean[32];
    private int[] found = new int[32];
    private int fields;
    private int lines;
    private int end;
    private int nul;
    private @Nullable String fault;
    private int rowLine;
    private boolean pending;
    private boolean open;

    CsvParser(ByteWindow window, char delimiter) {
        this.window = window;
        this.delimiter = delimiter;
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i >= 0x80 ? ByteWindow.NOT_ASCII : RowChecks.isPlain((char) i) ? 0 : NOT_PLAIN;
        }
        for (char stop : new char[] {delimiter, '\n', '\r', '"', 0}) {
            kinds[stop & 0xFF] = ByteWindow.STOP;
        }
    }

    /** Moves to the next row that is not empty, and returns whether there is one. */
    boolean next() throws IOException {
        do {
            leave();
            if (window.at(0) == ByteWindow.END) {
                return false;
            }
            read();
        } while (isEmpty());
        return true;
    }

    private void leave() throws IOException {
        if (pending) {
            if (end < 0) {
                window.skipLine();
            } else {
                window.advance(end, lines);
            }
            pending = false;
        }
    }

    private void read() throws IOException {
        rowLine = window.line();
        pending = true;
        fields = 0;
        lines = 0;
        nul = -1;
        fault = null;
        int position = 0;
        boolean closed;
        do {
            closed = window.at(position) == '"';
            position = closed ? quoted(position) : plain(position);
        } while (position >= 0 && window.at(position++) == delimiter);
        if (position < 0) {
            end = -1;
            open = false;
            return;
        }
        end = window.lineEnd(position - 1);
        open = !closed && end < position;
        lines += end >= position ? 1 : 0;
    }

    private int plain(int start) throws IOException {
        int position = start;
        int seen = 0;
        while (true) {
            position = window.skip(position, kinds);
            seen |= window.skipped();
            if (position > ByteWindow.ROW_LIMIT) {
                return giveUp(TOO_LONG);
            }
            int next = window.at(position);
            if (next == delimiter || next == '\n' || next == '\r' || next == ByteWindow.END) {
                add(start, position, false, seen);
                return position;
            }
            seen = ANYTHING;
            if (next == '"') {
                fault = STRAY_QUOTE;
            }
            if (next == 0) {
                nul = position;
            }
            if (++position > ByteWindow.ROW_LIMIT) {
                return giveUp(TOO_LONG);
            }
        }
    }

    private int quoted(int start) throws IOException {
        boolean marks = false;
        int position = start + 1;
        int seen = 0;
        while (true) {
            position = window.skip(position, kinds);
            seen |= window.skipped();
            if (position > ByteWindow.ROW_LIMIT) {
                return giveUp(TOO_LONG);
            }
            int next = window.at(position);
            if (next == ByteWindow.END) {
                return giveUp(UNCLOSED);
            }
            if (next == '"') {
                if (window.at(position + 1) != '"') {
                    add(start + 1, position, marks, seen);
                    return closes(position + 1) ? position + 1 : giveUp(TEXT_AFTER_QUOTE);
                }
                marks = true;
                position++;
            } else if (next == '\n' || (next == '\r' && window.at(position + 1) != '\n')) {
                lines++;
            } else if (next == 0) {
                nul = position;
            }
            seen = ANYTHING;
            if (++position > ByteWindow.ROW_LIMIT) {
                return giveUp(TOO_LONG);
            }
        }
    }

    private boolean closes(int position) throws IOException {
        int next = window.at(position);
        return next == delimiter || next == '\n' || next == '\r' || next == ByteWindow.END;
    }

    private int giveUp(String problem) {
        fault = problem;
        return -1;
    }

    private void add(int start, int end, boolean marks, int seen) {
        if (fields == from.length) {
            from = Arrays.copyOf(from, 2 * fields);
            to = Arrays.copyOf(to, 2 * fields);
            doubled = Arrays.copyOf(doubled, 2 * fields);
            found = Arrays.copyOf(found, 2 * fields);
        }
        from[fields] = start;
        to[fields] = end;
        found[fields] = seen;
        doubled[fields++] = marks;
    }

    private boolean isEmpty() {
        for (int i = 0; i < fields; i++) {
            if (to[i] > from[i]) {
                return false;
            }
        }
        return fault == null;
    }

    /**
     * Returns whether the file ends in the middle of the row as far as the row shows it: there is no line end, and the
     * last field is not in quotation marks.
     */
    boolean isOpen() {
        return open;
    }

    /** Returns whether the text of a field may be cut off, because the file ends in it. */
    boolean isCut(int field) {
        return open && field == fields - 1;
    }

    /** Returns the line on which the row starts, from 1. */
    int line() {
        return rowLine;
    }

    /** A hash of the row as it is written. */
    long hash() {
        return fields == 0 ? 0 : window.hash(from[0], to[fields - 1]);
    }

    int fields() {
        return fields;
    }

    /** Checks that the row is well-formed and has this many fields. */
    void check(int expected) throws RowFault {
        if (fault != null) {
            throw new RowFault(fault);
        }
        if (fields != expected) {
            throw new RowFault(String.format(
                    Locale.ROOT,
                    "the row has %s and the header has %d; %s",
                    Words.count(fields, "field", "fields"),
                    expected,
                    fields < expected
                            ? "a spreadsheet may have cut it off, or a delimiter is missing; export the file again"
                            : "look for an extra delimiter"));
        }
    }

    /** Checks that no field holds a NUL, which no export writes and which many programs read as the end of the text. */
    void checkNul() throws RowFault {
        if (nul >= 0) {
            throw new RowFault(String.format(
                    Locale.ROOT, "byte %d of the file is NUL; export the file again", window.offset(nul)));
        }
    }

    /** Returns the number of a row such as {@code #rows,1200}, which says how many rows the file has; else -1. */
    long trailer() throws IOException {
        if (fields < 2 || window.at(from[0]) != '#') {
            return -1;
        }
        try {
            return text(0).equals("#rows") ? RowChecks.count(text(1).strip()) : -1;
        } catch (RowFault e) {
            return -1;
        }
    }

    /** Returns the text of a field of the current row that counts only if it is complete. */
    String whole(int field, String name) throws RowFault {
        if (isCut(field)) {
            throw new RowFault(name + CUT);
        }
        return text(field);
    }

    /** Returns whether a field is known to hold only characters that {@link RowChecks#isPlain(char)} accepts. */
    boolean isPlain(int field) {
        return found[field] == 0;
    }

    /** Returns the text of a field of the current row. */
    String text(int field) throws RowFault {
        String text = (found[field] & ByteWindow.NOT_ASCII) == 0
                ? window.ascii(from[field], to[field])
                : window.text(from[field], to[field]);
        return doubled[field] ? text.replace("\"\"", "\"") : text;
    }
}
