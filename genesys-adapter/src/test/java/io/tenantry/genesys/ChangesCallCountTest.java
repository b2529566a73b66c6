// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.ChangePlan;
import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan for the people who changed costs on the wire, as the fake counts it: 50,000 people in 20 tenants. */
class ChangesCallCountTest {
    private static final int PEOPLE = 50_000;
    private static final int TENANTS = 20;
    private static final int CHANGED = 250;
    private static final int FEW = 50;

    @Test
    void changesCostTheReadsOfThePeopleConcernedAndLittleElse() {
        try (Site site = Site.of(TENANTS, 1).acceptRoot()) {
            List<Crowd.Person> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(new Crowd.Person(i % TENANTS, List.of(0)));
                site.put("p" + i, Site.account(i % TENANTS));
            }
            site.fake.change("people", org -> Crowd.extend(site, org, people));
            Provisioner provisioner = site.provisioner();
            Site.run(provisioner);
            site.fake.recorder().clear();

            assertThat(provisioner.planChanges().plan().isEmpty()).isTrue();
            assertThat(site.reads()).isLessThanOrEqualTo(2);
            assertThat(site.writes()).isZero();

            // The reads of so many people would cost more than a read of everybody, which takes fewer calls.
            Calls many = calls(site, provisioner, 0, CHANGED);
            assertThat(many.plan.everybody()).isPresent();
            assertThat(many.planned + many.applied).as("%s", many).isLessThanOrEqualTo((long)
                    (1.05 * (2L * CHANGED + many.applied)));

            Calls few = calls(site, provisioner, CHANGED, FEW);
            assertThat(few.plan.everybody()).isEmpty();
            assertThat(few.plan.people()).isEqualTo(FEW);
            // Two reads for each person, the roles of the groups that they join, and divisions, groups and roles.
            assertThat(few.planned).as("%s", few).isLessThanOrEqualTo(2L * FEW + TENANTS + 5);
            assertThat(provisioner.planChanges().people()).isZero();
        }
    }

    /** The calls to plan the moves of some people, and those to apply them. */
    private record Calls(ChangePlan plan, long planned, long applied) {}

    private static Calls calls(Site site, Provisioner provisioner, int from, int many) {
        for (int i = from; i < from + many; i++) {
            site.put("p" + i, Site.account((i + 1) % TENANTS));
        }
        site.fake.recorder().clear();
        ChangePlan changes = provisioner.planChanges();
        long planned = site.fake.recorder().count();
        site.fake.recorder().clear();
        ApplyReport report = provisioner.apply(changes.plan(), Approval.of(changes.plan(), "test"));
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        return new Calls(changes, planned, site.fake.recorder().count());
    }
}
