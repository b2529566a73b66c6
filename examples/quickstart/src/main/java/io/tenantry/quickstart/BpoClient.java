// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A client of the made-up outsourcer: a tenant. A source group matches the people of most clients; a code in the
 * company attribute matches those of every fifth.
 *
 * @param name such as {@code Aurora Retail}
 * @param code the value of the company attribute; empty for a client with a source group
 */
public record BpoClient(String name, Optional<String> code) {
    private static final List<String> NAMES = List.of(
            "Aurora Retail",
            "Borealis Health",
            "Cobalt Bank",
            "Deltaline Travel",
            "Ember Energy",
            "Fjord Telecom",
            "Granite Insurance",
            "Harbor Logistics",
            "Indigo Media",
            "Jasmine Foods",
            "Kestrel Motors",
            "Lantern Games",
            "Meadow Pharma",
            "Nimbus Cloud",
            "Orchard Home",
            "Pinnacle Sports",
            "Quartz Jewels",
            "River Utilities",
            "Summit Hotels",
            "Tundra Outdoor");

    static final int MOST = NAMES.size();

    static List<BpoClient> first(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new BpoClient(NAMES.get(i), i % 5 == 4 ? Optional.of("ACCT-" + (100 + i)) : Optional.empty()))
                .toList();
    }

    /** Returns the tenant id in the policy, such as {@code aurora-retail}. */
    public String id() {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** Returns the name of the division, such as {@code Tenant_Aurora_Retail}. */
    public String division() {
        return "Tenant_" + name.replace(' ', '_');
    }

    /** Returns the source group of all its people; empty for a client with a code. */
    public Optional<String> sourceGroup() {
        return code.isPresent() ? Optional.empty() : Optional.of("Account-" + name.replace(' ', '-'));
    }

    /**
     * Returns the source group of its supervisors; empty for a client with a code, where the job title matches them.
     */
    public Optional<String> supervisorGroup() {
        return sourceGroup().map(g -> g + "-Supervisors");
    }

    /** Returns the Genesys group of its agents. */
    public String agents() {
        return name + " Agents";
    }

    /** Returns the Genesys group of its supervisors. */
    public String supervisors() {
        return name + " Supervisors";
    }

    String policy() {
        return """
                  - id: %s
                    name: %s
                    division: { name: %s }
                    match: %s
                    profiles:
                      - id: agent
                        genesysGroup: %s
                        roles: [%s]
                      - id: supervisor
                        when: %s
                        genesysGroup: %s
                        roles: [%s]
                """.formatted(
                        id(),
                        name,
                        division(),
                        code.map(c -> "{ attribute: companyName, in: [" + c + ", " + c + "-B] }")
                                .orElse("{ sourceGroup: " + sourceGroup().orElse("") + " }"),
                        agents(),
                        BpoGenerator.AGENT,
                        supervisorGroup()
                                .map(g -> "{ sourceGroup: " + g + " }")
                                .orElse("{ attribute: jobTitle, equals: " + Employee.LEAD + " }"),
                        supervisors(),
                        String.join(", ", BpoGenerator.SUPERVISOR, BpoGenerator.EVALUATOR));
    }
}
