// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.fixtures.org.ExternalId;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The first contact with an organization that has people already, over a socket and from memory, and over the fake's
 * whole history: no account is doubled, no write of ours lets a person reach a second tenant, and a second run writes
 * nothing.
 */
class AdoptionFlowsTest {
    private final Site site = Site.of(3, 2);
    private final Watch watch = new Watch(site);
    private final Map<String, String> there = new TreeMap<>();

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void activeAccountIsTakenOverInAnyDivision(Reach reach) {
        adopted("home", site.fake.org().home().id());
        adopted("placed", site.divisionIds.get(0));
        adopted("elsewhere", site.divisionIds.get(1));

        run(reach);

        assertTaken(reach, "home", "placed", "elsewhere");
    }

    @ParameterizedTest
    @EnumSource
    void inactiveAccountIsActivatedInAnyDivision(Reach reach) {
        for (String id : List.of("home", "placed", "elsewhere")) {
            int tenant = List.of("placed", "elsewhere").indexOf(id);
            adopted(id, tenant < 0 ? site.fake.org().home().id() : site.divisionIds.get(tenant));
            User user = site.user(id);
            site.fake.change("inactive", o -> o.with(user.withState(UserState.INACTIVE)));
        }

        run(reach);

        assertTaken(reach, "home", "placed", "elsewhere");
    }

    @ParameterizedTest
    @EnumSource
    void accountWithThePersonsExternalIdIsTakenOver(Reach reach) {
        adopted("ours", site.divisionIds.get(1));
        carries("ours", "ours");

        run(reach);

        assertTaken(reach, "ours");
    }

    @ParameterizedTest
    @EnumSource
    void accountWithAnotherExternalIdIsDisputedAndLeftAlone(Reach reach) {
        adopted("foreign", site.divisionIds.get(1));
        User before = carries("foreign", "id-of-another-system");

        Plan plan = provisioner(reach).plan();

        assertThat(plan.operations().filter(o -> o.person().isPresent())).isEmpty();
        assertThat(plan.findings())
                .extracting(f -> f.code() + " " + f.subject())
                .contains("disputed identity foreign");
        run(reach);
        assertThat(site.user("foreign")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void accountWithAnotherNameIsFoundByTheExternalId(Reach reach) {
        adopted("renamed", site.divisionIds.get(1));
        User renamed = carries("renamed", "renamed");
        site.fake.change("rename", o -> o.with(renamed.withEmail("maiden.name@acme.example")));

        run(reach);

        assertTaken(reach, "renamed");
    }

    @ParameterizedTest
    @EnumSource
    void personWithAccessInTwoTenantsLosesTheOtherBeforeGainingAnything(Reach reach) {
        settle(reach);
        adopted("both", site.divisionIds.get(1));
        String both = site.user("both").id();
        site.fake.addMembers(site.inGroup(1, 0).id(), both);
        site.fake.grant(both, site.agent.id(), site.divisionIds.get(1));
        site.fake.grant(both, site.agent.id(), site.divisionIds.get(2));
        site.fake.set(Quirk.MembershipWrites.LATER);
        site.fake.lag(Lag.MEMBERSHIPS, Duration.ofMillis(1_500));

        run(reach);

        assertTaken(reach, "both");
    }

    /** Creates the groups with their roles, for an account that existed before. */
    private void settle(Reach reach) {
        site.put(Site.identity("settler", Site.account(1), Site.skill(1, 0), Site.skill(1, 1)));
        run(reach);
    }

    /** A person of tenant 0 with an existing account, under the same name in capitals. */
    private void adopted(String id, String division) {
        String name = (id + "@acme.example").toUpperCase(Locale.ROOT);
        there.put(id, site.fake.createUser("Name " + id, name, division).id());
        site.put(Site.identity(id, Site.account(0), Site.skill(0, 0)));
    }

    private User carries(String id, String externalId) {
        User user = site.user(id).withExternalIds(List.of(new ExternalId(ExternalId.SCIM, externalId)));
        site.fake.change("external id", o -> o.with(user));
        return user;
    }

    private Provisioner provisioner(Reach reach) {
        return site.provisioner(reach.to(site.fake).build(), site.store);
    }

    private void run(Reach reach) {
        ApplyReport report = Site.run(provisioner(reach));
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        watch.look("adoption");
    }

    private void assertTaken(Reach reach, String... ids) {
        for (String id : ids) {
            User user = site.user(id);
            assertThat(user.id()).as("the account of %s", id).isEqualTo(there.get(id));
            assertThat(user.state()).as(id).isEqualTo(UserState.ACTIVE);
            assertThat(watch.reach(site.fake.org(), user.id())).as(id).containsExactly(site.divisionIds.get(0));
            assertThat(site.groups(id)).as(id).containsExactly(Site.group(0, 0));
        }
        watch.isolated("adoption");
        Plan second = provisioner(reach).plan();
        assertThat(second.isEmpty()).as(PlanText.of(second)).isTrue();
    }
}
