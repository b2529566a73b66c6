// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.jdbc.Transaction;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * The notes as they were read last. A run reads all of them several times, and each look of a watch does, so a text that
 * is as it was is not parsed again: that of a source with 50,000 people outside takes 10 ms. Thread-safe.
 */
final class ParsedNotes {
    /** By kind and name, the text and the note. */
    private volatile Map<List<String>, Entry<String, Note>> last = Map.of();

    List<Note> in(Transaction transaction) throws SQLException {
        Map<List<String>, Entry<String, Note>> before = last;
        Map<List<String>, Entry<String, Note>> now = new LinkedHashMap<>();
        transaction.each("select kind, name, value from tenantry_note", row -> {
            List<String> key = List.of(row.getString(1), row.getString(2));
            String text = row.getString(3);
            Entry<String, Note> known = before.get(key);
            now.put(
                    key,
                    known != null && known.getKey().equals(text)
                            ? known
                            : Map.entry(text, Note.of(key.get(0), key.get(1), text)));
        });
        last = now;
        return now.values().stream().map(Entry::getValue).toList();
    }
}
