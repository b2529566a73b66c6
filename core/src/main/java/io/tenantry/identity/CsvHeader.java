// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headings of a CSV file. Its messages name the wanted columns and never those found, because a file without a
 * header has people in that row.
 */
final class CsvHeader {
    private static final Pattern BRACKETED =
            Pattern.compile("^(?!\\s*[Bb][Ll][Oo][Cc][Kk])[^\\[]*\\[([a-z][A-Za-z0-9_.]*)\\].*$");

    /** What Google writes behind a heading, such as {@code [Required]} and {@code [READ ONLY]}. */
    private static final Pattern NOTE =
            Pattern.compile("\\s*\\[(?i:required|read only|upload only|must be [^\\]]*)\\]\\s*$");

    /** What does not show at the ends of a heading: white space, and marks that programs leave behind. */
    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Z}\\p{Cf}]+|[\\s\\p{Z}\\p{Cf}]+$");

    private static final Pattern NOISE = Pattern.compile("[\\s_\\p{Z}\\p{Cf}-]+");

    private final String file;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private String twice = "";

    private CsvHeader(String file) {
        this.file = file;
    }

    /** Reads the header. */
    static CsvHeader read(CsvParser parser, String file) throws IOException {
        CsvHeader header = new CsvHeader(file);
        try {
            parser.check(parser.fields());
            parser.checkNul();
            for (int i = 0; i < parser.fields(); i++) {
                header.add(name(parser.text(i)), i);
            }
        } catch (RowFault fault) {
            throw new IdentitySourceException(
                    file + ":" + parser.line() + ": the header cannot be read: " + fault.problem(), fault);
        }
        return header;
    }

    // The upload template of the Entra admin centre heads its state column "Block sign in (Yes/No) [accountEnabled]",
    // which means the opposite of the name in brackets; such a heading is read as a whole.
    private static String name(String heading) {
        Matcher bracketed = BRACKETED.matcher(heading);
        String name =
                bracketed.matches() ? bracketed.group(1) : NOTE.matcher(heading).replaceAll("");
        return bare(name);
    }

    /** Returns a name without what does not show around it. */
    static String bare(String name) {
        return EDGES.matcher(name).replaceAll("");
    }

    private void add(String name, int column) {
        names.add(name);
        Integer earlier = name.isEmpty() ? null : columns.putIfAbsent(key(name), column);
        if (earlier != null && twice.isEmpty()) {
            twice = String.format(
                    Locale.ROOT,
                    "%s: columns %d and %d have the same heading; keep one of them",
                    file,
                    earlier + 1,
                    column + 1);
        }
    }

    /** Returns the form in which headings are compared. */
    static String key(String name) {
        return NOISE.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    int size() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    /** Returns the column with one of these headings, which the file must have. */
    int require(String purpose, List<String> headings) {
        int column = find(headings)
                .orElseThrow(() -> new IdentitySourceException(
                        String.format(
                                Locale.ROOT,
                                "%s: no column %s for the %s among the %d of the first row; export the file with its header, or correct the column mapping",
                                file,
                                String.join(" or ", headings),
                                purpose,
                                names.size()),
                        null));
        // Without the heading, the first row is a person's, in which two cells may well be the same.
        if (!twice.isEmpty()) {
            throw new IdentitySourceException(twice, null);
        }
        return column;
    }

    /** Returns the column with one of these headings, if there is one. */
    OptionalInt find(List<String> headings) {
        int[] found = headings.stream()
                .map(CsvHeader::key)
                .distinct()
                .filter(columns::containsKey)
                .mapToInt(columns::get)
                .distinct()
                .toArray();
        if (found.length > 1) {
            throw new IdentitySourceException(
                    String.format(
                            Locale.ROOT,
                            "%s: several columns of %s are present; name the right one in the column mapping",
                            file,
                            String.join(", ", headings)),
                    null);
        }
        return found.length == 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
    }
}
