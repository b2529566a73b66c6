// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attributes of an account that a policy can map, besides user name and display name. The list is closed: a
 * directory ignores its other attributes, and leaves out of a read the ones that it does not have.
 */
public enum AccountAttribute {
    /** Job title. */
    TITLE("title"),
    /** Department. */
    DEPARTMENT("department"),
    /** Employee number. */
    EMPLOYEE_NUMBER("employeeNumber"),
    /** Date of hire, as {@code YYYY-MM-DD}. */
    DATE_HIRE("dateHire"),
    /** Primary work phone, in E.164 form. */
    WORK_PHONE("workPhone");

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\u00A0().\\-/]+");
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?");

    private final String key;

    AccountAttribute(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /**
     * Returns the form in which an account has this value: a telephone number without {@code tel:} and separators, a
     * date without its time, another value as it is. Empty if no account can have it: a text that is not a telephone
     * number, or not a date. The empty text clears an attribute, and so is always possible.
     */
    public Optional<String> form(String value) {
        if (value.isEmpty()) {
            return Optional.of(value);
        }
        return this == DATE_HIRE
                ? date(value.strip())
                : this == WORK_PHONE ? number(value.strip()) : Optional.of(value);
    }

    /** Returns whether two values are one in the form that an account has. */
    public boolean same(String a, String b) {
        return a.equals(b) || form(a).filter(form(b).orElse(b)::equals).isPresent();
    }

    private static Optional<String> number(String text) {
        String number = text.regionMatches(true, 0, "tel:", 0, 4) ? text.substring(4) : text;
        return Optional.of(SEPARATORS.matcher(number).replaceAll(""))
                .filter(n -> NUMBER.matcher(n).matches());
    }

    private static Optional<String> date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(matcher.group(1)).toString());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the attribute with exactly this policy name, if there is one. */
    public static Optional<AccountAttribute> named(String key) {
        return Arrays.stream(values()).filter(a -> a.key.equals(key)).findFirst();
    }
}
