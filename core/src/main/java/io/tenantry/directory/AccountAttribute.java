// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Arrays;
import java.util.Optional;

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

    private final String key;

    AccountAttribute(String key) {
        this.key = key;
    }

    /** Returns the name that a policy document uses. */
    public String key() {
        return key;
    }

    /** Returns the attribute with exactly this policy name, if there is one. */
    public static Optional<AccountAttribute> named(String key) {
        return Arrays.stream(values()).filter(a -> a.key.equals(key)).findFirst();
    }
}
