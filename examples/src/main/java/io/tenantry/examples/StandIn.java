// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

final class StandIn {
    final int tenants;
    final int people;
    final Path dir;

    StandIn(int tenants, int people, Path dir) {
        this.tenants = tenants;
        this.people = people;
        this.dir = dir;
    }

    Path policy() throws IOException {
        StringBuilder s = new StringBuilder(
                "apiVersion: tenantry/v1\norganization: fakebpo\nattributes:\n  title: { from: jobTitle }\ntenants:\n");
        for (int t = 0; t < tenants; t++) {
            s.append("  - id: t" + t + "\n    name: Tenant " + t + "\n    division: { name: Div_" + t
                    + " }\n    match: { sourceGroup: Account-" + t + " }\n    profiles:\n"
                    + "      - { id: agent, genesysGroup: G" + t + "_Agents, roles: [Agent] }\n");
        }
        return Files.writeString(dir.resolve("policy.yaml"), s);
    }

    IdentitySource source(int day) throws IOException {
        Path d = Files.createDirectories(dir.resolve("day" + day));
        Path m = Files.createDirectories(d.resolve("members"));
        StringBuilder u = new StringBuilder("id,userPrincipalName,displayName,accountEnabled,jobTitle\n");
        TreeMap<String, StringBuilder> g = new TreeMap<>();
        for (int i = 0; i < people; i++) {
            if (i % 500 == 17 && day > 1 && day < 4) {
                u.append("bad row\n");
                continue;
            }
            String id = "id-" + i;
            boolean enabled = !(i % 300 == 3 && day >= 2 && day < 4);
            u.append(id + ",u" + i + "@bpo.example,Person " + i + "," + enabled + ",Agent\n");
            List<Integer> in = new ArrayList<>(List.of((i + (day > 0 && i % 200 == 5 ? 1 : 0)) % tenants));
            if (i == 7 && day >= 3) {
                in.add((i + 1) % tenants);
            }
            for (int t : in) {
                g.computeIfAbsent("Account-" + t, k -> new StringBuilder("id,userPrincipalName\n"))
                        .append(id + ",u" + i + "@bpo.example\n");
            }
        }
        Path users = Files.writeString(d.resolve("users.csv"), u);
        for (var e : g.entrySet()) {
            Files.writeString(m.resolve(e.getKey() + ".csv"), e.getValue());
        }
        return CsvSource.of(users).membersIn(m).name("entra").build();
    }
}
