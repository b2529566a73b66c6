// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Lag;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.store.ProvisioningStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process dies at every point of a run that holds every flow: before a request is sent, after it was carried out
 * and before its answer is looked at, and before and after each write to the store. A fresh process over the same store
 * goes on from there.
 */
class WireCrashTest {
    @ParameterizedTest
    @EnumSource(
            value = Quirk.MembershipWrites.class,
            names = {"AT_ONCE", "LATER"})
    void freshProcessConvergesWhereverTheFirstOneDied(Quirk.MembershipWrites how) {
        int points = points(how).size();
        for (int at = 1; at <= points; at++) {
            die(how, at);
        }
    }

    @Test
    void diesBeforeAndAfterEachRequestAndEachRecord() {
        List<String> points = points(Quirk.MembershipWrites.AT_ONCE);

        assertThat(points)
                .contains(
                        "before acquire",
                        "after acquire",
                        "before commit",
                        "after commit",
                        "before POST /api/v2/scim/v2/users",
                        "after POST /api/v2/scim/v2/users",
                        "before release")
                .hasSizeGreaterThan(150);
        assertThat(points.stream().filter(p -> p.startsWith("before DELETE /api/v2/groups/")))
                .hasSizeGreaterThan(1);
    }

    private static List<String> points(Quirk.MembershipWrites how) {
        List<String> points = new ArrayList<>();
        try (Site site = site(how)) {
            run(site, points::add);
        }
        return points;
    }

    private static void die(Quirk.MembershipWrites how, int at) {
        try (Site site = site(how)) {
            Watch watch = new Watch(site);
            int[] reached = {0};
            String[] where = {""};
            assertThatThrownBy(() -> run(site, point -> {
                        // A dead process does nothing more, so neither may what it leaves behind while it falls.
                        if (++reached[0] >= at) {
                            where[0] = where[0].isEmpty() ? "died at " + at + ", " + point : where[0];
                            throw new Death();
                        }
                    }))
                    .isInstanceOf(Death.class);
            assertThat(reached[0]).isGreaterThanOrEqualTo(at);
            watch.look(where[0]);
            assertNothingDoubled(site, where[0]);
            site.fake.advance(Duration.ofMinutes(5));

            ApplyReport report = site.run();

            watch.look(where[0] + ", then the next run");
            watch.isolated(where[0]);
            assertThat(report.isClean())
                    .as("%s: %s", where[0], report.troubles())
                    .isTrue();
            Plan next = site.provisioner().plan();
            assertThat(next.isEmpty()).as("%s: %s", where[0], PlanText.of(next)).isTrue();
            assertThat(site.store.open()).as(where[0]).isEmpty();
            assertNothingDoubled(site, where[0]);
            assertEnd(site, where[0]);
        }
    }

    private static void assertEnd(Site site, String where) {
        assertThat(site.groups("joiner")).as(where).containsExactly(Site.group(2, 0));
        assertThat(site.groups("mover")).as(where).containsExactly(Site.group(1, 0));
        assertThat(site.groups("rehire")).as(where).containsExactly(Site.group(0, 0));
        assertThat(site.user("rehire").state()).as(where).isEqualTo(UserState.ACTIVE);
        assertThat(site.groups("leaver")).as(where).isEmpty();
        assertThat(site.user("leaver").state()).as(where).isEqualTo(UserState.INACTIVE);
        assertThat(site.user("renamed").attribute("title")).as(where).contains("Lead");
        assertThat(site.groups("drifter")).as(where).containsExactly(Site.group(0, 0));
        assertThat(site.fake.grants(site.user("mover").id()))
                .as(where)
                .noneMatch(g -> site.divisionIds.contains(g.divisionId()));
    }

    private static void assertNothingDoubled(Site site, String where) {
        Org org = site.fake.org();
        assertThat(org.users()).as(where).extracting(User::email).doesNotHaveDuplicates();
        assertThat(org.users().stream().map(User::scimExternalId).flatMap(Optional::stream))
                .as(where)
                .doesNotHaveDuplicates();
        assertThat(org.groups()).as(where).extracting(Group::name).doesNotHaveDuplicates();
    }

    /** A settled organization, and everything that can happen to people at once; two tenants are new. */
    private static Site site(Quirk.MembershipWrites how) {
        Site site = Site.of(3, 1);
        for (String id : List.of("mover", "rehire", "leaver", "renamed", "drifter")) {
            site.put(id, Site.account(id.equals("rehire") ? 1 : 0));
        }
        site.run();
        site.disable("rehire");
        site.run();
        site.fake.grant(site.user("mover").id(), site.agent.id(), site.divisionIds.get(0));
        site.fake.addMembers(site.inGroup(1, 0).id(), site.user("drifter").id());
        site.put("joiner", Site.account(2))
                .put("mover", Site.account(1))
                .put("rehire", Site.account(0))
                .put(Identity.of(
                        "renamed",
                        "renamed@acme.example",
                        "Re Named",
                        List.of(Site.account(0)),
                        Map.of("jobTitle", "Lead")))
                .disable("leaver");
        site.fake.set(how);
        site.fake.lag(Lag.MEMBERSHIPS, Duration.ofMillis(700));
        return site;
    }

    private static void run(Site site, Consumer<String> at) {
        ProvisioningStore tapped = tapped(site.store, at);
        Site.run(site.provisioner(new TappedClient(site.fake.httpClient(), at), tapped));
    }

    /** Reports every call that may write to a store, before and after it. The listener may throw. */
    private static ProvisioningStore tapped(ProvisioningStore real, Consumer<String> at) {
        return (ProvisioningStore) Proxy.newProxyInstance(
                ProvisioningStore.class.getClassLoader(),
                new Class<?>[] {ProvisioningStore.class},
                (proxy, method, arguments) -> {
                    boolean writes = WRITES.contains(method.getName());
                    if (writes) {
                        at.accept("before " + method.getName());
                    }
                    Object answer;
                    try {
                        answer = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (writes) {
                        at.accept("after " + method.getName());
                    }
                    return answer;
                });
    }

    private static final Set<String> WRITES = Set.of("commit", "acquire", "renew", "release");

    /** Not an exception, so that nothing that catches exceptions outlives it. */
    private static final class Death extends InternalError {
        private static final long serialVersionUID = 1;
    }
}
