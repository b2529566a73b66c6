// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks the fields of a row, in any format. */
final class RowChecks {
    /** A number of more than 15 digits as a spreadsheet shows and saves it: its last digits are lost. */
    private static final Pattern ROUNDED = Pattern.compile("[0-9]+(?:[.,][0-9]+)?[Ee]\\+[0-9]+");

    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");
    private static final String SPECIAL = "\"(),:;<>[]\\";
    private static final int LONGEST_NAME = 254;

    private RowChecks() {}

    static String id(String value, String column) throws RowFault {
        String id = plain(value, column);
        if (ROUNDED.matcher(id).matches()) {
            throw new RowFault(
                    column + " is a number that a spreadsheet has rounded, and other people may have the same; "
                            + "export the file again and do not save it from a spreadsheet");
        }
        return id;
    }

    /**
     * Returns a user name that an account can have: Genesys Cloud accepts only an e-mail address. Names all that is wrong.
     */
    static String userName(String value, String column) throws RowFault {
        String name = plain(value, column);
        List<String> faults = new ArrayList<>();
        int at = name.indexOf('@');
        if (at <= 0 || at == name.length() - 1) {
            faults.add("is not an e-mail address");
        } else if (name.indexOf('@', at + 1) >= 0) {
            faults.add("has more than one @");
        } else if (!DOMAIN.matcher(name.substring(at + 1)).matches()) {
            faults.add("has no domain behind the @");
        }
        if (name.indexOf(' ') >= 0) {
            faults.add("holds a space");
        }
        name.codePoints()
                .filter(c -> SPECIAL.indexOf(c) >= 0)
                .distinct()
                .forEach(c -> faults.add("holds " + Character.toString(c)));
        if (name.length() > LONGEST_NAME) {
            faults.add("is longer than " + LONGEST_NAME + " characters");
        }
        if (!faults.isEmpty()) {
            throw new RowFault(column + " " + String.join(", ", faults)
                    + "; give the person a log-in name such as name@company.example");
        }
        return name;
    }

    /** Checks a text that is kept as it is: it has no NUL, which many programs take for the end of the text. */
    static String value(String value, String column) throws RowFault {
        if (value.indexOf(0) >= 0) {
            throw new RowFault(column + " holds a NUL; correct it at the source");
        }
        return value;
    }

    private static String plain(String value, String column) throws RowFault {
        String text = value.strip();
        if (text.isEmpty()) {
            throw new RowFault(column + " is empty; add it at the source, or remove the row");
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if ((c < ' ' || c > '~') && isInvisible(c)) {
                throw new RowFault(String.format(
                        Locale.ROOT, "%s holds the invisible character U+%04X; correct it at the source", column, c));
            }
        }
        return text;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
