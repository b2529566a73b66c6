// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.World;
import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.proving.OrganizationAccess;
import io.tenantry.internal.proving.Prover;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.store.Links;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class IsolationCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(IsolationCostTest.class);
    private static final int PAGE = 500;

    @Test
    void readsByDivisionAndGroupAndNeverByPerson() {
        World world = LargeOrganization.of(50_000, 200);
        CountedDirectory counted = new CountedDirectory(world.directory, PAGE);

        OrganizationAccess access = new AccessReader(counted, world.clock, e -> {})
                .read(world.policy(), world.store.notes(), world::tenants, TenantMap::unclaimed);
        long started = System.nanoTime();
        IsolationProof proof = Prover.prove(access, Links.of(world.store), LocalDate.parse("2026-11-24"), Map.of());
        Duration first = Duration.ofNanos(System.nanoTime() - started);

        int bound = 200 + 400 + 50_000 / PAGE;
        LOG.info("{} calls for a bound of {}; concluded in {} ms", counted.calls(), bound, first.toMillis());
        assertThat(proof.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(proof.accounts()).hasSize(50_000);
        assertThat(counted.calls()).isEqualTo(proof.coverage().calls()).isLessThanOrEqualTo(bound * 11 / 10);
        assertThat(counted.byPerson()).isZero();
        // Ten times the time of a cold run on a busy machine: this fails only if the cost becomes quadratic.
        assertThat(first).isLessThan(Duration.ofSeconds(5));
    }
}
