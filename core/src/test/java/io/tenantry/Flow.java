// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What people and administrators want from one run: what was before it, and the plan that carries it out. */
enum Flow {
    /** A joiner, a mover, a leaver, a rehire, a deleted account that returns, and a new tenant with its structure. */
    PEOPLE_AND_STRUCTURE {
        @Override
        void before(World world) {
            world.person("mover", "Account-a", "Supervisors-a")
                    .person("leaver", "Account-a")
                    .person("rehire", "Account-b")
                    .person("deleted", "Account-b")
                    .person("titled", "Account-b")
                    .run();
            world.grant(
                    "mover@acme.example", "Agent", world.division("Tenant_A").id());
            world.state(
                    "rehire@acme.example",
                    AccountState.INACTIVE,
                    world.division("Tenant_B").id());
            world.state(
                    "deleted@acme.example",
                    AccountState.DELETED,
                    world.division("Tenant_B").id());
            world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), world.creating("c", "Tenant_C"));
            world.person("mover", "Account-b")
                    .disable("leaver")
                    .person("rehire", "Account-a")
                    .person("deleted", "Account-a")
                    .person("joiner", "Account-c", "Supervisors-c")
                    .with(Identity.of(
                            "titled", "titled@acme.example", "Name", List.of("Account-b"), Map.of("jobTitle", "Lead")));
            world.directory.writes.clear();
        }
    },
    /** The same where a new account lies in Home until it is moved. */
    UNPLACED_PEOPLE_AND_STRUCTURE {
        @Override
        void before(World world) {
            PEOPLE_AND_STRUCTURE.before(world);
            world.directory.limits(new DirectoryLimits(50, 50, 50, 100, false, 300));
        }
    },
    /** A tenant has other groups than before while people move out of it and into it. */
    POLICY_EDIT {
        @Override
        void before(World world) {
            world.person("ana", "Account-a", "Supervisors-a")
                    .person("bob", "Account-b")
                    .person("cid", "Account-a")
                    .person("dan", "Account-a")
                    .run();
            TenantPolicy a = world.tenants.get(0);
            List<AccessProfile> edited =
                    a.profiles().stream().map(Flow::inOtherGroup).toList();
            world.tenants = List.of(
                    new TenantPolicy(a.id(), a.name(), a.division(), a.match(), edited, a.governance()),
                    world.tenants.get(1));
            world.hash = "edited";
            world.person("ana", "Account-b").person("bob", "Account-a").disable("dan");
        }
    },
    /** A tenant ends: its people have left or move on, and it keeps nothing. */
    OFFBOARDING {
        @Override
        void before(World world) {
            world.person("ana", "Account-a", "Supervisors-a")
                    .person("amy", "Account-a")
                    .person("bob", "Account-b")
                    .run();
            world.directory.account("acc-eve", "eve@acme.example", MemoryDirectory.HOME);
            world.member("eve@acme.example", "Tenant_A_Agents");
        }

        @Override
        Plan plan(Provisioner provisioner) {
            return provisioner.planOffboarding(new TenantId("a"));
        }
    };

    /** Returns the flows to prove on a medium: where a new account lies makes no difference to a database. */
    static Stream<Flow> on(Medium.Kind kind) {
        return Stream.of(values()).filter(f -> kind == Medium.Kind.MEMORY || f != UNPLACED_PEOPLE_AND_STRUCTURE);
    }

    /** Brings a world to where this begins, with no writes remembered. */
    abstract void before(World world);

    /** Returns a world of its own that is where this begins. */
    World world() {
        World world = new World();
        before(world);
        return world;
    }

    /** Makes the plan that carries it out, or what is left of it. */
    Plan plan(Provisioner provisioner) {
        return provisioner.plan();
    }

    private static AccessProfile inOtherGroup(AccessProfile p) {
        return new AccessProfile(p.id(), p.when(), p.genesysGroup() + "_2", p.roles(), p.privileged());
    }
}
