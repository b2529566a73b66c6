// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that the service refuses over the wire stops the tenant that rests on it, and no other. */
class OneTenantsTroubleTest {
    private final Site site = Site.of(2, 1);

    OneTenantsTroubleTest() {
        site.put("ana", Site.account(0)).put("bob", Site.account(1)).run();
        site.disable("ana").put("new", Site.account(1));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403})
    void peopleOfATenantWhoseGrantsAreRefusedLoseNothing(int status) {
        refuse("/api/v2/authorization/divisions/" + site.divisionIds.get(0) + "/grants", status);

        runThrice();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 413})
    void peopleOfATenantWhoseGroupIsRefusedLoseNothing(int status) {
        refuse("/api/v2/groups/" + site.inGroup(0, 0).id() + "/individuals", status);

        runThrice();
    }

    private void refuse(String path, int status) {
        site.fake.faults().on("GET", path).always().answer(status);
    }

    private void runThrice() {
        for (int i = 0; i < 3; i++) {
            Provisioner provisioner = site.provisioner();
            ApplyReport report = Site.run(provisioner);
            assertThat(report.count(Status.FAILED)).isZero();
        }

        assertThat(site.store.quarantines().all()).isEmpty();
        assertThat(site.groups("ana")).containsExactly(Site.group(0, 0));
        assertThat(site.groups("new")).containsExactly(Site.group(1, 0));
    }
}
