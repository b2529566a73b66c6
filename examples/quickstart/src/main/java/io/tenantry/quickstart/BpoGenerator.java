// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A made-up outsourcer with 20 clients and 5,000 agents. It writes the export of their identity provider on day 0 and
 * on each of the next five days: people join, move, leave and come back, and some rows are broken. The same seed always
 * writes the same bytes. Immutable.
 */
public final class BpoGenerator {
    /** The organization that the policy is for. */
    public static final String ORGANIZATION = "acme-bpo";
    /** The role of an agent. */
    public static final String AGENT = "Agent";
    /** A role of a supervisor. */
    public static final String SUPERVISOR = "Supervisor";
    /** Another role of a supervisor. */
    public static final String EVALUATOR = "Quality Evaluator";
    /** The account that must never change. */
    public static final String BREAK_GLASS = "breakglass@acme-bpo.example";
    /** The person whom the policy allows in the first two clients; the first is home. */
    public static final String JOINT_AGENT = "ana.lopez@acme-bpo.example";
    /**
     * The day whose export is damaged: some rows do not show whose they are. Afterwards all rows are corrected; until
     * then each refused row keeps the people who are absent from being removed.
     */
    public static final int DAMAGED_DAY = 3;

    static final String DOMAIN = "acme-bpo.example";
    static final int AGENTS = 5_000;
    private static final int LAST_DAY = 5;

    private static final int FEWEST_CLIENTS = 4;
    private static final int FEWEST_AGENTS = 100;

    private final long seed;
    private final int clients;
    private final int agents;

    private BpoGenerator(long seed, int clients, int agents) {
        if (clients < FEWEST_CLIENTS || clients > BpoClient.MOST || agents < FEWEST_AGENTS) {
            throw new IllegalArgumentException("there must be %d to %d clients and at least %d agents, not %d and %d"
                    .formatted(FEWEST_CLIENTS, BpoClient.MOST, FEWEST_AGENTS, clients, agents));
        }
        this.seed = seed;
        this.clients = clients;
        this.agents = agents;
    }

    /** Returns the generator of this seed, for 20 clients and 5,000 agents. */
    public static BpoGenerator of(long seed) {
        return of(seed, BpoClient.MOST, AGENTS);
    }

    /**
     * Returns the generator of this seed for another size.
     *
     * @param clients from 4 to 20
     * @param agents at least 100
     */
    public static BpoGenerator of(long seed, int clients, int agents) {
        return new BpoGenerator(seed, clients, agents);
    }

    /** Returns the clients, the tenants of the policy. */
    public List<BpoClient> clients() {
        return BpoClient.first(clients);
    }

    /** Returns the roles that the policy uses, and that the organization needs. */
    public List<String> roles() {
        return List.of(AGENT, SUPERVISOR, EVALUATOR);
    }

    /**
     * Returns the policy as YAML.
     *
     * @param today the date from which the joint agent has four months
     */
    public String policy(LocalDate today) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: tenantry/v1
                organization: %s

                defaults:
                  leaver: deactivate
                  authority: managed-only
                  limits:
                    accounts:    { max: 25,  percent: 5 }
                    memberships: { max: 100, percent: 10 }
                    grants:      { max: 5,   percent: 10 }

                attributes:
                  title:      { from: jobTitle }
                  department: { from: department }

                tenants:
                """.formatted(ORGANIZATION));
        clients().forEach(client -> yaml.append(client.policy()));
        return yaml.append("""

                        jointAgents:
                          - identity: %s
                            tenants: [%s, %s]
                            home: %s
                            reason: shared Spanish queue
                            approvedBy: cto@%s
                            until: %s

                        protected: [%s]
                        """.formatted(
                                JOINT_AGENT,
                                clients().get(0).id(),
                                clients().get(1).id(),
                                clients().get(0).id(),
                                DOMAIN,
                                today.plusMonths(4),
                                BREAK_GLASS))
                .toString();
    }

    /**
     * Writes the files of a day: {@code users.csv}, and {@code members/} with a file for each source group. They
     * replace the files of an earlier day.
     *
     * @param day from 0, the start, to 5
     * @throws IOException if the directory cannot be written
     */
    public BpoDay write(Path directory, int day) throws IOException {
        if (day < 0 || day > LAST_DAY) {
            throw new IllegalArgumentException("the day must be from 0 to " + LAST_DAY + ", not " + day);
        }
        BpoPopulation population = BpoPopulation.on(seed, clients(), agents, day);
        Path members = Files.createDirectories(directory.resolve("members"));
        Random random = new Random(seed ^ (day + 1) * 0x9E3779B97F4A7C15L);
        List<Employee> people = new ArrayList<>(population.people());
        Collections.shuffle(people, random);
        List<String> broken = new ArrayList<>(users(people, day, random, directory));
        broken.addAll(members(people, day, members));
        List<BpoEvent> events =
                population.events().stream().filter(e -> e.day() == day).toList();
        return new BpoDay(directory.resolve("users.csv"), members, people.size(), broken, events);
    }

    private static List<String> users(List<Employee> people, int day, Random random, Path directory)
            throws IOException {
        DirtyRows dirty = new DirtyRows();
        List<byte[]> rows = new ArrayList<>();
        if (day <= DAMAGED_DAY) {
            rows.addAll(dirty.named());
        }
        if (day == DAMAGED_DAY) {
            rows.addAll(dirty.nameless());
        }
        Collections.shuffle(rows, random);
        int gap = people.size() / (rows.size() + 1);
        EntraCsv csv = new EntraCsv("users.csv", EntraCsv.USERS);
        for (int i = 0; i < people.size(); i++) {
            csv.add(row(people.get(i)));
            if (i % gap == gap - 1 && i / gap < rows.size()) {
                csv.addBroken(rows.get(i / gap));
            }
        }
        csv.write(directory);
        return csv.broken();
    }

    private static List<String> row(Employee employee) {
        Map<String, String> row = new TreeMap<>();
        row.put("userPrincipalName", employee.userName());
        row.put("displayName", employee.displayName());
        row.put("surname", employee.family());
        row.put("mail", employee.userName());
        row.put("givenName", employee.given());
        row.put("id", employee.id());
        row.put("userType", "Member");
        row.put("jobTitle", employee.jobTitle());
        row.put("department", employee.department());
        row.put("accountEnabled", employee.enabled() ? "True" : "False");
        row.put("usageLocation", employee.pool().country);
        row.put("streetAddress", employee.isLead() ? "Floor 2\nDesk \"A\"" : "");
        row.put("country", employee.pool().country);
        row.put("officeLocation", employee.pool().city);
        row.put("city", employee.pool().city);
        row.put(
                "companyName",
                employee.clients().stream()
                        .flatMap(c -> c.code().stream())
                        .findFirst()
                        .orElse("Acme BPO"));
        row.put("directorySynced", "True");
        row.put("identityIssuer", DOMAIN);
        row.put("createdDateTime", "1/15/2024 8:00:00 AM");
        return EntraCsv.USERS.stream()
                .map(column -> row.getOrDefault(column, ""))
                .toList();
    }

    private List<String> members(List<Employee> people, int day, Path directory) throws IOException {
        Map<String, EntraCsv> files = new TreeMap<>();
        for (BpoClient client : clients()) {
            client.sourceGroup().ifPresent(g -> files.put(g, file(g)));
            client.supervisorGroup().ifPresent(g -> files.put(g, file(g)));
        }
        for (Employee employee : people) {
            for (BpoClient client : employee.clients()) {
                client.sourceGroup().ifPresent(g -> add(files, g, employee));
                client.supervisorGroup().filter(g -> employee.isLead()).ifPresent(g -> add(files, g, employee));
            }
        }
        List<String> broken = new ArrayList<>();
        int number = 0;
        for (EntraCsv csv : files.values()) {
            addStrangers(csv, number++, day);
            csv.write(directory);
            broken.addAll(csv.broken());
        }
        return broken;
    }

    private static EntraCsv file(String group) {
        return new EntraCsv(group + ".csv", EntraCsv.MEMBERS);
    }

    private static void add(Map<String, EntraCsv> files, String group, Employee employee) {
        EntraCsv csv = files.get(group);
        if (csv != null) {
            csv.add(List.of(employee.id(), employee.userName(), employee.displayName(), "User"));
        }
    }

    /** Adds members that are not people, or that the users file does not have. */
    private static void addStrangers(EntraCsv csv, int number, int day) {
        String id = UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString();
        if (number % 8 == 0) {
            csv.add(List.of(id, "", "Door printer " + number, "Device"));
        }
        if (number % 8 == 0 && day <= DAMAGED_DAY) {
            csv.addBroken(List.of(id, "gone." + number + "@" + DOMAIN, "Gone", "User"));
        }
        if (number == 3 && day == DAMAGED_DAY) {
            csv.addBroken(List.of(id, "", "All trainees", "Group"));
        }
    }
}
