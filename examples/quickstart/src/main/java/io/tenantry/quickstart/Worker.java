// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A person of the made-up outsourcer on one day. */
record Worker(
        String id,
        String userName,
        String given,
        String family,
        Script script,
        boolean enabled,
        List<Client> clients,
        String jobTitle,
        String department) {
    static final String AGENT = "Agent";
    static final String SENIOR = "Senior Agent";
    static final String LEAD = "Team Lead";
    static final List<String> DEPARTMENTS = List.of("Voice", "Chat, Messaging", "E-Mail", "Back Office");

    private static final List<Script> SCRIPTS = List.of(Script.values());

    Worker {
        clients = List.copyOf(clients);
    }

    static Worker hire(int number, List<Client> clients, RandomGenerator random) {
        Script script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
        Script.Name given = script.given(random);
        Script.Name family = script.family(random);
        String mailbox = "%s.%s.%04d".formatted(given.latin(), family.latin(), number);
        return new Worker(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                mailbox + "@" + BpoGenerator.DOMAIN,
                given.written(),
                family.written(),
                script,
                true,
                clients,
                number % 12 == 0 ? LEAD : number % 3 == 0 ? SENIOR : AGENT,
                DEPARTMENTS.get(random.nextInt(DEPARTMENTS.size())));
    }

    String displayName() {
        return switch (script) {
            case HAN, HANGUL -> family + given;
            case VIETNAMESE, KANA -> family + " " + given;
            default -> given + " " + family;
        };
    }

    boolean isLead() {
        return jobTitle.equals(LEAD);
    }

    Worker enabled(boolean value) {
        return new Worker(id, userName, given, family, script, value, clients, jobTitle, department);
    }

    Worker at(List<Client> value) {
        return new Worker(id, userName, given, family, script, enabled, value, jobTitle, department);
    }

    Worker with(String title, String place) {
        return new Worker(id, userName, given, family, script, enabled, clients, title, place);
    }
}
