// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.World;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** An organization of many people: each in one tenant's division and its agents' group, every tenth a supervisor. */
@NullUnmarked
final class LargeOrganization {
    private LargeOrganization() {}

    static World of(int people, int tenants) {
        World world = new World();
        world.directory.divisions.clear();
        Division home = new Division(new io.tenantry.directory.DivisionId("home"), "Home", true);
        world.directory.divisions.put(home.id(), home);
        List<TenantPolicy> policies = new ArrayList<>();
        for (int t = 0; t < tenants; t++) {
            String name = String.format(java.util.Locale.ROOT, "Tenant_%03d", t);
            Division division = world.directory.division(name);
            policies.add(world.tenant(String.format(java.util.Locale.ROOT, "client-%03d", t), name));
            group(world, name + "_Agents", "role-Agent", division);
            group(world, name + "_Supervisors", "role-Supervisor", division);
        }
        world.tenants = policies;
        for (int p = 0; p < people; p++) {
            person(world, p, String.format(java.util.Locale.ROOT, "Tenant_%03d", p % tenants));
        }
        return world;
    }

    private static void group(World world, String name, String role, Division division) {
        Group group = new Group(new GroupId("grp-" + name), name);
        world.directory.groups.put(group.id(), group);
        world.directory.members.put(group.id(), new LinkedHashSet<>());
        world.directory.grants.add(new Grant(SubjectId.of(group.id()), new RoleId(role), division.id()));
    }

    private static void person(World world, int number, String tenant) {
        AccountId id = new AccountId("acc-" + number);
        world.directory.accounts.put(
                id,
                new Account(
                        id,
                        AccountState.ACTIVE,
                        "agent" + number + "@acme.example",
                        "Agent " + number,
                        Optional.of("id-" + number),
                        world.division(tenant).id(),
                        Map.of()));
        Set<AccountId> agents = world.directory.members.get(new GroupId("grp-" + tenant + "_Agents"));
        agents.add(id);
        if (number % 10 == 0) {
            world.directory
                    .members
                    .get(new GroupId("grp-" + tenant + "_Supervisors"))
                    .add(id);
        }
    }
}
