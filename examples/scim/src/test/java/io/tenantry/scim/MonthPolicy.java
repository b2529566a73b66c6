// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The policy of a month, in which the name of a source group may be edited. */
final class MonthPolicy {
    private final List<String> sourceGroups = new ArrayList<>();
    private final int people;
    private OrganizationPolicy inForce;

    MonthPolicy(int tenants, int people) {
        IntStream.range(0, tenants).forEach(tenant -> sourceGroups.add("Account-" + tenant));
        this.people = people;
        inForce = read();
    }

    /** Returns the policy that is in force now. */
    OrganizationPolicy inForce() {
        return inForce;
    }

    /** Names another source group for a tenant. */
    void sourceGroup(int tenant, String name) {
        sourceGroups.set(tenant, name);
        inForce = read();
    }

    private static String tenant(int number, String sourceGroup) {
        return """
                {"id":"t%1$d","division":{"name":"Tenant_%1$d"},"match":{"sourceGroup":"%2$s"},
                 "profiles":[{"id":"agent","genesysGroup":"Agents %1$d","roles":["Agent"]},
                             {"id":"lead","when":{"sourceGroup":"Leads-%1$d"},"genesysGroup":"Leads %1$d","roles":["Lead"]}]}""".formatted(number, sourceGroup);
    }

    // Small numbers of people leave each day; a whole group that leaves at once is held.
    private OrganizationPolicy read() {
        String limit = String.format(Locale.ROOT, "{\"max\":%d,\"percent\":45}", Math.max(60, people / 10));
        String tenants = IntStream.range(0, sourceGroups.size())
                .mapToObj(tenant -> tenant(tenant, sourceGroups.get(tenant)))
                .collect(Collectors.joining(","));
        String text = String.format(
                Locale.ROOT,
                "{\"apiVersion\":\"tenantry/v1\",\"organization\":\"fakebpo\",\"defaults\":{\"limits\":{\"accounts\":%1$s,"
                        + "\"memberships\":%1$s,\"grants\":%1$s,\"names\":%1$s}},"
                        + "\"attributes\":{\"title\":{\"from\":\"title\"}},\"tenants\":[%2$s]}",
                limit,
                tenants);
        return PolicyLoader.read(text, PolicyFormat.JSON, "policy.json").orThrow();
    }
}
