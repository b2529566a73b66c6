// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.Retention;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.User;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts, on the same fake, the calls for the same outcome: people in their divisions and in five of the ten groups of
 * their tenants. Beside ours, a connector that works person by person and membership by membership, and its fair form,
 * which gathers the members of a group fifty to a call. Arguments: people of the first two rows, tenants, movers,
 * people of the others.
 */
final class CallTable {
    private static final int GROUPS = 10;
    private static final int JOINS = 100;
    private static final int LEAVES = 75;
    private static final int MOVES = 75;

    private final int tenants;
    private final Random random = new Random(1);

    private CallTable(int tenants) {
        this.tenants = tenants;
    }

    static void run(String[] arguments) throws IOException, InterruptedException {
        int[] numbers = {5_000, 20, 500, 50_000};
        for (int i = 1; i < arguments.length && i <= numbers.length; i++) {
            numbers[i - 1] = Integer.parseInt(arguments[i]);
        }
        CallTable table = new CallTable(numbers[1]);
        System.out.printf(
                Locale.ROOT,
                "%-34s %9s %9s %10s %9s %7s %7s%n",
                "calls",
                "Tenantry",
                "no sweep",
                "connector",
                "batched",
                "ratio",
                "fair");
        table.joiners(numbers[0]);
        table.movers(numbers[0], numbers[2]);
        table.steady(numbers[3]);
        table.audit(numbers[3]);
    }

    private void joiners(int people) throws IOException, InterruptedException {
        List<Crowd.Person> none = List.of();
        List<Move> changes = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            changes.add(new Move("p" + i, null, somebody(i % tenants)));
        }
        row(people + " joiners", none, changes);
    }

    private void movers(int people, int movers) throws IOException, InterruptedException {
        List<Crowd.Person> before = IntStream.range(0, people)
                .mapToObj(i -> somebody(i < movers ? 0 : 1 + i % (tenants - 1)))
                .toList();
        List<Move> changes = IntStream.range(0, movers)
                .mapToObj(i -> new Move("p" + i, before.get(i), somebody(1)))
                .toList();
        row(movers + " movers between two tenants", before, changes);
    }

    private void steady(int people) throws IOException, InterruptedException {
        List<Crowd.Person> before =
                IntStream.range(0, people).mapToObj(i -> somebody(i % tenants)).toList();
        List<Move> changes = new ArrayList<>();
        for (int i = 0; i < LEAVES; i++) {
            changes.add(new Move("p" + i, before.get(i), null));
        }
        for (int i = LEAVES; i < LEAVES + MOVES; i++) {
            changes.add(new Move("p" + i, before.get(i), somebody((i + 1) % tenants)));
        }
        for (int i = 0; i < JOINS; i++) {
            changes.add(new Move("p" + (people + i), null, somebody(i % tenants)));
        }
        row(people + " people, 250 changes", before, changes);
    }

    private void row(String name, List<Crowd.Person> before, List<Move> changes)
            throws IOException, InterruptedException {
        long[] ours = ours(before, changes);
        print(name, ours[0], ours[1], connector(before, changes, false), connector(before, changes, true));
    }

    private static void print(String name, long all, long applied, long naive, long fair) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %,9d %,9d %,10d %,9d %6.1fx %6.1fx%n",
                name,
                all,
                applied,
                naive,
                fair,
                naive / (double) all,
                naive / (double) applied);
    }

    /** Returns all calls of a cycle, its full sweep included, and those from the plan on. */
    private long[] ours(List<Crowd.Person> before, List<Move> changes) {
        try (Site site = site(before)) {
            for (int i = 0; i < before.size(); i++) {
                site.put("p" + i, groups(before.get(i)));
            }
            for (Move change : changes) {
                if (change.to == null) {
                    site.disable(change.id);
                } else {
                    site.put(change.id, groups(change.to));
                }
            }
            Provisioner provisioner = site.provisioner();
            site.fake.recorder().clear();
            Plan plan = provisioner.plan();
            long swept = calls(site.fake);
            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "bench"));
            long all = calls(site.fake);
            if (!report.isClean() || !plan.holds().isEmpty() || !provisioner.plan().isEmpty()) {
                throw new AssertionError("the second plan is not empty: " + report.troubles());
            }
            return new long[] {all, all - swept};
        }
    }

    private long connector(List<Crowd.Person> before, List<Move> changes, boolean batched)
            throws IOException, InterruptedException {
        try (Site site = site(before)) {
            Connector connector = Connector.to(site.fake);
            Map<String, String> groupIds = new HashMap<>();
            site.fake.org().groups().forEach(g -> groupIds.put(g.name(), g.id()));
            Map<String, List<String>> gathered = new TreeMap<>();
            site.fake.recorder().clear();
            for (Move change : changes) {
                String id = person(connector, change);
                for (String touched : change.touched()) {
                    if (batched) {
                        gathered.computeIfAbsent(touched, k -> new ArrayList<>()).add(id);
                    } else {
                        connector.member(verb(touched), groupIds.getOrDefault(group(touched), ""), id);
                    }
                }
            }
            for (Map.Entry<String, List<String>> of : gathered.entrySet()) {
                connector.members(verb(of.getKey()), groupIds.getOrDefault(group(of.getKey()), ""), of.getValue());
            }
            return calls(site.fake);
        }
    }

    private static String person(Connector connector, Move change) throws IOException, InterruptedException {
        String name = change.id + "@acme.example";
        String id = connector.find(name);
        if (change.from == null) {
            return connector.create(name, Site.division(change.target().tenant()));
        } else if (change.to == null) {
            connector.deactivate(id);
        } else {
            connector.move(id, Site.division(change.target().tenant()));
        }
        return id;
    }

    /**
     * Who has access to what: ours is the isolation proof, the others read it through SCIM listings, or person by
     * person.
     */
    private void audit(int people) throws IOException, InterruptedException {
        List<Crowd.Person> crowd =
                IntStream.range(0, people).mapToObj(i -> somebody(i % tenants)).toList();
        try (Site site = site(crowd)) {
            Provisioner provisioner = site.provisioner();
            site.fake.recorder().clear();
            IsolationProof proof = provisioner.proveIsolation();
            long ours = calls(site.fake);
            if (!proof.violations().isEmpty() || !proof.doubts().isEmpty()) {
                throw new AssertionError("not proven: " + proof);
            }
            Connector connector = Connector.to(site.fake);
            site.fake.recorder().clear();
            List<User> users = site.fake.org().users();
            for (int from = 1; from <= users.size(); from += 25) {
                connector.call("GET", Connector.USERS + "?startIndex=" + from + "&count=25", "");
            }
            for (Group group : site.fake.org().groups()) {
                connector.call("GET", "/api/v2/scim/v2/groups/" + group.id(), "");
            }
            long listing = calls(site.fake);
            for (User user : users) {
                connector.call("GET", "/api/v2/users/" + user.id() + "?expand=groups", "");
                connector.call("GET", "/api/v2/authorization/subjects/" + user.id(), "");
            }
            print(people + " people, audit", ours, ours, calls(site.fake), listing);
        }
    }

    private static long calls(FakeGenesysCloud fake) {
        return fake.recorder().exchanges().stream()
                .filter(e -> !e.path().startsWith("/oauth/"))
                .count();
    }

    private Site site(List<Crowd.Person> people) {
        Site site = Site.of(tenants, GROUPS);
        site.fake.recorder().keep(Retention.ALL);
        site.fake.change("people", org -> Crowd.extend(site, org, people));
        return site;
    }

    private Crowd.Person somebody(int tenant) {
        return new Crowd.Person(
                tenant, random.ints(0, GROUPS).distinct().limit(5).sorted().boxed().toList());
    }

    private static String[] groups(Crowd.Person person) {
        List<String> groups = new ArrayList<>();
        groups.add(Site.account(person.tenant()));
        person.groups().forEach(g -> groups.add(Site.skill(person.tenant(), g)));
        return groups.toArray(String[]::new);
    }

    private static String verb(String touched) {
        return touched.substring(0, touched.indexOf(' '));
    }

    private static String group(String touched) {
        return touched.substring(touched.indexOf(' ') + 1);
    }

    /** A person who was in a tenant, or is new, and is in another tenant, or has left. */
    private record Move(String id, Crowd.@Nullable Person from, Crowd.@Nullable Person to) {
        Crowd.Person target() {
            return Objects.requireNonNull(to);
        }

        /** Returns what becomes of which groups, such as {@code add Group 1 2}. */
        List<String> touched() {
            List<String> touched = new ArrayList<>();
            touch("remove", from, touched);
            touch("add", to, touched);
            return touched;
        }

        private static void touch(String verb, Crowd.@Nullable Person where, List<String> touched) {
            if (where != null) {
                where.groups().forEach(g -> touched.add(verb + " " + Site.group(where.tenant(), g)));
            }
        }
    }
}
