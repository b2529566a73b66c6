// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import java.util.List;

/** Comma-separated values by RFC 4180, written so that a spreadsheet runs none of them as a formula. */
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
        if (startsFormula(value)) {
            text.append("\"'").append(value.replace("\"", "\"\"")).append('"');
        } else if (isPlain(value)) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return false;
            }
        }
        return true;
    }

    // Spreadsheets skip white space at the start, and read full-width signs like the plain ones.
    private static boolean startsFormula(String value) {
        if (value.isEmpty() || value.charAt(0) < ' ') {
            return !value.isEmpty();
        }
        int i = 0;
        while (i < value.length() - 1 && Character.isWhitespace(value.charAt(i))) {
            i++;
        }
        return "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%".indexOf(value.charAt(i)) >= 0;
    }
}
