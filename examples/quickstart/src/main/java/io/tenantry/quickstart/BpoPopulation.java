// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.quickstart.BpoEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The people of the made-up outsourcer, day after day. The same seed gives the same people and changes. */
final class BpoPopulation {
    private static final int OFFICE = 12;

    private final Random random;
    private final List<BpoClient> clients;
    private final int agents;
    private final List<Employee> people = new ArrayList<>();
    private final List<BpoEvent> events = new ArrayList<>();
    private final Set<String> changedToday = new HashSet<>();
    private int hired;
    private int day;

    private BpoPopulation(long seed, List<BpoClient> clients, int agents) {
        random = new Random(seed);
        this.clients = clients;
        this.agents = agents;
    }

    static BpoPopulation on(long seed, List<BpoClient> clients, int agents, int day) {
        BpoPopulation population = new BpoPopulation(seed, clients, agents);
        population.hireAll();
        while (population.day < day) {
            population.next();
        }
        return population;
    }

    List<Employee> people() {
        return people;
    }

    List<BpoEvent> events() {
        return events;
    }

    // As in the field, clients differ in size: the first has about ten times as many people as the last.
    private void hireAll() {
        people.add(new Employee(
                "00000000-0000-4000-8000-00000000b6b6",
                BpoGenerator.BREAK_GLASS,
                "Break",
                "Glass",
                NamePool.SPANISH,
                true,
                List.of(),
                "Administrator",
                "IT"));
        people.add(new Employee(
                "00000000-0000-4000-8000-000000000a2a",
                BpoGenerator.JOINT_AGENT,
                "Ana",
                "López",
                NamePool.SPANISH,
                true,
                List.of(clients.get(0), clients.get(1)),
                Employee.SENIOR,
                Employee.DEPARTMENTS.get(0)));
        for (int i = 0; i < OFFICE; i++) {
            people.add(hire(List.of()).with("Accountant", "Finance"));
        }
        while (hired < agents + OFFICE - 1) {
            people.add(hire(List.of(someClient())));
        }
    }

    private Employee hire(List<BpoClient> where) {
        return Employee.hire(++hired, where, random);
    }

    private BpoClient someClient() {
        double skew = random.nextDouble();
        return clients.get((int) (clients.size() * skew * Math.sqrt(skew)));
    }

    private void next() {
        day++;
        changedToday.clear();
        for (int i = 0; i < scaled(18 + day); i++) {
            Employee employee = hire(List.of(someClient()));
            people.add(random.nextInt(people.size()), employee);
            changedToday.add(employee.id());
            record(
                    Kind.JOINER,
                    employee,
                    "hired for " + employee.clients().get(0).name());
        }
        for (int i = 0; i < scaled(10); i++) {
            move(anyone());
        }
        for (int i = 0; i < scaled(12); i++) {
            leave(anyone(), i % 3 == 1);
        }
        for (int i = 0; i < scaled(16); i++) {
            retitle(anyone());
        }
        for (int i = 0; i < scaled(3); i++) {
            promote(anyone());
        }
        specialCases();
    }

    /** Scales a count for 5,000 agents to the number of agents here; at least 1. */
    private int scaled(int count) {
        return Math.max(1, Math.toIntExact((long) count * agents / BpoGenerator.AGENTS));
    }

    private void specialCases() {
        if (day == 2) {
            int index = anyone();
            Employee employee = people.get(index);
            BpoClient second = anotherWithGroup(employee.clients().get(0));
            people.set(index, employee.at(List.of(employee.clients().get(0), second)));
            record(
                    Kind.IN_TWO,
                    employee,
                    "put to " + second.name() + " and left in "
                            + employee.clients().get(0).name());
        }
        if (day == 4) {
            rehire();
            settle();
        }
    }

    // The first person who was disabled comes back to another client.
    private void rehire() {
        String userName = first(Kind.LEAVER);
        int index = indexOf(userName);
        BpoClient client = another(people.get(index).clients().get(0));
        people.set(index, people.get(index).enabled(true).at(List.of(client)));
        record(Kind.REHIRE, people.get(index), "back, for " + client.name());
    }

    private void settle() {
        int index = indexOf(first(Kind.IN_TWO));
        Employee employee = people.get(index);
        BpoClient stays = employee.clients().get(1);
        people.set(index, employee.at(List.of(stays)));
        record(Kind.IN_ONE, employee, "only in " + stays.name() + " now");
    }

    private String first(Kind kind) {
        return events.stream()
                .filter(e -> e.kind() == kind)
                .map(BpoEvent::userName)
                .findFirst()
                .orElseThrow();
    }

    private int indexOf(String userName) {
        for (int i = 0; i < people.size(); i++) {
            if (people.get(i).userName().equals(userName)) {
                return i;
            }
        }
        throw new IllegalStateException(userName + " is not among the people");
    }

    /** Returns an enabled person of one client who has not changed today, and for whom no special case is planned. */
    private int anyone() {
        while (true) {
            int index = random.nextInt(people.size());
            Employee employee = people.get(index);
            boolean reserved = events.stream()
                    .filter(e -> e.kind() == Kind.IN_TWO || e.kind() == Kind.LEAVER)
                    .anyMatch(e -> e.userName().equals(employee.userName()));
            if (employee.enabled() && employee.clients().size() == 1 && !reserved && changedToday.add(employee.id())) {
                return index;
            }
        }
    }

    /**
     * Returns another client that is matched by a source group: an attribute has one value and cannot match two
     * clients.
     */
    private BpoClient anotherWithGroup(BpoClient client) {
        BpoClient other = another(client);
        return other.sourceGroup().isPresent() ? other : anotherWithGroup(client);
    }

    private BpoClient another(BpoClient client) {
        BpoClient other = someClient();
        return other.equals(client) ? another(client) : other;
    }

    private void move(int index) {
        Employee employee = people.get(index);
        BpoClient to = another(employee.clients().get(0));
        people.set(index, employee.at(List.of(to)));
        record(Kind.MOVER, employee, "from " + employee.clients().get(0).name() + " to " + to.name());
    }

    private void leave(int index, boolean vanishes) {
        Employee employee = people.get(index);
        if (vanishes) {
            people.remove(index);
        } else {
            people.set(index, employee.enabled(false));
        }
        record(
                vanishes ? Kind.VANISHED : Kind.LEAVER,
                employee,
                "left " + employee.clients().get(0).name());
    }

    private void retitle(int index) {
        Employee employee = people.get(index);
        String place = Employee.DEPARTMENTS.get(
                (Employee.DEPARTMENTS.indexOf(employee.department()) + 1) % Employee.DEPARTMENTS.size());
        people.set(index, employee.with(employee.jobTitle(), place));
        record(Kind.ATTRIBUTE, employee, "now in " + place);
    }

    private void promote(int index) {
        Employee employee = people.get(index);
        String title = employee.isLead() ? Employee.SENIOR : Employee.LEAD;
        people.set(index, employee.with(title, employee.department()));
        record(
                Kind.SUPERVISOR,
                employee,
                "now " + title + " at " + employee.clients().get(0).name());
    }

    private void record(Kind kind, Employee employee, String detail) {
        events.add(new BpoEvent(day, kind, employee.userName(), detail));
    }
}
