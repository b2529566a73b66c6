// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes numbers and lists for a text for people. */
public final class Words {
    private static final int FEW = 10;

    private Words() {}

    /** Returns the values, separated by commas. */
    public static String list(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Returns the first few values in quotation marks, and the number of the others. */
    public static String some(Collection<?> values) {
        String few = values.stream().limit(FEW).map(v -> "\"" + v + "\"").collect(Collectors.joining(", "));
        return values.size() > FEW ? few + " and " + number(values.size() - FEW) + " more" : few;
    }

    /** Returns a number with separators between thousands. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a count with its noun, such as {@code 1 person} or {@code 2 people}. */
    public static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }
}
