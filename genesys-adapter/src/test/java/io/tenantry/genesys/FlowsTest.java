// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The flows over both transports, with an organization that answers every open question by its default. */
@ParameterizedClass
@EnumSource
class FlowsTest extends Flows {
    FlowsTest(Reach reach) {
        super(reach, List.of());
    }

    @Test
    void aMembershipThatIsAcceptedAndLostIsNotDoneAndIsPlannedAgain() {
        fake.set(Quirk.MembershipWrites.NEVER);
        put("ana", "Account-A");
        Plan plan = provisioner().plan();

        ApplyReport report = provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).isFalse();
        assertThat(report.troubles()).hasSize(1);
        assertThat(groups("ana")).isEmpty();
        fake.set(Quirk.MembershipWrites.AT_ONCE);
        run();
        assertThat(groups("ana")).containsExactly("Tenant_A_Agents");
        assertNothingLeft();
    }
}
