// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.jdbc.Postgres;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.TenantId;
import io.tenantry.store.JdbcStore;
import io.tenantry.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an earlier process knew, the next one knows: a store in a database carries runs from one to the other. */
@TestInstance(Lifecycle.PER_CLASS)
class JdbcRoadTest {
    @TempDir
    Path folder;

    Stream<Supplier<JdbcStore>> stores() throws IOException {
        String schema = Postgres.newSchema();
        return Stream.of(
                () -> JdbcStore.file(folder.resolve("road.db")),
                () -> JdbcStore.on(Postgres.source()).schema(schema).open());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void nextProcessKnowsWhatTheFirstKnew(Supplier<JdbcStore> open) {
        World world = new World();
        world.person("ana", "Account-a").person("bob", "Account-a").person("cem", "Account-b");
        try (JdbcStore store = open.get()) {
            assertThat(run(world, store).isClean()).isTrue();
        }
        world.people.remove(new IdentityId("bob"));
        world.person("ana", "Account-b");
        world.directory.after = world::isolated;

        try (JdbcStore store = open.get()) {
            assertThat(run(world, store).isClean()).isTrue();
            assertThat(world.directory.byName("bob@acme.example").state()).isEqualTo(AccountState.INACTIVE);
            assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_B");
            Plan next = world.provisioner(store).plan();
            assertThat(next.isEmpty()).as(PlanText.of(next)).isTrue();
        }
        try (JdbcStore store = open.get()) {
            TenantEvidence evidence = world.provisioner(store)
                    .evidence(new TenantId("a"), World.NOW.minusSeconds(1), World.NOW.plusSeconds(1));
            assertThat(evidence.alteration()).isEmpty();
            assertThat(evidence.changes()).isNotEmpty();
            assertThat(store.runs(9)).hasSize(2);
            assertThat(store.open()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void runSendsNothingMoreOnceItsFileIsGone() {
        Path file = folder.resolve("gone.db");
        World world = new World();
        world.person("ana", "Account-a").person("bob", "Account-a").person("cem", "Account-b");
        world.directory.after = write -> file.toFile().delete();

        try (JdbcStore store = JdbcStore.file(file)) {
            ApplyReport report = run(world, store);

            assertThat(world.directory.writes).hasSize(1);
            assertThat(report.storeFailure())
                    .hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
            assertThat(report.troubles())
                    .last()
                    .satisfies(o -> assertThat(o.detail())
                            .contains("the run was stopped: the store failed, DAMAGED")
                            .contains("gone.db is gone since this process opened it"));
        }
    }

    private static ApplyReport run(World world, JdbcStore store) {
        Provisioner provisioner = world.provisioner(store);
        Plan plan = provisioner.plan();
        assertThat(plan.holds()).as(PlanText.of(plan)).isEmpty();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }
}
