// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import java.util.List;

/** Comma-separated values by RFC 4180, with nothing in them that a spreadsheet would run as a formula. */
final class Csv {
    private final StringBuilder text = new StringBuilder();

    Csv(String... columns) {
        row(List.of(columns));
    }

    Csv row(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            field(fields.get(i));
        }
        text.append("\r\n");
        return this;
    }

    String text() {
        return text.toString();
    }

    private void field(String value) {
        String safe = startsFormula(value) ? "'" + value : value;
        if (safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n' || c == '\'')) {
            text.append(safe);
            return;
        }
        text.append('"').append(safe.replace("\"", "\"\"")).append('"');
    }

    // Spreadsheets look behind white space, and take the full-width forms for the plain ones.
    private static boolean startsFormula(String value) {
        String bare = value.stripLeading();
        char first = bare.isEmpty() ? ' ' : bare.charAt(0);
        boolean control = !value.isEmpty() && value.charAt(0) < ' ';
        return control || "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%".indexOf(first) >= 0;
    }
}
