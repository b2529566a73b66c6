// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.fault.Fault;
import io.tenantry.fixtures.org.Invariant;
import io.tenantry.fixtures.org.Snapshot;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What many people cost on the wire, as the fake counts it: 5,000 in 20 tenants of 10 groups, each person in five of
 * them. The bounds are computed from the people alone.
 */
class BulkCallCountTest {
    private static final int PEOPLE = 5_000;
    private static final int TENANTS = 20;
    private static final int MOVERS = 500;

    private static Site site;
    private static Snapshot settled;
    private static final Map<Integer, List<Integer>> SKILLS = new TreeMap<>();

    private final Random random = new Random(1);

    @BeforeAll
    static void settle() {
        site = Site.of(TENANTS, 10);
        Random random = new Random(7);
        for (int i = 0; i < PEOPLE; i++) {
            SKILLS.put(i, skills(random));
        }
        List<Crowd.Person> people = new ArrayList<>();
        SKILLS.forEach((i, skills) -> people.add(new Crowd.Person(home(i), skills)));
        site.fake.change("people", org -> Crowd.extend(site, org, people));
        settled = site.fake.history().latest();
        // All people of the first tenant move at once.
        site.emptyGroups = groups(0, IntStream.range(0, 10).boxed().toList());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void restore() {
        site.fake.restore(settled);
        site.fake.faults().clear();
        everybodyAtHome();
    }

    @Test
    void fiveHundredMoversCostTheLowerBoundTheReadsThatConfirmThemAndTwoReadsOfAllAccess() {
        Bound bound = new Bound();
        IntStream.range(0, MOVERS).forEach(i -> move(i, 1, bound));
        ApplyReport report = apply();

        long groupPages = 2;
        long lower = bound.writes() + groupPages;
        assertThat(lower).as("the scenario of the 121 calls").isBetween(115L, 125L);
        assertThat(site.writes()).isEqualTo(bound.writes());
        // Between taking and giving: the grants in each division and in all, the members of each group, and the list
        // of groups, because the running client holds a role and could be a new group.
        long gate = TENANTS + 1 + TENANTS * 10 + 1;
        // After the last gain the same, without the members of the groups that were joined, but with the accounts.
        long after = gate - 10 + MOVERS / 100;
        assertThat(site.reads() + site.writes() + groupPages - gate - after)
                .as("%s reads", report.reads())
                .isLessThanOrEqualTo((long) (1.25 * lower));
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void oneConflictInAHundredCostsThreePercentAtMost() {
        Bound bound = new Bound();
        IntStream.range(0, 2_000).forEach(i -> move(i, (home(i) + 1) % TENANTS, bound));
        List<Fault> conflicts = conflicts(bound);
        apply();

        int struck = conflicts.stream().mapToInt(site.fake.faults()::strikes).sum();
        assertThat(struck).isGreaterThanOrEqualTo((int) bound.memberWrites() / 100 - 1);
        assertThat(site.writes()).isGreaterThan(bound.writes()).isLessThanOrEqualTo((long) (1.03 * bound.writes()));
        assertThat(site.fake.history().check(oneTenant())).isEmpty();
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void fullSweepReadsEachPageOnceAndLittleElse() {
        site.fake.recorder().clear();

        assertThat(plan().isEmpty()).isTrue();

        assertThat(site.reads()).as("%s", site.calls()).isLessThanOrEqualTo((long) (1.1 * sweep()));
        assertThat(site.writes()).isZero();
    }

    @Test
    void isolationOfFiftyThousandPeopleIsProvenWithAboutOneCallForEachDivisionAndGroup() {
        try (Site large = Site.of(200, 2).acceptRoot()) {
            List<Crowd.Person> people = IntStream.range(0, 50_000)
                    .mapToObj(i -> new Crowd.Person(i % 200, i % 7 == 0 ? List.of(0, 1) : List.of(0)))
                    .toList();
            large.fake.change("people", org -> Crowd.extend(large, org, people));
            Provisioner provisioner = large.provisioner();
            large.fake.recorder().clear();

            IsolationProof proof = provisioner.proveIsolation();

            int divisions = 200;
            int groups = 400;
            int pages = (large.fake.org().users().size() + 499) / 500;
            assertThat(proof.violations()).isEmpty();
            assertThat(proof.doubts()).isEmpty();
            assertThat(proof.coverage().accounts()).isGreaterThanOrEqualTo(50_000);
            assertThat(large.reads()).isLessThanOrEqualTo((long) (1.1 * (divisions + groups + pages)));
            assertThat(large.writes()).isZero();
        }
    }

    private static Plan plan() {
        return site.provisioner().plan();
    }

    /** Plans, and applies the plan with all calls counted. */
    private static ApplyReport apply() {
        Provisioner provisioner = site.provisioner();
        Plan plan = provisioner.plan();
        site.fake.recorder().clear();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        return report;
    }

    /** Account pages of 500, one for each managed group, and the pages of grants of each division. */
    private static long sweep() {
        long pages = (site.fake.org().users().size() + 499L) / 500;
        return pages + TENANTS * 10L + TENANTS;
    }

    private void move(int person, int to, Bound bound) {
        List<Integer> skills = skills(random);
        site.put("p" + person, groups(to, skills));
        bound.moves(home(person), SKILLS.getOrDefault(person, List.of()), to, skills);
    }

    /** Lets every hundredth call that adds or removes members meet another version of the group. */
    private static List<Fault> conflicts(Bound bound) {
        List<Fault> faults = new ArrayList<>();
        for (String method : List.of("POST", "DELETE")) {
            for (int nth = 100; nth <= bound.writes(); nth += 100) {
                faults.add(site.fake
                        .faults()
                        .on(method, "/api/v2/groups/*/members")
                        .nth(nth)
                        .answer(409));
            }
        }
        return faults;
    }

    private static Invariant oneTenant() {
        return Invariant.oneTenantAtMost(
                IntStream.range(0, TENANTS)
                        .mapToObj(t -> site.inDivision(t).id())
                        .toList(),
                Set.of());
    }

    private static void everybodyAtHome() {
        SKILLS.forEach((i, skills) -> site.put("p" + i, groups(home(i), skills)));
    }

    /** Enough people in the first tenant that five hundred of them can go to the second. */
    private static int home(int person) {
        return person < MOVERS ? 0 : 1 + person % (TENANTS - 1);
    }

    private static List<Integer> skills(Random random) {
        return random.ints(0, 10).distinct().limit(5).boxed().toList();
    }

    private static String[] groups(int tenant, List<Integer> skills) {
        List<String> groups = new ArrayList<>();
        groups.add(Site.account(tenant));
        skills.forEach(g -> groups.add(Site.skill(tenant, g)));
        return groups.toArray(String[]::new);
    }

    /** The writes that no plan of moves can do without: for each group and division as many as 50 ids a call take. */
    private static final class Bound {
        private final Map<String, Integer> touched = new HashMap<>();

        void moves(int from, List<Integer> before, int to, List<Integer> after) {
            before.forEach(g -> touch("remove", from, g));
            after.forEach(g -> touch("add", to, g));
            touch("move", to, 0);
        }

        private void touch(String how, int tenant, int group) {
            touched.merge(how + " " + tenant + " " + group, 1, Integer::sum);
        }

        long writes() {
            return count("");
        }

        long memberWrites() {
            return writes() - count("move");
        }

        private long count(String how) {
            return touched.entrySet().stream()
                    .filter(e -> e.getKey().startsWith(how))
                    .mapToInt(e -> (e.getValue() + 49) / 50)
                    .sum();
        }
    }
}
