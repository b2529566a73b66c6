// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioned;
import io.tenantry.Provisioner;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.Lease;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each flow of one person costs on the wire, as the fake counts it. Reads and writes apart, calls for tokens in
 * neither.
 */
class CallCountTest {
    @Test
    void joinerCostsSixReadsAndFourWrites() {
        try (Site site = Site.of(2, 3)) {
            Provisioner provisioner = settled(site);
            site.put("ana", Site.account(0), Site.skill(0, 0), Site.skill(0, 1), Site.skill(0, 2));

            provision(site, provisioner, "ana");

            assertCost(site, 6, 4);
            assertThat(site.groups("ana")).hasSize(3);
            assertNothingLeft(site, provisioner, "ana");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moverCostsEightReadsAndThreeWritesFourIfARoleOfItsOwnIsLeftBehind(boolean residue) {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));
            Provisioner provisioner = settled(site);
            if (residue) {
                site.fake.grant(
                        site.user("ana").id(),
                        site.agent.id(),
                        site.inDivision(0).id());
            }
            site.put("ana", Site.account(1));

            provision(site, provisioner, "ana");

            assertCost(site, 8, residue ? 4 : 3);
            assertThat(site.groups("ana")).containsExactly(Site.group(1, 0));
            assertThat(site.fake.grants(site.user("ana").id()))
                    .noneMatch(g -> g.roleId().equals(site.agent.id()));
            assertNothingLeft(site, provisioner, "ana");
        }
    }

    @Test
    void moverOfManyGroupsIsReadAsOnePerson() {
        try (Site site = Site.of(2, 5)) {
            site.put("ana", all(0, 5));
            Provisioner provisioner = settled(site);
            site.put("ana", all(1, 5));

            provision(site, provisioner, "ana");

            assertCost(site, 8, 5 + 1 + 5);
            assertNothingLeft(site, provisioner, "ana");
        }
    }

    @Test
    void leaverCostsFiveReadsAndThreeWrites() {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));
            Provisioner provisioner = settled(site);
            site.fake.grant(
                    site.user("ana").id(), site.agent.id(), site.inDivision(0).id());
            site.disable("ana");

            provision(site, provisioner, "ana");

            assertCost(site, 5, 3);
            assertThat(site.user("ana").state()).isEqualTo(UserState.INACTIVE);
            assertThat(site.groups("ana")).isEmpty();
            assertNothingLeft(site, provisioner, "ana");
        }
    }

    @Test
    void nothingToDoCostsNoWrite() {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));
            Provisioner provisioner = settled(site);

            provision(site, provisioner, "ana");

            assertCost(site, 2, 0);
        }
    }

    @Test
    void moverCostsElevenReadsAndThreeWritesInAProcessThatHasReadNothingYet() {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));
            settled(site);
            site.put("ana", Site.account(1));

            provision(site, site.provisioner(), "ana");

            // Divisions, groups, roles; the person, the person's grants, the grants of the group to join; three
            // confirmations, the first and the last of two reads.
            assertCost(site, 3 + 3 + 5, 3);
            assertThat(site.groups("ana")).containsExactly(Site.group(1, 0));
        }
    }

    @Test
    void organizationThatNoRunHasSeenIsAskedWhichOneItIs() {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));

            provision(site, site.provisioner(), "ana");

            assertThat(site.fake.recorder().count("GET", "/api/v2/organizations/me"))
                    .as("%s", site.calls())
                    .isEqualTo(1);
        }
    }

    /** So much time passes before the lease that a hand may have changed the person. */
    @ParameterizedTest
    @CsvSource({"joiner, 1", "mover, 3", "leaver, 1"})
    void personIsReadOnceMoreIfSomethingStoodBetween(String who, int more) {
        assertThat(reads(who, Duration.ofSeconds(11)) - reads(who, Duration.ofSeconds(9)))
                .isEqualTo(more);
    }

    private static long reads(String who, Duration between) {
        try (Site site = Site.of(2, 1)) {
            site.put("ana", Site.account(0));
            settled(site);
            Provisioner provisioner = site.provisioner(site.adapter().build(), new ForwardingStore(site.store) {
                @Override
                public Lease acquire(String name, String holder, Duration time) {
                    site.fake.advance(between);
                    return super.acquire(name, holder, time);
                }
            });
            site.put("hal", Site.account(0));
            provision(site, provisioner, "hal");
            switch (who) {
                case "joiner" -> site.put("ian", Site.account(0));
                case "mover" -> site.put("ana", Site.account(1));
                default -> site.disable("ana");
            }
            provision(site, provisioner, who.equals("joiner") ? "ian" : "ana");
            assertThat(site.writes()).isPositive();
            return site.reads();
        }
    }

    /**
     * Brings all people in order, and returns a provisioner that knows the structure, like a long-lived one in a host.
     */
    private static Provisioner settled(Site site) {
        site.put("eve", Site.account(0), Site.skill(0, 0), Site.skill(0, 1), Site.skill(0, 2))
                .put("fay", Site.account(1), Site.skill(1, 0));
        Provisioner provisioner = site.provisioner();
        assertThat(Site.run(provisioner).isClean()).isTrue();
        Plan plan = provisioner.plan();
        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        // Which SCIM filters the service takes is learnt once.
        site.put("gil", Site.account(0), Site.skill(0, 0));
        provisioner.provision("gil", "test");
        return provisioner;
    }

    private static void provision(Site site, Provisioner provisioner, String id) {
        site.fake.recorder().clear();
        Provisioned provisioned = provisioner.provision(id, "test");
        assertThat(provisioned.report().isClean())
                .as("%s", provisioned.report().troubles())
                .isTrue();
    }

    private static void assertCost(Site site, int reads, int writes) {
        assertThat(site.writes()).as("%s", site.calls()).isEqualTo(writes);
        assertThat(site.reads()).as("%s", site.calls()).isLessThanOrEqualTo(reads);
    }

    private static void assertNothingLeft(Site site, Provisioner provisioner, String id) {
        provision(site, provisioner, id);
        assertThat(site.writes()).as("%s", site.calls()).isZero();
        Plan plan = provisioner.plan();
        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
    }

    private static String[] all(int tenant, int groups) {
        return Stream.concat(
                        Stream.of(Site.account(tenant)),
                        IntStream.range(0, groups).mapToObj(g -> Site.skill(tenant, g)))
                .toArray(String[]::new);
    }
}
