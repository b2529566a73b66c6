// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioned;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.FindingCode;
import io.tenantry.fixtures.fault.Edit;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that the service refuses over the wire stops the tenant that rests on it, and no other. */
class OneTenantsTroubleTest {
    private static final List<Integer> STATUSES = List.of(403, 404, 409, 413, 503);

    private final Site site = Site.of(3, 1);

    OneTenantsTroubleTest() {
        site.put("ana", Site.account(0))
                .put("bob", Site.account(1))
                .put("mia", Site.account(1))
                .run();
        site.disable("ana").put("ann", Site.account(0));
        site.disable("bob").put("ben", Site.account(1));
        site.put("mia", Site.account(2));
    }

    @AfterEach
    void close() {
        site.close();
    }

    static Stream<Arguments> listingsOfTheFirstTenant() {
        return Stream.of("/api/v2/authorization/divisions/D/grants", "/api/v2/groups/G/individuals")
                .flatMap(path -> STATUSES.stream().map(status -> Arguments.of(path, status)));
    }

    @ParameterizedTest
    @MethodSource("listingsOfTheFirstTenant")
    void tenantWhoseListingIsRefusedGetsAndLosesNothingAndOthersGoOn(String path, int status) {
        refuse(path, status);

        Plan plan = site.provisioner().plan();
        runThrice();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.LISTING_IN_DOUBT)
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("status " + status, "correlation "));
        assertThat(site.groups("ana")).containsExactly(Site.group(0, 0));
        assertThat(site.user("ana").state()).isEqualTo(UserState.ACTIVE);
        assertThat(site.fake.usersByEmail("ann@acme.example")).isEmpty();
        assertThat(site.user("bob").state()).isEqualTo(UserState.INACTIVE);
        assertThat(site.groups("ben")).containsExactly(Site.group(1, 0));
        assertThat(site.groups("mia")).containsExactly(Site.group(2, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 409, 503})
    void refusedRolesHoldGainsAlone(int status) {
        refuse("/api/v2/authorization/roles", status);

        runThrice();

        assertThat(site.user("ana").state()).isEqualTo(UserState.INACTIVE);
        assertThat(site.fake.usersByEmail("ann@acme.example")).isEmpty();
        assertThat(site.groups("mia")).containsExactly(Site.group(1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/groups", "/api/v2/authorization/roles"})
    void moverKeepsEverythingWhileAListingDoesNotShowWhatTheNewTenantGives(String path) {
        if (path.endsWith("groups")) {
            site.fake.faults().on("GET", path).always().edited(Edit.SHORT_LISTS);
        } else {
            refuse(path, 403);
        }

        runThrice();
        Provisioned mia = site.provisioner().provision("mia", "test");

        assertThat(mia.explanation().plan().holds())
                .extracting(h -> h.code())
                .containsExactly(HoldCode.READ_INCOMPLETE);
        assertThat(site.groups("mia")).containsExactly(Site.group(1, 0));
        site.fake.faults().clear();
        site.fake.advance(Duration.ofHours(1));
        runThrice();
        assertThat(site.groups("mia")).containsExactly(Site.group(2, 0));
    }

    @Test
    void roleThatNoListingShowsIsADoubtOfTheProofAndNoViolation() {
        site.acceptRoot();
        assertThat(site.provisioner().proveIsolation().violations()).isEmpty();
        refuse("/api/v2/authorization/roles", 403);

        IsolationProof proof = site.provisioner().proveIsolation();

        assertThat(proof.violations()).isEmpty();
        assertThat(proof.verdict()).isEqualTo(IsolationProof.Verdict.NOT_PROVEN);
        assertThat(proof.doubts()).anyMatch(d -> d.contains("it is unknown whether the policy accepts that"));
        assertThat(site.provisioner().plan().findings()).noneMatch(f -> f.code() == FindingCode.UNACCEPTED_CLIENT);
    }

    static Stream<Arguments> readsOfOnePerson() {
        return Stream.of("/api/v2/authorization/subjects/U", "/api/v2/scim/v2/users/U")
                .flatMap(path -> STATUSES.stream().map(status -> Arguments.of(path, status)));
    }

    @ParameterizedTest
    @MethodSource("readsOfOnePerson")
    void personWhoseAccessIsRefusedWaitsAndOthersGoOn(String path, int status) {
        refuse(path, status);

        for (int i = 0; i < 3; i++) {
            Provisioned mia = site.provisioner().provision("mia", "test");
            assertThat(mia.explanation().plan().holds())
                    .extracting(h -> h.code())
                    .containsOnly(HoldCode.READ_INCOMPLETE);
            assertThat(mia.report().writes()).isZero();
        }

        assertThat(site.store.notes().quarantines()).isEmpty();
        assertThat(site.provisioner().provision("ben", "test").report().isClean())
                .isTrue();
    }

    private void refuse(String path, int status) {
        String filled = path.replace("/D/", "/" + site.divisionIds.get(0) + "/")
                .replace("/G/", "/" + site.inGroup(0, 0).id() + "/")
                .replace("/U", "/" + site.user("mia").id());
        site.fake.faults().on("GET", filled).always().answer(status);
        // Individuals that are too many for one answer are read as members.
        site.fake
                .faults()
                .on("GET", filled.replace("/individuals", "/members"))
                .always()
                .answer(status);
    }

    private void runThrice() {
        for (int i = 0; i < 3; i++) {
            ApplyReport report = Site.run(site.provisioner());
            assertThat(report.count(Status.FAILED)).isZero();
        }
        assertThat(site.store.notes().quarantines()).isEmpty();
    }
}
