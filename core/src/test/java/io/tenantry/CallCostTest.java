// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.identity.Identity;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a plan says it costs is what it costs, and no plan can cost less: one call for each account that is made,
 * changed or shut, and as many for each group and division as its ids take. The bound is computed from the people
 * alone.
 */
class CallCostTest {
    private final Bpo bpo = new Bpo();

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 100})
    void joinersCostTheLowerBound(int batch) {
        bpo.build(batch, 20, 10).applyAsPlanned(20 * 10 * 2);
        for (int i = 0; i < 5_000; i++) {
            bpo.joins(i, i % 20);
        }

        bpo.applyAsPlanned(5_000 + bpo.batches());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 100})
    void joinersThatCannotBePlacedOnCreateAreMovedTogether(int batch) {
        bpo.places = false;
        bpo.build(batch, 20, 10).applyAsPlanned(20 * 10 * 2);
        for (int i = 0; i < 1_000; i++) {
            bpo.joins(i, i % 20);
            bpo.touches("division " + i % 20);
        }

        bpo.applyAsPlanned(1_000 + bpo.batches());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 100})
    void moversCostTheLowerBound(int batch) {
        bpo.build(batch, 2, 10);
        for (int i = 0; i < 1_000; i++) {
            bpo.joins(i, i % 2);
        }
        bpo.apply();
        for (int i = 0; i < 1_000; i += 2) {
            bpo.moves(i, 0, 1);
        }
        bpo.world.emptyGroups = Set.of("Account-t0");

        bpo.applyAsPlanned(bpo.batches());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 100})
    void steadyCycleCostsTheLowerBoundAndANoChangeCycleNothing(int batch) {
        bpo.build(batch, 20, 2);
        for (int i = 0; i < 50_000; i++) {
            bpo.joins(i, i % 20);
        }
        bpo.settle();
        assertThat(bpo.world.plan().cost().writes()).isZero();
        for (int i = 0; i < 75; i++) {
            bpo.leaves(i * 7, (i * 7) % 20);
            bpo.moves(10_000 + i * 11, (10_000 + i * 11) % 20, (i * 3) % 20);
        }
        for (int i = 0; i < 100; i++) {
            bpo.joins(60_000 + i, i % 20);
        }

        bpo.applyAsPlanned(bpo.accounts + bpo.batches());
    }

    /** A BPO of many tenants, and an account of the ids that each call target has to take. */
    private static final class Bpo {
        final World world = new World();
        final Map<String, Integer> touched = new HashMap<>();
        boolean places = true;
        int accounts;
        private int batch;
        private int groups;

        Bpo build(int size, int tenants, int groupsEach) {
            batch = size;
            groups = groupsEach;
            world.directory.limits(new DirectoryLimits(size, size, 50, 70, places, 300));
            world.tenants = new ArrayList<>();
            for (int i = 0; i < tenants; i++) {
                world.directory.division("T" + i);
                world.tenants.add(world.wide("t" + i, "T" + i, groupsEach));
            }
            return this;
        }

        void joins(int person, int tenant) {
            world.with(identity(person, tenant));
            accounts++;
            inAllGroupsOf(tenant, "add ");
        }

        void moves(int person, int from, int to) {
            if (from == to) {
                return;
            }
            world.with(identity(person, to));
            inAllGroupsOf(from, "remove ");
            inAllGroupsOf(to, "add ");
            touches("division " + to);
        }

        void leaves(int person, int tenant) {
            world.disable("p" + person);
            accounts++;
            inAllGroupsOf(tenant, "remove ");
        }

        private void inAllGroupsOf(int tenant, String how) {
            for (int g = 0; g < groups; g++) {
                touches(how + tenant + " " + g);
            }
        }

        void touches(String target) {
            touched.merge(target, 1, Integer::sum);
        }

        int batches() {
            return touched.values().stream()
                    .mapToInt(n -> (n + batch - 1) / batch)
                    .sum();
        }

        private static Identity identity(int person, int tenant) {
            return Identity.of(
                    "p" + person,
                    "p" + person + "@acme.example",
                    "Name " + person,
                    List.of("Account-t" + tenant),
                    Map.of("jobTitle", "Agent"));
        }

        void apply() {
            assertThat(world.run().isClean()).isTrue();
            touched.clear();
            accounts = 0;
        }

        /**
         * Sets up all people by hand, so that the cycle under test starts from an organization without changes to make.
         */
        void settle() {
            List<Identity> everybody = List.copyOf(world.people.values());
            world.people.clear();
            apply();
            for (Identity i : everybody) {
                String tenant = i.sourceGroups().first().replace("Account-t", "T");
                world.with(i).settled(i, tenant);
            }
        }

        void applyAsPlanned(int bound) {
            Provisioner provisioner = world.provisioner();
            Plan plan = provisioner.plan();
            world.directory.writes.clear();
            world.directory.reads = 0;

            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

            assertThat(report.isClean()).isTrue();
            assertThat(world.directory.writes).hasSize(bound);
            assertThat(plan.cost().writes()).isEqualTo(bound);
            assertThat(report.writes()).isEqualTo(bound);
            assertThat(world.directory.reads).isEqualTo(plan.cost().reads());
            assertThat(report.reads()).isEqualTo(plan.cost().reads());
            assertThat(world.plan().isEmpty()).isTrue();
        }
    }
}
