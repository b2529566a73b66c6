// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;

/** A file that has one person in each row, and can be read from the start again. */
interface RowSource {
    /** A row, as far as it can be read; valid until the next row is shown. */
    interface Row {
        int line();

        /** A hash of the row as it is written: equal rows have the same. */
        long hash();

        /** Returns whether the file ends in this row and may have been cut off there. */
        default boolean isOpen() {
            return false;
        }

        /** Returns how many rows the file has, if this is no person but its last line, which says so; else -1. */
        default long trailer() throws IOException {
            return -1;
        }

        String id() throws RowFault;

        String userName() throws RowFault;

        /** Returns the whole person, with these groups added. */
        Identity identity(String origin, SortedSet<String> groups, Delivered delivered) throws RowFault;
    }

    /** Receives a row. */
    interface Rows {
        void row(Row row) throws IOException;
    }

    Path path();

    /** Returns the attributes and groups that the rows deliver, known after all rows were read. */
    Delivered delivered();

    /** Reads the file once, from start to end, and returns a check sum of its content. */
    long read(Rows rows) throws IOException;
}
