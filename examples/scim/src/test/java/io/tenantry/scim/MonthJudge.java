// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Access;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Invariant;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Role;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.push.Attribute;
import io.tenantry.fixtures.push.Belief;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** Compares provider, endpoint and Genesys Cloud with each other, by nothing that reconciles them. */
@NullUnmarked
final class MonthJudge {
    private final Month month;
    private final Directory directory;
    private final Map<String, Set<String>> expected;
    private final List<String> wrong = new ArrayList<>();

    MonthJudge(Month month) {
        this.month = month;
        this.directory = month.pusher().application().directory();
        this.expected = month.life().expected();
    }

    /** Returns each disagreement. */
    List<String> disagreements() {
        provider();
        endpoint();
        genesys();
        return wrong;
    }

    private void same(String where, Object actual, Object wanted) {
        if (!actual.equals(wanted)) {
            wrong.add(where + ": " + actual + " instead of " + wanted);
        }
    }

    private void provider() {
        Belief belief = month.pusher().belief();
        Map<String, Set<String>> believed = new LinkedHashMap<>();
        belief.people().forEach((id, person) -> {
            if (person.active()) {
                believed.put(id, new TreeSet<>());
                same(
                        "name believed of " + id,
                        person.userName(),
                        directory.person(id).userName());
            }
        });
        belief.groups().forEach((id, group) -> {
            same(
                    "name believed of " + id,
                    group.displayName(),
                    directory.group(id).displayName());
            group.members().stream()
                    .filter(believed::containsKey)
                    .forEach(member -> believed.get(member).add(month.life().word(id)));
        });
        compare("the provider believes", believed);
    }

    private void endpoint() {
        Map<String, Set<String>> held = new LinkedHashMap<>();
        for (JsonNode user : all("/Users")) {
            String id = user.path("id").asText();
            if (user.path("active").asBoolean()) {
                held.put(id, new TreeSet<>());
                Person person = directory.person(id);
                same("user name at the endpoint", user.path("userName").asText(), person.userName());
                same(
                        "display name at the endpoint",
                        user.path("displayName").asText(),
                        person.attribute(Attribute.DISPLAY_NAME).orElse(""));
            }
        }
        Map<String, String> groups = directory.groups().stream()
                .collect(Collectors.toMap(
                        group -> group.displayName(), group -> month.life().word(group.id())));
        for (JsonNode group : all("/Groups")) {
            String word = groups.getOrDefault(group.path("displayName").asText(), "?");
            for (JsonNode member : group.path("members")) {
                Set<String> of = held.get(member.path("value").asText());
                if (of != null) {
                    of.add(word);
                }
            }
        }
        compare("the endpoint holds", held);
    }

    private List<JsonNode> all(String path) {
        List<JsonNode> all = new ArrayList<>();
        int total = 1;
        for (int start = 1; start <= total; start += 100) {
            JsonNode page = month.endpoint()
                    .get(path + "?count=100&startIndex=" + start)
                    .body();
            page.path("Resources").forEach(all::add);
            total = page.path("totalResults").asInt();
        }
        return all;
    }

    private void genesys() {
        Org org = month.fake().org();
        Map<String, String> ids = expected.keySet().stream()
                .map(directory::person)
                .collect(Collectors.toMap(Person::userName, Person::id));
        Map<String, Set<String>> held = new LinkedHashMap<>();
        for (User user : org.users()) {
            Set<String> groups = org.groupsOf(user.id()).stream()
                    .map(Group::name)
                    .map(MonthLife::wordOf)
                    .collect(Collectors.toCollection(TreeSet::new));
            String id = ids.getOrDefault(user.email(), "");
            if (user.state() == UserState.ACTIVE) {
                same("accounts of " + user.email(), held.put(id, groups) == null, true);
                account(org, user, id);
            } else {
                same("groups of the inactive " + user.email(), groups, Set.of());
                same("access of the inactive " + user.email(), access(org, user), Set.of());
            }
        }
        compare("Genesys Cloud holds", held);
    }

    private void account(Org org, User user, String id) {
        Set<String> words = expected.getOrDefault(id, Set.of());
        Set<String> access = words.stream()
                .map(word -> (word.startsWith("a") ? "Agent" : "Lead") + " in Tenant_" + word.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        same("access of " + user.email(), access(org, user), access);
        String home = words.stream()
                .findFirst()
                .map(word -> "Tenant_" + word.substring(1))
                .orElse("none");
        same(
                "division of " + user.email(),
                org.division(user.divisionId()).map(Division::name).orElse("?"),
                home);
        directory.findPerson(id).ifPresent(person -> {
            same(
                    "name of " + user.email(),
                    user.name(),
                    person.attribute(Attribute.DISPLAY_NAME).orElse(""));
            same("title of " + user.email(), user.attribute("title"), person.attribute(Attribute.TITLE));
        });
    }

    private static Set<String> access(Org org, User user) {
        return org.effectiveAccess(user.id()).stream()
                .map(access -> role(org, access) + " in "
                        + org.division(access.divisionId()).map(Division::name).orElse("?"))
                .filter(text -> text.contains(" in Tenant_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String role(Org org, Access access) {
        return org.role(access.roleId()).map(Role::name).orElse("?");
    }

    private void compare(String side, Map<String, Set<String>> actual) {
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(actual.keySet());
        all.forEach(id -> same(side + " of " + id, shown(actual, id), shown(expected, id)));
    }

    private static String shown(Map<String, Set<String>> side, String id) {
        return side.containsKey(id) ? side.get(id).toString() : "nobody";
    }

    /** Returns the number of moments at which a person reached two tenants. */
    int crossings() {
        return crossings(month.fake());
    }

    static int crossings(FakeGenesysCloud fake) {
        Set<String> divisions = fake.org().divisions().stream()
                .filter(division -> division.name().startsWith("Tenant_"))
                .map(Division::id)
                .collect(Collectors.toSet());
        return fake.history()
                .check(Invariant.oneTenantAtMost(divisions, Set.of()))
                .size();
    }
}
