// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A person at the made-up outsourcer on one day. */
record Employee(
        String id,
        String userName,
        String given,
        String family,
        NamePool pool,
        boolean enabled,
        List<BpoClient> clients,
        String jobTitle,
        String department) {
    static final String AGENT = "Agent";
    static final String SENIOR = "Senior Agent";
    static final String LEAD = "Team Lead";
    static final List<String> DEPARTMENTS = List.of("Voice", "Chat, Messaging", "E-Mail", "Back Office");

    private static final List<NamePool> POOLS = List.of(NamePool.values());

    Employee {
        clients = List.copyOf(clients);
    }

    static Employee hire(int number, List<BpoClient> clients, RandomGenerator random) {
        NamePool pool = POOLS.get(random.nextInt(POOLS.size()));
        NamePool.Name given = pool.given(random);
        NamePool.Name family = pool.family(random);
        String mailbox = "%s.%s.%04d".formatted(given.latin(), family.latin(), number);
        return new Employee(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                mailbox + "@" + BpoGenerator.DOMAIN,
                given.written(),
                family.written(),
                pool,
                true,
                clients,
                number % 12 == 0 ? LEAD : number % 3 == 0 ? SENIOR : AGENT,
                DEPARTMENTS.get(random.nextInt(DEPARTMENTS.size())));
    }

    String displayName() {
        return switch (pool) {
            case HAN, HANGUL -> family + given;
            case VIETNAMESE, KANA -> family + " " + given;
            default -> given + " " + family;
        };
    }

    boolean isLead() {
        return jobTitle.equals(LEAD);
    }

    Employee enabled(boolean value) {
        return new Employee(id, userName, given, family, pool, value, clients, jobTitle, department);
    }

    Employee at(List<BpoClient> value) {
        return new Employee(id, userName, given, family, pool, enabled, value, jobTitle, department);
    }

    Employee with(String title, String place) {
        return new Employee(id, userName, given, family, pool, enabled, clients, title, place);
    }
}
