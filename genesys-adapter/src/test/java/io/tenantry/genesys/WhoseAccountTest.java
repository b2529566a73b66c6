// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose account it is, in whole runs over the wire: lagging lists, accounts made again by hand, adopted ones. */
class WhoseAccountTest {
    private final Site site = Site.of(2, 1);

    WhoseAccountTest() {
        site.put("bob", Site.account(0)).put("eve", Site.account(1)).run();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void linkedAccountThatTheListingDoesNotShowIsNotMadeAgainUnderANewAddress() {
        listsLag();
        site.put("ana", Site.account(0)).run();
        String id = site.user("ana").id();
        site.put(Identity.of(
                "ana", "ana.new@acme.example", "Name ana", List.of(Site.account(0)), Map.of("jobTitle", "Agent")));

        site.run();

        assertThat(site.fake.org().users())
                .filteredOn(u -> u.scimExternalId().filter("ana"::equals).isPresent())
                .extracting(User::id)
                .containsExactly(id);
        assertThat(site.fake.usersByEmail("ana.new@acme.example")).hasSize(1);
    }

    @Test
    void linkedMoverWhomTheListingDoesNotShowIsMovedAndNotMadeAgain() {
        listsLag();
        site.put("ana", Site.account(0)).run();
        site.put("ana", Site.account(1));

        site.run();

        assertThat(site.user("ana").divisionId()).isEqualTo(site.divisionIds.get(1));
        assertThat(site.fake.usersByEmail("ana@acme.example")).hasSize(1);
    }

    @Test
    void accountThatWasDeletedAndMadeAnewByHandIsDisputedAndNothingIsSent() {
        site.put("ana", Site.account(0)).run();
        User gone = site.user("ana");
        site.fake.change("delete", org -> org.with(gone.withState(UserState.DELETED)));
        User made = site.fake.createUser("Name ana", "ana@acme.example");
        site.fake.advance(Duration.ofMinutes(10));
        site.fake.recorder().clear();

        Plan plan = site.provisioner().plan();
        ApplyReport report = site.run();

        assertThat(plan.findings())
                .filteredOn(f -> f.subject().equals("identity ana"))
                .extracting(Finding::code)
                .containsAnyOf(FindingCode.DISPUTED, FindingCode.USER_NAME_TAKEN);
        assertThat(report.count(Status.FAILED)).isZero();
        assertThat(site.writes()).as("%s", site.calls()).isZero();
        assertThat(site.fake.user(made.id())).isEqualTo(made);
    }

    @Test
    void adoptedAccountIsBoundByTheFirstChangeThatItNeedsLater() {
        User ana = adopted();
        site.put("ana", Site.account(0));
        site.run();
        assertThat(site.fake.user(ana.id()).scimExternalId()).isEmpty();
        site.put(Identity.of(
                "ana", "ana@acme.example", "Name ana", List.of(Site.account(0)), Map.of("jobTitle", "Trainer")));

        site.run();

        assertThat(site.fake.user(ana.id()).scimExternalId()).contains("ana");
    }

    @Test
    void adoptedAccountOfOnePersonIsBoundByTheFirstChangeToo() {
        User ana = adopted();
        site.put("ana", Site.account(0));
        site.provisioner().provision("ana", "test");
        site.put(Identity.of(
                "ana", "ana@acme.example", "Name ana", List.of(Site.account(0)), Map.of("jobTitle", "Trainer")));

        site.provisioner().provision("ana", "test");

        assertThat(site.fake.user(ana.id()).scimExternalId()).contains("ana");
    }

    @Test
    void groupInTheAnswerToACreateThatIsAnotherIsGivenNoRoleAndNoMember() {
        try (Site fresh = Site.of(1, 1)) {
            Group other = fresh.fake.createGroup("Other");
            fresh.fake
                    .faults()
                    .on("POST", "/api/v2/groups")
                    .answerWith(200, "{\"id\":\"" + other.id() + "\",\"name\":\"Other\"}");
            fresh.put("ana", Site.account(0));

            ApplyReport report = fresh.run();

            assertThat(report.count(Status.UNKNOWN)).isEqualTo(1);
            assertThat(fresh.fake.grants(other.id())).isEmpty();
            assertThat(fresh.fake.members(other.id())).isEmpty();
        }
    }

    // What was there two hours ago shows, and nothing newer.
    private void listsLag() {
        site.fake.advance(Duration.ofHours(2));
        site.fake.lag(Lag.LISTS, Duration.ofHours(1));
        site.fake.lag(Lag.SEARCH, Duration.ofHours(1));
    }

    private User adopted() {
        User made = site.fake.createUser("Name ana", "ana@acme.example", site.divisionIds.get(0));
        site.fake.change("title", org -> org.with(made.withAttribute("title", "Agent")));
        site.fake.addMembers(site.inGroup(0, 0).id(), made.id());
        site.fake.advance(Duration.ofMinutes(10));
        return made;
    }
}
