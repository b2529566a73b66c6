// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The mappings of the exports that identity providers offer. */
final class ReadyMappings {
    static final SortedMap<String, ColumnMapping> BY_NAME = byName();

    private ReadyMappings() {}

    private static SortedMap<String, ColumnMapping> byName() {
        SortedMap<String, ColumnMapping> all = new TreeMap<>();
        all.put("entra-users", ColumnMapping.entra());
        all.put("entra-members", entraMembers());
        all.put("okta-people", oktaPeople());
        all.put("okta-members", oktaMembers().build());
        all.put("google-users", googleUsers());
        return Collections.unmodifiableSortedMap(all);
    }

    private static ColumnMapping entraMembers() {
        return ColumnMapping.builder()
                .id("id", "objectId")
                .userName("userPrincipalName")
                .displayName("displayName")
                .build();
    }

    private static ColumnMapping.Builder oktaMembers() {
        return ColumnMapping.builder()
                .id("id", "user id", "okta user id")
                .userName("login", "profile.login", "username", "okta username");
    }

    // A locked-out agent has typed a wrong password and comes back; a suspended one keeps groups until an administrator
    // decides.
    private static ColumnMapping oktaPeople() {
        return oktaMembers()
                .state(
                        List.of("status", "user status", "okta user status"),
                        List.of(
                                "ACTIVE",
                                "PROVISIONED",
                                "RECOVERY",
                                "PASSWORD_EXPIRED",
                                "PASSWORD_RESET",
                                "LOCKED_OUT"),
                        List.of("DEPROVISIONED", "DEACTIVATED", "STAGED"),
                        List.of("SUSPENDED"))
                .attributeIfPresent("displayName", "displayName", "profile.displayName")
                .attributeIfPresent("email", "email", "profile.email", "primary email")
                .attributeIfPresent("title", "title", "profile.title")
                .attributeIfPresent("department", "department", "profile.department")
                .attributeIfPresent("employeeNumber", "employeeNumber", "profile.employeeNumber")
                .attributeIfPresent("primaryPhone", "primaryPhone", "profile.primaryPhone")
                .build();
    }

    private static ColumnMapping googleUsers() {
        return ColumnMapping.builder()
                .id("employee id")
                .userName("email address")
                .state(List.of("status"), List.of("active"), List.of("suspended", "archived", "deleted"), List.of())
                .attributeIfPresent("title", "employee title")
                .attributeIfPresent("department", "department")
                .attributeIfPresent("employeeType", "employee type")
                .attributeIfPresent("costCenter", "cost center")
                .attributeIfPresent("orgUnitPath", "org unit path")
                .attributeIfPresent("workPhone", "work phone")
                .attributeIfPresent("manager", "manager email")
                .build();
    }
}
