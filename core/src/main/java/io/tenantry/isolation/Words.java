// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Division;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Wording that the forms of a proof share. */
final class Words {
    private Words() {}

    static String division(Division division) {
        return division.id().isEverywhere() ? "all divisions" : "division \"" + division.name() + "\"";
    }

    static String tenants(Collection<TenantId> tenants) {
        return tenants.stream().map(TenantId::value).collect(Collectors.joining(", "));
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a count with its noun, such as {@code 1 person} or {@code 2 people}. */
    static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }
}
