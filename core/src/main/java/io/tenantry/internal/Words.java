// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes numbers and lists for a text for people. */
public final class Words {
    private static final int FEW = 10;

    private Words() {}

    /** Returns the values, separated by commas. */
    public static String list(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Returns a thing by its name, with the id behind. */
    public static String named(String kind, String name, Object id) {
        return name.isEmpty() ? kind + " " + id : kind + " \"" + name + "\" (" + id + ")";
    }

    /** Returns the first few values in quotation marks, and the number of the others. */
    public static String some(Collection<?> values) {
        String few = values.stream().limit(FEW).map(v -> "\"" + v + "\"").collect(Collectors.joining(", "));
        return values.size() > FEW ? few + " and " + number(values.size() - FEW) + " more" : few;
    }

    /**
     * Returns that a thing which was found by a name before has another name now.
     *
     * @param namesake the id of the thing that has the old name now, if there is one
     */
    public static String renamed(String kind, String asked, Object id, String now, Optional<?> namesake) {
        return kind + " \"" + asked + "\" is now called \"" + now + "\" (" + kind + " " + id + ")"
                + namesake.map(n -> "; the old name now belongs to " + kind + " " + n + ", which is not used")
                        .orElse("");
    }

    /** Returns that the thing which had a name before is gone, and another is used that has this name now. */
    public static String replaced(String kind, String asked, Object gone, Object now) {
        return kind + " \"" + asked + "\" was " + gone + ", which no listing shows now; " + kind + " " + now
                + " has this name now and is used";
    }

    /** Returns a doubt about a thing without the name of the thing before it, which stands there already. */
    public static String about(String thing, String doubt) {
        int colon = doubt.indexOf(": ");
        String name = thing.startsWith("the ") ? thing.substring(4) : thing;
        return colon > 0 && (name + " ").startsWith(doubt.substring(0, colon) + " ")
                ? doubt.substring(colon + 2)
                : doubt;
    }

    /** Returns a number with separators between thousands. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a time to the second. */
    public static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns a count with its noun, such as {@code 1 person} or {@code 2 people}. */
    public static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }
}
