// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.quickstart.BpoEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The people of the made-up outsourcer, day after day. The same seed gives the same week. */
final class BpoWeek {
    private static final int OFFICE = 12;

    private final Random random;
    private final List<Client> clients;
    private final int agents;
    private final List<Worker> people = new ArrayList<>();
    private final List<BpoEvent> events = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private int hired;
    private int day;

    private BpoWeek(long seed, List<Client> clients, int agents) {
        random = new Random(seed);
        this.clients = clients;
        this.agents = agents;
    }

    static BpoWeek on(long seed, List<Client> clients, int agents, int day) {
        BpoWeek week = new BpoWeek(seed, clients, agents);
        week.found();
        while (week.day < day) {
            week.next();
        }
        return week;
    }

    List<Worker> people() {
        return people;
    }

    List<BpoEvent> events() {
        return events;
    }

    // Clients are of very different size, as they are in the field: the first has about ten times the people of the
    // last.
    private void found() {
        people.add(new Worker(
                "00000000-0000-4000-8000-00000000b6b6",
                BpoGenerator.BREAK_GLASS,
                "Break",
                "Glass",
                Script.SPANISH,
                true,
                List.of(),
                "Administrator",
                "IT"));
        people.add(new Worker(
                "00000000-0000-4000-8000-000000000a2a",
                BpoGenerator.JOINT_AGENT,
                "Ana",
                "López",
                Script.SPANISH,
                true,
                List.of(clients.get(0), clients.get(1)),
                Worker.SENIOR,
                Worker.DEPARTMENTS.get(0)));
        for (int i = 0; i < OFFICE; i++) {
            people.add(hire(List.of()).with("Accountant", "Finance"));
        }
        while (hired < agents + OFFICE - 1) {
            people.add(hire(List.of(someClient())));
        }
    }

    private Worker hire(List<Client> where) {
        return Worker.hire(++hired, where, random);
    }

    private Client someClient() {
        double skew = random.nextDouble();
        return clients.get((int) (clients.size() * skew * Math.sqrt(skew)));
    }

    private void next() {
        day++;
        touched.clear();
        for (int i = 0; i < scaled(18 + day); i++) {
            Worker worker = hire(List.of(someClient()));
            people.add(random.nextInt(people.size()), worker);
            touched.add(worker.id());
            tell(Kind.JOINER, worker, "hired for " + worker.clients().get(0).name());
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
        occasions();
    }

    /** So many where there are 5,000 agents, and in proportion where there are fewer. */
    private int scaled(int count) {
        return Math.max(1, Math.toIntExact((long) count * agents / BpoGenerator.AGENTS));
    }

    private void occasions() {
        if (day == 2) {
            int index = anyone();
            Worker worker = people.get(index);
            Client second = known(worker.clients().get(0));
            people.set(index, worker.at(List.of(worker.clients().get(0), second)));
            tell(
                    Kind.IN_TWO,
                    worker,
                    "put to " + second.name() + " and left in "
                            + worker.clients().get(0).name());
        }
        if (day == 4) {
            rehire();
            settle();
        }
    }

    // Whoever left on the first day by being disabled comes back to another client.
    private void rehire() {
        String userName = first(Kind.LEAVER);
        int index = indexOf(userName);
        Client client = another(people.get(index).clients().get(0));
        people.set(index, people.get(index).enabled(true).at(List.of(client)));
        tell(Kind.REHIRE, people.get(index), "back, for " + client.name());
    }

    private void settle() {
        int index = indexOf(first(Kind.IN_TWO));
        Worker worker = people.get(index);
        Client stays = worker.clients().get(1);
        people.set(index, worker.at(List.of(stays)));
        tell(Kind.IN_ONE, worker, "only in " + stays.name() + " now");
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
        throw new IllegalStateException(userName + " is not there");
    }

    /** Somebody at work for one client whom nothing else happens to: not today, nor to those with a part of their own later in the week. */
    private int anyone() {
        while (true) {
            int index = random.nextInt(people.size());
            Worker worker = people.get(index);
            boolean cast = events.stream()
                    .filter(e -> e.kind() == Kind.IN_TWO || e.kind() == Kind.LEAVER)
                    .anyMatch(e -> e.userName().equals(worker.userName()));
            if (worker.enabled() && worker.clients().size() == 1 && !cast && touched.add(worker.id())) {
                return index;
            }
        }
    }

    /** Another client whose people are told by a group, since an attribute can only say one. */
    private Client known(Client client) {
        Client other = another(client);
        return other.sourceGroup().isPresent() ? other : known(client);
    }

    private Client another(Client client) {
        Client other = someClient();
        return other.equals(client) ? another(client) : other;
    }

    private void move(int index) {
        Worker worker = people.get(index);
        Client to = another(worker.clients().get(0));
        people.set(index, worker.at(List.of(to)));
        tell(Kind.MOVER, worker, "from " + worker.clients().get(0).name() + " to " + to.name());
    }

    private void leave(int index, boolean vanishes) {
        Worker worker = people.get(index);
        if (vanishes) {
            people.remove(index);
        } else {
            people.set(index, worker.enabled(false));
        }
        tell(
                vanishes ? Kind.VANISHED : Kind.LEAVER,
                worker,
                "left " + worker.clients().get(0).name());
    }

    private void retitle(int index) {
        Worker worker = people.get(index);
        String place = Worker.DEPARTMENTS.get(
                (Worker.DEPARTMENTS.indexOf(worker.department()) + 1) % Worker.DEPARTMENTS.size());
        people.set(index, worker.with(worker.jobTitle(), place));
        tell(Kind.ATTRIBUTE, worker, "now in " + place);
    }

    private void promote(int index) {
        Worker worker = people.get(index);
        String title = worker.isLead() ? Worker.SENIOR : Worker.LEAD;
        people.set(index, worker.with(title, worker.department()));
        tell(
                Kind.SUPERVISOR,
                worker,
                "now " + title + " at " + worker.clients().get(0).name());
    }

    private void tell(Kind kind, Worker worker, String detail) {
        events.add(new BpoEvent(day, kind, worker.userName(), detail));
    }
}
