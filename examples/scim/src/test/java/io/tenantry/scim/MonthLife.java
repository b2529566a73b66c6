// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.fixtures.push.Application;
import io.tenantry.fixtures.push.Attribute;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.EntraPusher;
import io.tenantry.fixtures.push.OktaPusher;
import io.tenantry.fixtures.push.Person;
import io.tenantry.fixtures.push.PersonState;
import io.tenantry.fixtures.push.Pusher;
import io.tenantry.fixtures.push.SourceGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/**
 * What happens at an outsourcer in a month: people who join, move, leave, come back and are renamed, and mistakes of
 * administrators with groups. It knows who should be where, which is what everything is compared with.
 */
@NullUnmarked
final class MonthLife {
    private record Scene(Instant at, int number, Runnable act) {}

    private final Random random;
    private final Directory directory;
    private final Application application;
    private final Pusher pusher;
    private final MonthPolicy policy;
    private final int tenants;
    private final Instant begin;
    private final PriorityQueue<Scene> scenes =
            new PriorityQueue<>(Comparator.comparing(Scene::at).thenComparing(Scene::number));
    private final Map<Integer, String> accounts = new HashMap<>();
    private final Map<Integer, String> leads = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();

    /** Who works for which tenant, people who are disabled for a while too. */
    private final Map<String, Integer> at = new LinkedHashMap<>();

    private final Set<String> leading = new TreeSet<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int named;
    private int number;

    MonthLife(long seed, Pusher pusher, MonthPolicy policy, int tenants) {
        this.random = new Random(seed);
        this.pusher = pusher;
        this.application = pusher.application();
        this.directory = application.directory();
        this.policy = policy;
        this.tenants = tenants;
        this.begin = directory.clock().instant();
    }

    /** Returns what a source group means: {@code a3} for who works for tenant 3, {@code l3} for who leads there. */
    String word(String groupId) {
        return words.getOrDefault(groupId, "?");
    }

    /** Returns the word for a group in Genesys Cloud. */
    static String wordOf(String genesysGroup) {
        return genesysGroup.replace("Agents ", "a").replace("Leads ", "l");
    }

    /** Fills the directory before anything is pushed. */
    void settle(int people) {
        for (int tenant = 0; tenant < tenants; tenant++) {
            accounts.put(tenant, make("Account-" + tenant, "a" + tenant));
            leads.put(tenant, make("Leads-" + tenant, "l" + tenant));
        }
        for (int i = 0; i < people; i++) {
            enter(person(), i % tenants, i % 10 == 0);
        }
    }

    private String make(String name, String word) {
        SourceGroup group = directory.createGroup(name);
        words.put(group.id(), word);
        application.assignGroups(group.id());
        if (pusher instanceof OktaPusher okta) {
            okta.pushGroup(group.id());
        }
        return group.id();
    }

    private String person() {
        int n = named++;
        Person person = directory.createPerson("Given" + n + " Family" + n, "p" + n + "@bpo.example");
        directory.edit(person.id(), p -> p.with(Attribute.TITLE, "Agent"));
        return person.id();
    }

    /** Plans the days of a month; the first is left to the first cycle. */
    void plan(int days, int people) {
        for (int day = 1; day < days; day++) {
            often(day, people * 0.010, "joined", this::joins);
            often(day, people * 0.010, "moved", this::moves);
            often(day, people * 0.007, "left", this::leaves);
            often(day, people * 0.004, "came back", this::returns);
            often(day, people * 0.004, "was renamed", this::isRenamed);
            often(day, people * 0.010, "got a title", this::isTitled);
            often(day, people * 0.006, "led or stopped leading", this::isPromoted);
            often(day, people * 0.003, "was suspended", this::isSuspended);
        }
        atDay(days, 0.15, "a group was emptied and pushed again", this::emptied);
        atDay(days, 0.30, "a group had another name by mistake", this::misnamed);
        atDay(days, 0.45, "a group was renamed, and the policy after it", this::renamed);
        atDay(days, 0.60, "a group was deleted and made again", this::deleted);
        atDay(days, 0.75, "a group was emptied and pushed again", this::emptied);
    }

    private void often(int day, double times, String what, Runnable act) {
        int whole = (int) times + (random.nextDouble() < times % 1 ? 1 : 0);
        for (int i = 0; i < whole; i++) {
            on(begin.plus(Duration.ofDays(day)).plusSeconds(7 * 3600 + random.nextInt(12 * 3600)), what, act);
        }
    }

    private void atDay(int days, double share, String what, Runnable act) {
        on(begin.plusSeconds((long) (days * share * 86_400)), what, act);
    }

    /** Lets something happen at a time, and counts it. */
    void on(Instant time, String what, Runnable act) {
        scenes.add(new Scene(time, number++, () -> {
            act.run();
            counts.merge(what, 1, Integer::sum);
        }));
    }

    private void later(int minutes, Runnable act) {
        Instant time = directory.clock().instant().plus(Duration.ofMinutes(minutes));
        scenes.add(new Scene(time, number++, act));
    }

    /** Returns when the next thing happens. */
    Instant next() {
        return scenes.isEmpty() ? Instant.MAX : scenes.peek().at();
    }

    /** Lets everything happen that is due. */
    void until(Instant now) {
        while (!scenes.isEmpty() && !scenes.peek().at().isAfter(now)) {
            scenes.remove().act().run();
        }
    }

    /** Returns who works where, by the word of the groups that the person is in. */
    Map<String, Set<String>> expected() {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        at.forEach((id, tenant) -> {
            if (directory
                    .findPerson(id)
                    .filter(p -> p.state() == PersonState.ACTIVE)
                    .isPresent()) {
                Set<String> held = new TreeSet<>(Set.of("a" + tenant));
                if (leading.contains(id)) {
                    held.add("l" + tenant);
                }
                expected.put(id, held);
            }
        });
        return expected;
    }

    Map<String, Integer> counts() {
        return counts;
    }

    private int tenant() {
        return random.nextInt(tenants);
    }

    private Optional<String> someone(PersonState state, boolean placed) {
        List<String> found = directory.people().stream()
                .filter(p -> p.state() == state && at.containsKey(p.id()) == placed)
                .map(Person::id)
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())));
    }

    private void enter(String person, int tenant, boolean leads) {
        at.put(person, tenant);
        put(accounts, tenant, person);
        if (leads) {
            leading.add(person);
            put(this.leads, tenant, person);
        }
    }

    // A group may be gone for some hours.
    private void put(Map<Integer, String> groups, int tenant, String person) {
        Optional.ofNullable(groups.get(tenant)).ifPresent(group -> directory.addMembers(group, person));
    }

    private void quit(String person) {
        at.remove(person);
        leading.remove(person);
        outOf(person, -1);
    }

    private void outOf(String person, int except) {
        for (SourceGroup group : directory.groups()) {
            if (group.members().contains(person) && !group.id().equals(accounts.get(except))) {
                directory.removeMembers(group.id(), person);
            }
        }
    }

    private void joins() {
        String person = person();
        enter(person, tenant(), random.nextInt(5) == 0);
    }

    private void moves() {
        someone(PersonState.ACTIVE, true).ifPresent(person -> {
            int to = tenant();
            switch (random.nextInt(5)) {
                case 0 -> {
                    quit(person);
                    later(5 + random.nextInt(120), () -> comesBack(person, to));
                }
                case 1 -> {
                    put(accounts, to, person);
                    later(5 + random.nextInt(120), () -> {
                        if (at.containsKey(person)) {
                            at.put(person, to);
                            leading.remove(person);
                            put(accounts, to, person);
                            outOf(person, to);
                        }
                    });
                }
                default -> {
                    quit(person);
                    enter(person, to, random.nextInt(10) == 0);
                }
            }
        });
    }

    private void comesBack(String person, int to) {
        boolean free = !at.containsKey(person)
                && directory
                        .findPerson(person)
                        .filter(p -> p.state() == PersonState.ACTIVE)
                        .isPresent();
        if (free) {
            enter(person, to, false);
        }
    }

    private void leaves() {
        someone(PersonState.ACTIVE, true).ifPresent(person -> {
            boolean entra = pusher instanceof EntraPusher;
            switch (random.nextInt(6)) {
                case 0, 1 -> quit(person);
                case 2 -> {
                    if (entra) {
                        directory.softDelete(person);
                    } else {
                        quit(person);
                        directory.hardDelete(person);
                    }
                }
                case 3 -> {
                    directory.disable(person);
                    later(60 * (1 + random.nextInt(48)), () -> deletedForGood(person));
                }
                default -> directory.disable(person);
            }
        });
    }

    private void deletedForGood(String person) {
        if (directory
                .findPerson(person)
                .filter(p -> p.state() == PersonState.DISABLED)
                .isPresent()) {
            quit(person);
            directory.hardDelete(person);
        }
    }

    private void returns() {
        switch (random.nextInt(3)) {
            case 0 -> someone(PersonState.SOFT_DELETED, true).ifPresent(directory::restore);
            case 1 -> someone(PersonState.ACTIVE, false).ifPresent(person -> enter(person, tenant(), false));
            default ->
                someone(PersonState.DISABLED, true).ifPresent(person -> {
                    if (random.nextBoolean()) {
                        quit(person);
                        enter(person, tenant(), false);
                    }
                    directory.enable(person);
                });
        }
    }

    private void isRenamed() {
        someone(PersonState.ACTIVE, true).ifPresent(person -> {
            int n = named++;
            directory.edit(
                    person,
                    p -> p.with(Attribute.DISPLAY_NAME, "Other" + n + " Name" + n)
                            .with(Attribute.FAMILY_NAME, "Name" + n));
            directory.rename(person, "p" + n + "@bpo.example");
        });
    }

    private void isTitled() {
        someone(PersonState.ACTIVE, true)
                .ifPresent(person ->
                        directory.edit(person, p -> p.with(Attribute.TITLE, "Agent " + random.nextInt(100))));
    }

    private void isPromoted() {
        someone(PersonState.ACTIVE, true).ifPresent(person -> {
            int tenant = at.get(person);
            if (leading.remove(person)) {
                Optional.ofNullable(leads.get(tenant)).ifPresent(group -> directory.removeMembers(group, person));
            } else {
                leading.add(person);
                put(leads, tenant, person);
            }
        });
    }

    // Only Okta knows it.
    private void isSuspended() {
        if (pusher instanceof OktaPusher) {
            someone(PersonState.ACTIVE, true).ifPresent(person -> {
                directory.suspend(person);
                later(60 * (1 + random.nextInt(40)), () -> {
                    if (directory
                            .findPerson(person)
                            .filter(p -> p.state() == PersonState.SUSPENDED)
                            .isPresent()) {
                        directory.enable(person);
                    }
                });
            });
        }
    }

    private String[] members(int tenant) {
        return at.entrySet().stream()
                .filter(entry -> entry.getValue() == tenant)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    private void emptied() {
        int tenant = tenant();
        String group = accounts.get(tenant);
        directory.removeMembers(group, directory.group(group).members().toArray(String[]::new));
        later(180, () -> directory.addMembers(group, members(tenant)));
    }

    private void misnamed() {
        String group = accounts.get(tenant());
        String name = directory.group(group).displayName();
        directory.renameGroup(group, name + " (old)");
        later(130, () -> directory.renameGroup(group, name));
    }

    private void renamed() {
        int tenant = tenant();
        String name = "Client-" + tenant;
        directory.renameGroup(accounts.get(tenant), name);
        later(75, () -> policy.sourceGroup(tenant, name));
    }

    private void deleted() {
        int tenant = tenant();
        String group = accounts.remove(tenant);
        String name = directory.group(group).displayName();
        directory.deleteGroup(group);
        boolean gone = !(pusher instanceof OktaPusher okta) || okta.unlinkAndDelete(group);
        later(240, () -> madeAnew(tenant, name, group, gone));
    }

    // At Okta, an administrator who sees that it failed does it again.
    private void madeAnew(int tenant, String name, String before, boolean gone) {
        if (!gone && pusher instanceof OktaPusher okta && !okta.unlinkAndDelete(before)) {
            later(30, () -> madeAnew(tenant, name, before, false));
            return;
        }
        String made = make(name, "a" + tenant);
        accounts.put(tenant, made);
        directory.addMembers(made, members(tenant));
    }
}
