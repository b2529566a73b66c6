// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks of a person's fields, for each source and each format. */
final class RowChecks {
    /** A number of more than 15 digits as a spreadsheet shows and saves it: its last digits are lost. */
    private static final Pattern ROUNDED = Pattern.compile("[0-9]+(?:[.,][0-9]+[Ee]\\+?|[Ee]\\+)[0-9]+");

    /** What a spreadsheet shows and saves for a formula that failed, in each language, or for a column that is too narrow. */
    private static final Pattern ERROR =
            Pattern.compile("#(?:[\u00A1\u00BF]?[\\p{Lu}/0]+[!?]|N/[AD]|NV|\u041D/\u0414|#{3,})");

    /** What programs write for nothing, and what makes a spreadsheet take a number for a text. */
    private static final Pattern NO_ID = Pattern.compile(
            "null|\\(null\\)|none|nil|nan|undefined|n/a|\\\\n|[0._-]+|['=].*", Pattern.CASE_INSENSITIVE);

    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}](?:(?!\\.\\.)[\\p{L}\\p{N}.-])*(?<![.-])");
    private static final String SPECIAL = "\"(),:;<>[]\\";
    private static final int LONGEST_NAME = 254;

    private RowChecks() {}

    static String id(String value, String column) throws RowFault {
        return id(value, false, column);
    }

    /** @param plain whether the value is known to hold only characters that are {@linkplain #isPlain(char) plain} */
    static String id(String value, boolean plain, String column) throws RowFault {
        if ((plain || isPlain(value)) && isSimpleId(value)) {
            return value;
        }
        String id = plain(value, column);
        Optional<String> flaw = Ids.flaw(id);
        if (flaw.isPresent()) {
            throw new RowFault(column + " " + flaw.get() + "; correct it at the source");
        }
        if (isError(id) || NO_ID.matcher(id).matches()) {
            throw new RowFault(
                    column + " is what a program writes for an empty or failed cell, or for a text, and no id;"
                            + " correct it at the source");
        }
        if (ROUNDED.matcher(id).matches()) {
            throw new RowFault(
                    column + " is a number that a spreadsheet has rounded, and other people may have the same; "
                            + "export the file again and do not save it from a spreadsheet");
        }
        return id;
    }

    /**
     * Returns a user name that an account can have: Genesys Cloud accepts only an e-mail address. Names all that is
     * wrong.
     */
    static String userName(String value, String column) throws RowFault {
        if (isSimpleAddress(value)) {
            return value;
        }
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
        if (name.charAt(0) == '\'' || name.charAt(0) == '=') {
            faults.add("begins with " + name.charAt(0));
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

    /** Nearly all names are made of these characters, and a file may have a million of them. */
    private static boolean isSimpleAddress(String name) {
        int at = name.indexOf('@');
        boolean simple = at > 0 && at < name.length() - 1 && name.length() <= LONGEST_NAME;
        for (int i = 0; simple && i < name.length(); i++) {
            char c = name.charAt(i);
            simple = isLetterOrDigit(c)
                    || (c == '@' ? i == at : (c == '.' || c == '-' || c == '_') && i < at)
                    || (i > at + 1 && i < name.length() - 1 && (c == '-' || (c == '.' && name.charAt(i + 1) != '.')));
        }
        return simple;
    }

    private static boolean isLetterOrDigit(char c) {
        int lower = c | ' ';
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
    }

    /** Checks a text that is kept as it is: it has no NUL, which many programs take for the end of the text. */
    static String value(String value, String column) throws RowFault {
        if (value.indexOf(0) >= 0) {
            throw new RowFault(column + " holds a NUL; correct it at the source");
        }
        return value;
    }

    /** Checks the name of a source group. */
    static String group(String name) throws RowFault {
        if (isError(name)) {
            throw new RowFault("a source group is " + name + ", which a spreadsheet writes for a formula that failed;"
                    + " correct it and export the file again");
        }
        return value(name, "a source group");
    }

    /** Returns whether a text is what a spreadsheet writes where there is no value. */
    static boolean isError(String text) {
        return text.startsWith("#") && ERROR.matcher(text.strip()).matches();
    }

    /** Checks the texts of a person other than id and user name. */
    static Identity values(Identity identity) throws RowFault {
        value(identity.displayName(), "displayName");
        for (String group : identity.sourceGroups()) {
            group(group);
        }
        for (String value : identity.attributes().values()) {
            value(value, "an attribute");
        }
        return identity;
    }

    /** Returns all that is wrong with a person. */
    static List<String> faults(Identity identity) {
        if (isSimple(identity)) {
            return List.of();
        }
        Set<String> faults = new LinkedHashSet<>();
        fault(() -> id(identity.id().value(), "id")).ifPresent(faults::add);
        fault(() -> userName(identity.userName(), "userName")).ifPresent(faults::add);
        fault(() -> value(identity.displayName(), "displayName")).ifPresent(faults::add);
        identity.sourceGroups().forEach(group -> fault(() -> group(group)).ifPresent(faults::add));
        // The name of an attribute comes from the source too, and a file without a header has people in its first row.
        identity.attributes()
                .values()
                .forEach(value -> fault(() -> value(value, "an attribute")).ifPresent(faults::add));
        return List.copyOf(faults);
    }

    // Nearly all people are simple, and a source may have a million of them.
    private static boolean isSimple(Identity identity) {
        if (!isPlain(identity.id().value())
                || !isSimpleId(identity.id().value())
                || !isSimpleAddress(identity.userName())
                || hasNul(identity.displayName())) {
            return false;
        }
        for (String group : identity.sourceGroups()) {
            if (hasNul(group) || isError(group)) {
                return false;
            }
        }
        for (String value : identity.attributes().values()) {
            if (hasNul(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNul(String text) {
        return text.indexOf(0) >= 0;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a character is a letter of ASCII, a digit, {@code -} or {@code _}, as in nearly all ids. */
    static boolean isPlain(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static boolean isSimpleId(String plain) {
        return saysSomething(plain)
                && plain.length() <= 100
                && ("nNuU".indexOf(plain.charAt(0)) < 0 || !NO_ID.matcher(plain).matches());
    }

    private static boolean saysSomething(String id) {
        for (int i = 0; i < id.length(); i++) {
            if ("0-_".indexOf(id.charAt(i)) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns what is wrong with a field, if anything is. */
    static Optional<String> fault(Field field) {
        try {
            field.read();
            return Optional.empty();
        } catch (RowFault fault) {
            return Optional.of(fault.problem());
        }
    }

    /** Reads a field. */
    interface Field {
        String read() throws RowFault;
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

    /** Returns whether nothing of a text shows. */
    static boolean isBlank(String text) {
        return !beginsPlainly(text) && text.codePoints().allMatch(RowChecks::isInvisible);
    }

    // Nearly all names begin so, and a source may have a million of them.
    private static boolean beginsPlainly(String text) {
        return !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) <= '~';
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

    /** Returns the number of rows that a text says, or -1 if it says none. */
    static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
