// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.fixtures.org.Role;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A role that the vendor or a hand lets grow, seen over the wire, and what looking for it costs. */
class RoleGrowthWireTest {
    private static final String CATALOGUE = "/api/v2/authorization/permissions";
    private final Site site = Site.of(1, 1);

    RoleGrowthWireTest() {
        site.put("u1", Site.account(0));
        site.provisioner().provision("u1", "test");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void grow(String permission) {
        Role role = site.fake.org().role(site.agent.id()).orElseThrow();
        Set<String> more = new HashSet<>(role.permissions());
        more.add(permission);
        site.fake.change(
                "grow",
                org -> org.with(new Role(role.id(), role.name(), role.description(), more, role.defaultRoleId())));
    }

    private static List<HoldCode> held(Plan plan) {
        return plan.holds().stream().map(Hold::code).toList();
    }

    private long catalogueReads() {
        return site.fake.recorder().count("GET", CATALOGUE);
    }

    @Test
    void aRoleThatStaysAsItWasCostsNoReadOfTheCatalogue() {
        site.put("u2", Site.account(0));

        assertThat(held(site.provisioner().plan())).isEmpty();
        site.provisioner().provision("u2", "test");

        assertThat(catalogueReads()).isZero();
    }

    @Test
    void aRoleThatHasGrownIsComparedWithOneReadOfTheCatalogue() {
        site.put("u2", Site.account(0));
        grow("ui:supervisor:view");

        assertThat(held(site.provisioner().plan())).containsExactly(HoldCode.ROLE_GROWN);
        assertThat(catalogueReads()).isEqualTo(1);
        assertThat(held(site.provisioner().explain("u2").plan())).containsExactly(HoldCode.ROLE_GROWN);

        site.provisioner().acceptRole("Agent", "they supervise", "ciso");

        assertThat(held(site.provisioner().plan())).isEmpty();
        assertThat(catalogueReads()).isEqualTo(2);
    }

    @Test
    void aCatalogueThatIsRefusedHoldsAndSaysWhy() {
        site.put("u2", Site.account(0));
        grow("directory:user:edit");
        assertThat(held(site.provisioner().plan())).isEmpty();
        site.fake.faults().on("GET", CATALOGUE).always().answer(403);

        assertThat(site.provisioner().plan().holds()).singleElement().satisfies(hold -> {
            assertThat(hold.code()).isEqualTo(HoldCode.ROLE_GROWN);
            assertThat(hold.message()).contains("directory:user:edit is unknown (the catalogue of permissions: ");
        });
    }
}
