// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/**
 * Pushes of a provider, one small change after the other: titles for the most part, people who join, move, are disabled
 * for a while, and are deleted. It knows what was acknowledged, and nothing else counts. Not thread-safe.
 */
@NullUnmarked
final class LoadPushes {
    private static final int NOWHERE = -1;

    /** A request, and what is so once it is acknowledged. */
    record Step(String method, String target, String body, Runnable acknowledged) {
        /** Returns the body as it is sent. */
        byte[] bytes() {
            return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        }

        /** Returns whether an answer acknowledges it; one that was sent before may have been taken then. */
        boolean isDone(int status, boolean again) {
            return status < 300 || (again && status == (method.equals("POST") ? 409 : 404));
        }
    }

    /** What the provider believes of a person. */
    private record Person(String id, String userName, String title, boolean active, int tenant) {
        Person titled(String other) {
            return new Person(id, userName, other, active, tenant);
        }

        Person active(boolean now) {
            return new Person(id, userName, title, now, tenant);
        }

        Person in(int other) {
            return new Person(id, userName, title, active, other);
        }
    }

    private final Random random;
    private final String prefix;
    private final List<String> groups;
    private final Map<String, Person> people = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Deque<Step> next = new ArrayDeque<>();
    private int made;

    /**
     * Creates the pushes of a provider without people.
     *
     * @param prefix what the user names begin with
     * @param groups the ids of the groups of the tenants
     */
    LoadPushes(long seed, String prefix, List<String> groups) {
        this.random = new Random(seed);
        this.prefix = prefix;
        this.groups = groups;
    }

    /** Lets so many people be made, each in a group, by the next steps. */
    void settle(int count) {
        for (int i = 0; i < count; i++) {
            Step step = joiner();
            next.add(step);
            next.add(join(step, i % groups.size()));
        }
    }

    /** Returns whether a step has to follow the last one. */
    boolean isUnderWay() {
        return !next.isEmpty();
    }

    /** Returns the next push. The one before it is acknowledged. */
    Step step() {
        return next.isEmpty() ? change() : next.remove();
    }

    private Step change() {
        Person person = people.get(ids.get(random.nextInt(ids.size())));
        int of200 = random.nextInt(200);
        if (of200 < 184) {
            return title(person);
        } else if (of200 < 187) {
            Step joiner = joiner();
            next.add(join(joiner, random.nextInt(groups.size())));
            return joiner;
        } else if (of200 < 190) {
            return delete(person);
        } else if (of200 < 194) {
            return user(person, "'path':'active','value':" + !person.active(), person.active(!person.active()));
        }
        next.add(member(person, (person.tenant() + 1) % groups.size(), true));
        return member(person, person.tenant(), false);
    }

    private Step title(Person person) {
        String title = "Agent " + random.nextInt(1_000_000);
        return user(person, "'path':'title','value':'" + title + "'", person.titled(title));
    }

    private Step user(Person person, String what, Person after) {
        return new Step(
                "PATCH",
                "/Users/" + person.id(),
                patch("'op':'Replace'," + what),
                () -> people.put(person.id(), after));
    }

    private static String patch(String operation) {
        return "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[{" + operation + "}]}";
    }

    private Step joiner() {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        String name = prefix + made++ + "@bpo.example";
        String body = "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'externalId':'" + id + "','userName':'"
                + name + "','displayName':'Some Body','title':'Agent','active':true}";
        return new Step("POST", "/Users", body, () -> {
            people.put(id, new Person(id, name, "Agent", true, NOWHERE));
            ids.add(id);
        });
    }

    private Step join(Step joiner, int tenant) {
        String id = joiner.body()
                .substring(joiner.body().indexOf("'externalId':'") + 14)
                .substring(0, 36);
        return member(new Person(id, "", "", true, NOWHERE), tenant, true);
    }

    private Step member(Person person, int tenant, boolean joins) {
        String members = joins
                ? "'op':'Add','path':'members','value':[{'value':'" + person.id() + "'}]"
                : "'op':'Remove','path':'members','value':[{'value':'" + person.id() + "'}]";
        return new Step(
                "PATCH",
                "/Groups/" + groups.get(tenant),
                patch(members),
                () -> people.computeIfPresent(person.id(), (id, known) -> known.in(joins ? tenant : NOWHERE)));
    }

    private Step delete(Person person) {
        return new Step("DELETE", "/Users/" + person.id(), "", () -> {
            people.remove(person.id());
            ids.remove(person.id());
        });
    }

    /** Returns what the endpoint should hold, by the ids of the people. */
    Map<String, String> pushed() {
        return people.values().stream()
                .collect(Collectors.toMap(
                        Person::id,
                        p -> pushed(p.userName(), p.title(), p.active(), groupsOf(p)),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static List<String> groupsOf(Person person) {
        return person.tenant() == NOWHERE ? List.of() : List.of("Account-" + person.tenant());
    }

    /** Returns what the endpoint holds of a person, in the words of {@link #pushed()}. */
    static String pushed(String userName, String title, boolean active, List<String> groups) {
        return String.format(Locale.ROOT, "%s, %s, %s, %s", userName, title, active, groups);
    }

    /** Returns what Genesys Cloud should hold of active accounts, by user names. */
    Map<String, String> provisioned() {
        return people.values().stream()
                .filter(person -> person.active() && person.tenant() != NOWHERE)
                .collect(Collectors.toMap(
                        Person::userName,
                        p -> provisioned(p.title(), "Tenant_" + p.tenant(), List.of("Agents " + p.tenant())),
                        (a, b) -> a,
                        TreeMap::new));
    }

    /** Returns what Genesys Cloud holds of an account, in the words of {@link #provisioned()}. */
    static String provisioned(String title, String division, List<String> groups) {
        return String.format(Locale.ROOT, "%s in %s with %s", title, division, groups);
    }
}
