// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listing that the service refuses stops the tenant that rests on it, and no other. */
class OneTenantsTroubleTest {
    private final World world = new World();

    OneTenantsTroubleTest() {
        world.person("ana", "Account-a")
                .person("bob", "Account-b")
                .person("cem", "Account-a")
                .run();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "NOT_PERMITTED", "REJECTED"})
    void peopleOfATenantWhoseGrantsAreRefusedLoseNothingAndOthersGoOn(Failure refusal) {
        world.directory.closed.put(world.division("Tenant_A").id(), refusal);
        world.disable("ana").person("new", "Account-b").disable("bob");

        Plan plan = world.plan();
        ApplyReport report = world.run();

        assertThat(plan.holds()).extracting(h -> h.code()).contains(HoldCode.READ_INCOMPLETE);
        assertThat(report.count(Status.FAILED)).isZero();
        assertThat(world.directory.groupsOf("ana@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(world.directory.groupsOf("new@acme.example")).containsExactly("Tenant_B_Agents");
        assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.store.quarantines().all()).isEmpty();
    }

    @Test
    void moverWhoHoldsARoleWhereTheListingIsRefusedGainsNothing() {
        world.directory.division("Tenant_C");
        world.tenants =
                List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"), world.tenant("c", "Tenant_C"));
        world.run();
        world.grant("bob@acme.example", "Agent", world.division("Tenant_A").id());
        world.directory.closed.put(world.division("Tenant_A").id(), Failure.NOT_PERMITTED);
        world.person("bob", "Account-c");

        world.run();

        assertThat(world.reach("bob@acme.example")).contains("Tenant_A").doesNotContain("Tenant_C");
    }

    @Test
    void threeTriesDoNotQuarantineTheOrganization() {
        world.directory.closed.put(world.division("Tenant_A").id(), Failure.NOT_PERMITTED);
        for (int i = 0; i < 4; i++) {
            world.run();
        }

        assertThat(world.store.quarantines().all()).isEmpty();
    }

    @Test
    void grantsInAllDivisionsConcernEveryTenant() {
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        assertThatThrownBy(world::plan).isInstanceOf(DirectoryException.class);
    }
}
