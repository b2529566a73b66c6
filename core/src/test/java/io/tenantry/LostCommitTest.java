// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Fence;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A commit whose answer was lost is not written twice. */
class LostCommitTest {
    private static final Flow FLOW = Flow.PEOPLE_AND_STRUCTURE;

    static Stream<Medium.Kind> kinds() {
        return Medium.Kind.all();
    }

    /** The store kept a commit, and its answer was lost; then it answers again, within the same run. */
    @ParameterizedTest
    @MethodSource("kinds")
    void commitWhoseAnswerWasLostIsInTheTrailOnce(Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            int commits = new Deaf(medium).run(0);
            assertThat(commits).isGreaterThan(10);
            for (int at = 1; at <= commits; at++) {
                Deaf deaf = new Deaf(medium);
                deaf.run(at);
                deaf.next();
                assertThat(deaf.rows())
                        .as("commit %s of %s on %s", at, commits, kind)
                        .doesNotHaveDuplicates();
                assertThat(deaf.world.store.open())
                        .as("commit %s on %s", at, kind)
                        .isEmpty();
            }
        }
    }

    /** A world whose store keeps one commit and does not say so. */
    private static final class Deaf {
        private final World world;
        private int commits;

        Deaf(Medium medium) {
            world = medium.world(FLOW::before);
            medium.open(world, point -> {});
        }

        /** Runs, with the answer to one commit of the run lost, and returns how many commits there were. */
        int run(int lost) {
            Plan plan = FLOW.plan(world.provisioner());
            ForwardingStore deaf = new ForwardingStore(world.store) {
                @Override
                public void commit(Fence under, List<StoreWrite> writes) {
                    super.commit(under, writes);
                    if (++commits == lost) {
                        throw new StoreException(StoreException.Kind.UNAVAILABLE, "the answer was lost", null);
                    }
                }
            };
            world.provisioner(world.directory, deaf).apply(plan, Approval.of(plan, "test"));
            return commits;
        }

        void next() {
            Provisioner provisioner = world.provisioner();
            Plan plan = FLOW.plan(provisioner);
            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));
            assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        }

        private Stream<TenantId> tenants() {
            return Stream.concat(world.tenants.stream().map(TenantPolicy::id), Stream.of(new TenantId("-")));
        }

        /** Returns what each row of the trails is about: the tenant, and the operation of a run. */
        List<String> rows() {
            return tenants()
                    .flatMap(tenant -> AuditTrail.of(world.store, tenant).stream())
                    .filter(row -> row.fact().operation() > 0)
                    .map(row -> row.fact().tenant() + " " + row.fact().run() + " "
                            + row.fact().operation() + " "
                            + row.fact().kind() + " " + row.fact().entitlement() + " "
                            + row.who().map(Object::toString).orElse(""))
                    .toList();
        }
    }
}
