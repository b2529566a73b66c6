// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Many people, put into an organization without a call, as an earlier run would have left them. */
final class Crowd {
    private Crowd() {}

    /**
     * Returns the organization with the groups and roles of every tenant, and with these people in them, numbered from
     * 0.
     */
    static Org extend(Site site, Org before, List<Person> people) {
        Instant now = site.fake.clock().instant();
        List<String> divisions = IntStream.range(0, site.tenants.size())
                .mapToObj(t -> site.inDivision(t).id())
                .toList();
        Org org = before;
        Map<String, List<String>> members = new TreeMap<>();
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            User user = User.of(
                            id("user " + i), "Name p" + i, "p" + i + "@acme.example", divisions.get(person.tenant), now)
                    .withAttribute("title", "Agent");
            org = org.with(user);
            person.groups.forEach(g -> members.computeIfAbsent(Site.group(person.tenant, g), k -> new ArrayList<>())
                    .add(user.id()));
        }
        for (int tenant = 0; tenant < divisions.size(); tenant++) {
            for (int g = 0; g < site.tenants.get(tenant).profiles().size(); g++) {
                String name = Site.group(tenant, g);
                org = org.with(Group.of(id(name), name, now))
                        .with(new Grant(id(name), site.agent.id(), divisions.get(tenant), now))
                        .withMembers(id(name), members.getOrDefault(name, List.of()));
            }
        }
        return org;
    }

    private static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The tenant and the groups of a person. Immutable. */
    record Person(int tenant, List<Integer> groups) {}
}
