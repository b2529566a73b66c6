// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Locale;
import java.util.Map;

/** Checks the fields of a row, in any format. */
final class RowChecks {
    private static final Map<String, Boolean> WORDS =
            Map.of("true", true, "yes", true, "1", true, "false", false, "no", false, "0", false);

    private RowChecks() {}

    static String id(String value, String column) throws RowFault {
        return plain(value, column);
    }

    /** Returns a user name that an account can have: Genesys Cloud accepts only an e-mail address. */
    static String userName(String value, String column) throws RowFault {
        String name = plain(value, column);
        int at = name.indexOf('@');
        if (at <= 0 || at == name.length() - 1) {
            throw new RowFault(column + " is not an e-mail address; give the person a log-in name with an @ in it");
        }
        return name;
    }

    static boolean enabled(String value, String column) throws RowFault {
        Boolean word = WORDS.get(value.strip().toLowerCase(Locale.ROOT));
        if (word == null) {
            throw new RowFault(column + " is neither true nor false; without it a leaver cannot be recognised");
        }
        return word;
    }

    private static String plain(String value, String column) throws RowFault {
        String text = value.strip();
        if (text.isBlank()) {
            throw new RowFault(column + " is empty; add it at the source, or remove the row");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new RowFault(column + " holds a control character; correct it at the source");
        }
        return text;
    }
}
